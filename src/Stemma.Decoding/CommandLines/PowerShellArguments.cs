using System.Text;

namespace Stemma.Decoding.CommandLines;

/// <summary>What powershell.exe and pwsh read from their command line.</summary>
internal static class PowerShellArguments
{
    /// <summary>Tells the sink what PowerShell would run by these arguments.</summary>
    /// <param name="arguments">The arguments behind the program.</param>
    /// <param name="context">What the started PowerShell finds.</param>
    /// <param name="sink">Who is told.</param>
    public static void Tell(IReadOnlyList<string> arguments, ScriptContext context, LayerSink sink)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i].Trim();
            if (argument.Length == 0) { continue; }
            if (Switch(argument) is not { } name)
            {
                TellCommand(arguments, i, "positional command", context, sink);
                return;
            }
            int colon = name.IndexOf(':', StringComparison.Ordinal);
            string? attached = colon > 0 && colon + 1 < name.Length ? name[(colon + 1)..] : null;
            if (colon >= 0) { name = name[..colon]; }
            switch (Parameter(name))
            {
                case "command":
                    TellCommand(arguments, i + 1, "-Command", context, sink);
                    return;
                case "file":
                    TellFile(arguments, i + 1, context, sink);
                    return;
                case "encodedcommand":
                    TellEncoded(attached ?? Rest(arguments, ++i), sink, context);
                    break;
                case "encodedarguments" or "executionpolicy" or "windowstyle" or "version" or "psconsolefile" or "inputformat" or "outputformat"
                    or "configurationname" or "workingdirectory" or "settingsfile" or "custompipename":
                    if (attached is null) { i++; }
                    break;
                case null when IsBase64Of(name, out string script):
                    sink.Hidden(ScriptKind.PowerShell, script, "-EncodedCommand", context);
                    break;
            }
        }
        if (context.Input is { } input) { sink.Hidden(ScriptKind.PowerShell, input, "standard input", context with { Input = null }); }
    }

    // A value in several pieces is one value: "AAAA" + "==" or broken over lines.
    private static string Rest(IReadOnlyList<string> arguments, int from)
    {
        if (from >= arguments.Count) { return ""; }
        StringBuilder all = new(arguments[from]);
        for (int i = from + 1; i < arguments.Count && Switch(arguments[i].Trim()) is null && EncodedText.IsBase64(arguments[i]); i++) { all.Append(arguments[i]); }
        return all.ToString();
    }

    private static void TellCommand(IReadOnlyList<string> arguments, int from, string step, ScriptContext context, LayerSink sink)
    {
        string command = string.Join(' ', arguments.Skip(from));
        if (command.Trim() is "-" or "")
        {
            if (context.Input is { } input) { sink.Hidden(ScriptKind.PowerShell, input, "standard input", context with { Input = null }); }
            return;
        }
        if (IsBase64Of(command, out string script))
        {
            sink.Hidden(ScriptKind.PowerShell, script, "base64 of UTF-16", context);
            return;
        }
        sink.Hidden(ScriptKind.PowerShell, command, step, context);
    }

    private static void TellFile(IReadOnlyList<string> arguments, int from, ScriptContext context, LayerSink sink)
    {
        if (from < arguments.Count && arguments[from].Trim() == "-") { TellCommand(arguments, from, "-File", context, sink); }
    }

    private static void TellEncoded(string value, LayerSink sink, ScriptContext context)
    {
        if (EncodedText.Decode(value, sink.Budget) is { } script) { sink.Hidden(ScriptKind.PowerShell, script, "-EncodedCommand", context); }
        else if (value.Length > 0) { sink.Note("the value of -EncodedCommand is no base64 of text"); }
    }

    private static bool IsBase64Of(string text, out string script)
    {
        script = text.Length >= 16 ? EncodedText.Utf16(text.Trim()) ?? "" : "";
        return script.Length > 0;
    }

    // PowerShell takes a hyphen, the three long dashes and a slash.
    private static string? Switch(string argument) => argument.Length > 1 && argument[0] is '-' or '/' or '\u2013' or '\u2014' or '\u2015'
        ? argument[1..].TrimStart('-', '\u2013', '\u2014', '\u2015').TrimEnd() : null;

    // Shortest spelling that Windows PowerShell takes (its CommandLineParameterParser), and how the parameter is spelled in full.
    private static readonly (string Shortest, string Full)[] Parameters =
    [
        ("v", "version"), ("h", "help"), ("?", "help"), ("noe", "noexit"), ("nop", "noprofile"), ("nol", "nologo"), ("noni", "noninteractive"),
        ("s", "sta"), ("mta", "mta"), ("c", "command"), ("w", "windowstyle"), ("f", "file"), ("ex", "executionpolicy"), ("ep", "executionpolicy"),
        ("encodeda", "encodedarguments"), ("ea", "encodedarguments"), ("e", "encodedcommand"), ("ec", "encodedcommand"), ("psc", "psconsolefile"),
        ("in", "inputformat"), ("if", "inputformat"), ("o", "outputformat"), ("of", "outputformat"), ("config", "configurationname"),
        ("wo", "workingdirectory"), ("wd", "workingdirectory"), ("l", "login"), ("i", "interactive"), ("cus", "custompipename"), ("set", "settingsfile"),
        ("no", "noprofile"), ("n", "noprofile"), ("mod", "modules"), ("nologo", "nologo"),
    ];

    /// <summary>The full name, lower case, of a parameter that may be shortened; null for one that is not known.</summary>
    internal static string? Parameter(string name)
    {
        name = name.ToLowerInvariant();
        foreach ((string shortest, string full) in Parameters)
        {
            if (name == shortest || (name.StartsWith(shortest, StringComparison.Ordinal) && full.StartsWith(name, StringComparison.Ordinal))) { return full; }
        }
        return null;
    }
}
