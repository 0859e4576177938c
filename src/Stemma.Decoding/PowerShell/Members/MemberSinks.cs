using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Methods that start what their argument holds.</summary>
internal static class MemberSinks
{
    /// <summary>Tells what a call would start; false when it is none of those known here.</summary>
    public static bool TryCall(MemberCall call, out object? result)
    {
        result = Unknown.Value;
        string name = call.Name.ToLowerInvariant();
        switch (call.Target)
        {
            case TypeRef { Key: "management.automation.scriptblock" } when name is "create":
                result = call.Interpreter.BlockOf(call[0], "[ScriptBlock]::Create");
                return true;
            case TypeRef { Key: "management.automation.powershell" } when name is "create":
                result = new Opaque("PowerShell");
                return true;
            case TypeRef { Key: "diagnostics.process" } when name is "start" && call.Text(0) is { } program:
                call.Interpreter.CountEffect();
                call.Interpreter.TellHidden(ScriptKind.CommandLine, call.Text(1) is { } more ? $"{Quoted(program)} {more}" : program, "Process.Start");
                return true;
            case TypeRef { Key: "microsoft.visualbasic.interaction" } when name is "shell" && call.Text(0) is { } line:
                call.Interpreter.CountEffect();
                call.Interpreter.TellHidden(ScriptKind.CommandLine, line, "Interaction.Shell");
                return true;
            case Opaque { TypeName: "InvokeCommand" } or Unknown or null when name is "invokescript" or "newscriptblock" or "expandstring":
                return InvokeCommand(call, name, ref result);
            case Opaque { TypeName: "InvokeCommand" } when name is "getcommand" or "getcmdlet" or "getcmdlets" or "getcommandname" or "getcommands":
                result = Cmdlets.CommandLookup.Find(call.Text(0) ?? "*", call.Interpreter, name == "getcommandname");
                return true;
            case Opaque { TypeName: "PSVariable" } when name is "get" or "getvalue" && call.Text(0) is { } variable:
                result = name is "get" ? new VariableRef(Interpreter.PlainName(variable)) : call.Interpreter.GetVariable(variable);
                return true;
            case Opaque { TypeName: "PSVariable" } when name is "set" && call.Text(0) is { } variable:
                call.Interpreter.SetVariable(variable, call[1]);
                result = null;
                return true;
            case Opaque or Unknown when name is "addscript" && call.Text(0) is { } script:
                call.Interpreter.CountEffect();
                call.Interpreter.TellHidden(ScriptKind.PowerShell, script, "AddScript");
                result = call.Target;
                return true;
            case Opaque opaque when name is "run" or "exec" or "shellexecute" && opaque.TypeName.Contains("shell", StringComparison.OrdinalIgnoreCase) && call.Text(0) is { } command:
                call.Interpreter.CountEffect();
                call.Interpreter.TellHidden(ScriptKind.CommandLine, name == "shellexecute" && call.Text(1) is { } args ? $"{Quoted(command)} {args}" : command, $"{opaque.TypeName}.{call.Name}");
                return true;
            case Opaque opaque when name is "create" && opaque.TypeName.Contains("win32_process", StringComparison.OrdinalIgnoreCase) && call.Text(0) is { } created:
                call.Interpreter.CountEffect();
                call.Interpreter.TellHidden(ScriptKind.CommandLine, created, "Win32_Process.Create");
                return true;
            case Opaque opaque when name is "executeexcel4macro" or "executestatement" or "addcode" or "eval" && opaque.TypeName.Contains("scriptcontrol", StringComparison.OrdinalIgnoreCase) && call.Text(0) is { } code:
                call.Interpreter.TellHidden(ScriptKind.Auto, code, $"{opaque.TypeName}.{call.Name}");
                return true;
        }
        return false;
    }

    private static bool InvokeCommand(MemberCall call, string name, ref object? result)
    {
        if (call.Arguments.OfType<ScriptBlockValue>().FirstOrDefault() is { } block && name == "invokescript")
        {
            result = Conversions.Collapse(call.Interpreter.InvokeBlock(block, [], null, [], false));
            return true;
        }
        // Overloads have a switch or a scope before the script.
        string? script = call.Arguments.Count > 0 ? call.Arguments.OfType<string>().FirstOrDefault() ?? call.Text(0) : null;
        if (script is null) { return call.Target is Opaque; }
        if (name == "newscriptblock") { result = call.Interpreter.BlockOf(script, "NewScriptBlock"); }
        else if (name == "invokescript") { result = Conversions.Collapse(call.Interpreter.RunText(script, "InvokeScript")); }
        else { result = call.Interpreter.ExpandText(script); }
        return true;
    }

    private static string Quoted(string program) => program.Contains(' ', StringComparison.Ordinal) ? $"\"{program}\"" : program;
}
