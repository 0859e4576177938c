using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Cmdlets that read and set variables: by name, and as items of the drives variable:, env:, alias: and function:.</summary>
internal static class VariableCmdlets
{
    /// <summary>The cmdlets.</summary>
    public static Dictionary<string, Cmdlet> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Get-Variable"] = GetVariable,
        ["Set-Variable"] = SetVariable,
        ["New-Variable"] = SetVariable,
        ["Clear-Variable"] = call => Named(call, "Name", name => call.Interpreter.SetVariable(name, null)),
        ["Remove-Variable"] = call => Named(call, "Name", name => call.Interpreter.RemoveVariable(name)),
        ["Get-Item"] = Items,
        ["Get-ChildItem"] = Items,
        ["Get-Content"] = Content,
        ["Set-Item"] = SetItem,
        ["New-Item"] = SetItem,
        ["Set-Content"] = SetItem,
        ["Remove-Item"] = RemoveItem,
        ["Clear-Item"] = RemoveItem,
        ["Test-Path"] = TestPath,
        ["Set-Alias"] = SetAlias,
        ["New-Alias"] = SetAlias,
        ["Get-Command"] = CommandLookup.GetCommand,
        ["Get-Alias"] = CommandLookup.GetAlias,
    };

    private static List<object?>? GetVariable(BoundCommand call)
    {
        string? pattern = call.Text("Name") ?? (call.HasInput && call.Input is [string piped] ? piped : call.Has("Name") ? null : "*");
        if (pattern is null) { return null; }
        bool values = call.Switch("ValueOnly");
        List<object?> found = [];
        foreach (string name in Matching(Interpreter.PlainName(pattern), call.Interpreter.VariableNames(), call.Interpreter.Budget))
        {
            // The value itself, not its elements: a list that is changed in place is the variable's own.
            found.Add(values ? call.Interpreter.GetVariable(name) : new VariableRef(name));
        }
        return found.Count == 0 ? [Unknown.Value] : found;
    }

    private static IEnumerable<string> Matching(string pattern, IEnumerable<string> names, DecodeBudget budget) => Wildcard.Has(pattern)
        ? names.Where(n => Wildcard.IsMatch(n, pattern, true, budget)).Order(StringComparer.OrdinalIgnoreCase)
        : names.Where(n => n.Equals(pattern, StringComparison.OrdinalIgnoreCase)).Take(1);

    private static List<object?>? SetVariable(BoundCommand call)
    {
        if (call.Text("Name") is not { } name) { return null; }
        object? value = call.Has("Value") ? call["Value"] : call.HasInput ? Conversions.Collapse(call.Input) : null;
        call.Interpreter.SetVariable(name, value);
        return call.Switch("PassThru") ? [new VariableRef(Interpreter.PlainName(name))] : [];
    }

    private static List<object?>? Named(BoundCommand call, string parameter, Action<string> act)
    {
        if (!call.Has(parameter)) { return null; }
        foreach (object? name in Conversions.Elements(call[parameter]))
        {
            if (name is string text) { act(text); }
        }
        return [];
    }

    private static (string Drive, string Name)? PathOf(BoundCommand call)
    {
        string? path = call.Text("Path") ?? call.Text("LiteralPath") ?? (call.HasInput && call.Input is [string piped] ? piped : null);
        int colon = path?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (path is null || colon < 2) { return null; }
        string drive = path[..colon].ToLowerInvariant();
        return drive is "variable" or "env" or "alias" or "function" or "microsoft.powershell.core\\variable" or "microsoft.powershell.core\\environment"
            ? (drive[(drive.LastIndexOf('\\') + 1)..].Replace("environment", "env", StringComparison.Ordinal), path[(colon + 1)..].TrimStart(':', '\\', '/')) : null;
    }

    private static List<object?>? Items(BoundCommand call)
    {
        if (PathOf(call) is not { } path) { return null; }
        string name = path.Name.Length == 0 ? "*" : path.Name;
        Interpreter interpreter = call.Interpreter;
        switch (path.Drive)
        {
            case "variable":
                List<object?> variables = [.. Matching(name, interpreter.VariableNames(), interpreter.Budget).Select(n => (object?)new VariableRef(n))];
                return variables.Count == 0 ? [Unknown.Value] : variables;
            case "env":
                List<object?> entries = [.. Matching(name, interpreter.EnvironmentNames, interpreter.Budget).Select(n => (object?)Entry(n, interpreter))];
                return entries.Count == 0 ? [Unknown.Value] : entries;
            case "alias":
                List<object?> aliases = [];
                foreach (string alias in Matching(name, CommandNames.AllAliases.Keys.Concat(interpreter.Aliases.Keys), interpreter.Budget))
                {
                    PsObject one = new("alias");
                    one.Properties["Name"] = alias;
                    one.Properties["Definition"] = CommandNames.Resolve(alias, interpreter.Aliases);
                    aliases.Add(one);
                }
                return aliases.Count == 0 ? [Unknown.Value] : aliases;
            default:
                return null;
        }
    }

    private static PsObject Entry(string name, Interpreter interpreter)
    {
        PsObject entry = new("environment");
        entry.Properties["Name"] = name;
        entry.Properties["Key"] = name;
        entry.Properties["Value"] = interpreter.GetEnvironment(name);
        return entry;
    }

    private static List<object?>? Content(BoundCommand call)
    {
        if (PathOf(call) is not { } path) { return null; }
        object? value = path.Drive switch { "env" => call.Interpreter.GetEnvironment(path.Name), "variable" => call.Interpreter.GetVariable(path.Name), _ => Unknown.Value };
        return [.. Conversions.Elements(value)];
    }

    private static List<object?>? SetItem(BoundCommand call)
    {
        if (PathOf(call) is not { } path) { return null; }
        object? value = call.Has("Value") ? call["Value"] : call.HasInput ? Conversions.Collapse(call.Input) : null;
        switch (path.Drive)
        {
            case "variable": call.Interpreter.SetVariable(path.Name, value); break;
            case "env": call.Interpreter.SetEnvironment(path.Name, value); break;
            case "alias" when Conversions.TryText(value, out string target, call.Interpreter.Budget): call.Interpreter.SetAlias(path.Name, target); break;
            default: return null;
        }
        return [];
    }

    private static List<object?>? RemoveItem(BoundCommand call)
    {
        if (PathOf(call) is not { } path) { return null; }
        if (path.Drive == "variable") { call.Interpreter.RemoveVariable(path.Name); }
        return [];
    }

    private static List<object?>? TestPath(BoundCommand call)
    {
        if (PathOf(call) is not { Drive: "variable" } path) { return null; }
        return [call.Interpreter.VariableNames().Contains(path.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static List<object?>? SetAlias(BoundCommand call)
    {
        if (call.Text("Name") is not { } name || call.Text("Value") is not { } target) { return null; }
        call.Interpreter.SetAlias(name, target);
        return [];
    }
}
