using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Get-Command and Get-Alias: commands by names with wildcards.</summary>
internal static class CommandLookup
{
    /// <summary>Commands whose names match; one by itself, several as a list, none as unknown.</summary>
    public static object? Find(string pattern, Interpreter interpreter, bool namesOnly)
    {
        List<object?> found = [.. Commands(pattern, interpreter).Select(n => namesOnly ? (object?)n : Command(n, "command", n))];
        return found.Count == 0 ? Unknown.Value : Conversions.Collapse(found);
    }

    /// <summary>Get-Command.</summary>
    public static List<object?>? GetCommand(BoundCommand call)
    {
        string? pattern = call.Text("Name") ?? (call.Has("Noun") || call.Has("Verb") ? $"{call.Text("Verb") ?? "*"}-{call.Text("Noun") ?? "*"}" : null);
        if (pattern is null && call.HasInput && call.Input is [string piped]) { pattern = piped; }
        if (pattern is null) { return null; }
        List<object?> found = [.. Commands(pattern, call.Interpreter).Select(n => Command(n, "command", n))];
        return found.Count == 0 ? [Unknown.Value] : found;
    }

    /// <summary>Get-Alias.</summary>
    public static List<object?>? GetAlias(BoundCommand call)
    {
        string pattern = call.Text("Name") ?? "*";
        string? definition = call.Text("Definition");
        List<object?> found = [];
        foreach ((string alias, string target) in CommandNames.AllAliases.Concat(call.Interpreter.Aliases).OrderBy(a => a.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (Wildcard.IsMatch(alias, pattern, true, call.Interpreter.Budget) && (definition is null || Wildcard.IsMatch(target, definition, true, call.Interpreter.Budget))) { found.Add(Command(alias, "alias", target)); }
        }
        return found.Count == 0 ? [Unknown.Value] : found;
    }

    private static IEnumerable<string> Commands(string pattern, Interpreter interpreter)
    {
        if (!Wildcard.Has(pattern))
        {
            string resolved = CommandNames.Spelled(pattern) ?? pattern;
            if (CommandNames.AliasTarget(pattern) is not null || interpreter.Aliases.ContainsKey(pattern)) { return [pattern]; }
            return [resolved];
        }
        return CommandNames.All.Concat(CommandNames.AllAliases.Keys).Concat(interpreter.Functions.Keys)
            .Where(n => Wildcard.IsMatch(n, pattern, true, interpreter.Budget)).OrderBy(n => n, StringComparer.OrdinalIgnoreCase);
    }

    private static PsObject Command(string name, string type, string definition)
    {
        PsObject command = new(type);
        command.Properties["Name"] = name;
        command.Properties["DisplayName"] = name;
        command.Properties["Definition"] = definition;
        command.Properties["ResolvedCommandName"] = definition;
        command.Properties["ReferencedCommand"] = definition;
        return command;
    }
}
