using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Cmdlets that run text or script blocks.</summary>
internal static class ScriptCmdlets
{
    /// <summary>The cmdlets.</summary>
    public static Dictionary<string, Cmdlet> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Invoke-Expression"] = InvokeExpression,
        ["Invoke-Command"] = call => call["ScriptBlock"] is ScriptBlockValue block && !call.Has("ComputerName") && !call.Has("Session")
            ? call.Interpreter.InvokeBlock(block, [.. Conversions.Elements(call["ArgumentList"])], null, call.Input, false) : null,
        ["Start-Job"] = call => InBackground(call, "ScriptBlock", "InitializationScript"),
        ["Start-ThreadJob"] = call => InBackground(call, "ScriptBlock", "InitializationScript"),
        ["Measure-Command"] = call => call.Arguments.Select(a => a.Value).OfType<ScriptBlockValue>().FirstOrDefault() is { } block ? Discard(call.Interpreter.InvokeBlock(block, [], null, [], false)) : null,
    };

    private static List<object?> Discard(List<object?> output)
    {
        _ = output;
        return [Unknown.Value];
    }

    private static List<object?>? InvokeExpression(BoundCommand call)
    {
        Interpreter interpreter = call.Interpreter;
        List<object?> scripts = call.Has("Command") ? [call["Command"]] : call.HasInput ? call.Input : [];
        List<object?> output = [];
        bool known = false;
        foreach (object? script in scripts)
        {
            if (!Conversions.TryText(script, out string text, interpreter.Budget, interpreter.Separator)) { interpreter.CountEffect(); output.Add(Unknown.Value); continue; }
            known = true;
            output.AddRange(interpreter.RunText(text, "Invoke-Expression"));
        }
        _ = known;
        return output;
    }

    private static List<object?>? InBackground(BoundCommand call, params ReadOnlySpan<string> parameters)
    {
        call.Interpreter.CountEffect();
        foreach (string parameter in parameters)
        {
            if (call[parameter] is ScriptBlockValue block) { call.Interpreter.InvokeBlock(block, [.. Conversions.Elements(call["ArgumentList"])], null, [], false); }
        }
        return [new Opaque("Job")];
    }
}
