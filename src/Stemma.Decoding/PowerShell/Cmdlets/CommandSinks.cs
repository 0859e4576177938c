using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Commands that start a command line or script given among their arguments.</summary>
internal static class CommandSinks
{
    private static readonly HashSet<string> Launchers = new(StringComparer.OrdinalIgnoreCase)
    {
        "cmd", "wmic", "mshta", "rundll32", "wscript", "cscript", "schtasks", "sc.exe", "at", "forfiles", "pcalua", "conhost", "regsvr32", "bash", "wsl", "runas", "winrs", "psexec", "python", "node", "msiexec",
    };

    /// <summary>Tells the sink what a command would start.</summary>
    public static void Tell(BoundCommand call)
    {
        Interpreter interpreter = call.Interpreter;
        switch (call.Name.ToLowerInvariant())
        {
            case "start-process":
                Started(call, call.Text("FilePath"), call["ArgumentList"]);
                return;
            case "invoke-wmimethod" when call.Text("Class") is { } name && name.Contains("process", StringComparison.OrdinalIgnoreCase):
                if (interpreter.Shown(call["ArgumentList"]) is { } wmi) { interpreter.TellHidden(ScriptKind.CommandLine, wmi, "Invoke-WmiMethod Create"); }
                return;
            case "invoke-cimmethod" when call["Arguments"] is PsTable table && table["CommandLine"] is string cim:
                interpreter.TellHidden(ScriptKind.CommandLine, cim, "Invoke-CimMethod Create");
                return;
            case "new-scheduledtaskaction":
                Started(call, call.Text("Execute"), call["Argument"]);
                return;
            case "new-service" when call.Text("BinaryPathName") is { } binary:
                interpreter.TellCommandLine(binary);
                return;
            case "set-itemproperty" or "new-itemproperty" when call.Text("Value") is { } value && KindDetection.Of(value) == ScriptKind.CommandLine && value.Contains(' ', StringComparison.Ordinal):
                interpreter.TellCommandLine(value);
                return;
            case "powershell" or "powershell.exe" or "pwsh" or "pwsh.exe":
                PowerShell(call);
                return;
        }
        string program = call.Name[(call.Name.LastIndexOfAny(['\\', '/']) + 1)..];
        string bare = program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? program[..^4] : program;
        if (bare.Equals("powershell", StringComparison.OrdinalIgnoreCase) || bare.Equals("pwsh", StringComparison.OrdinalIgnoreCase)) { PowerShell(call); }
        else if ((Launchers.Contains(bare) || Launchers.Contains(program)) && Line(call) is { } line) { interpreter.TellCommandLine(line); }
    }

    private static void Started(BoundCommand call, string? program, object? arguments)
    {
        if (program is null) { return; }
        string? rest = arguments is null ? "" : Conversions.TryText(arguments, out string text, call.Interpreter.Budget) ? text : null;
        if (rest is null || (rest.Length == 0 && !program.Contains(' ', StringComparison.Ordinal))) { return; }
        string quoted = program.Contains(' ', StringComparison.Ordinal) && rest.Length > 0 ? $"\"{program}\"" : program;
        call.Interpreter.TellCommandLine($"{quoted} {rest}".Trim());
    }

    private static void PowerShell(BoundCommand call)
    {
        List<string> arguments = [];
        foreach (CommandArgument argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter) { arguments.Add("-" + parameter); }
            if (!argument.HasValue) { continue; }
            if (argument.Value is ScriptBlockValue block) { arguments.Add(block.Text); continue; }
            foreach (object? value in Conversions.Elements(argument.Value))
            {
                if (!Conversions.TryText(value, out string text, call.Interpreter.Budget)) { return; }
                arguments.Add(text);
            }
        }
        string? input = call.HasInput && Conversions.TryJoin(call.Input, "\r\n", out string piped, call.Interpreter.Budget) ? piped : null;
        call.Interpreter.TellPowerShell(arguments, input);
    }

    private static string? Line(BoundCommand call)
    {
        List<string> parts = [call.Name];
        foreach (CommandArgument argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter) { parts.Add("-" + parameter); }
            if (!argument.HasValue) { continue; }
            if (!Conversions.TryText(argument.Value, out string text, call.Interpreter.Budget)) { return null; }
            parts.Add(text.AsSpan().ContainsAny(" \t") && !text.StartsWith('/') ? $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text);
        }
        return string.Join(' ', parts);
    }
}
