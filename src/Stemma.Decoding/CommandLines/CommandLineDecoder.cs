namespace Stemma.Decoding.CommandLines;

/// <summary>
/// Reads the command line of a process and hands on what its program would run: the script of an interpreter, or the command line that a
/// program such as wmic or rundll32 starts. What it names but does not hold (a script's file) stays a name.
/// </summary>
internal sealed partial class CommandLineDecoder : IScriptDecoder
{
    private const int MostArgumentsTold = 64;

    /// <inheritdoc/>
    public void Decode(Layer layer, ScriptContext context, LayerSink sink)
    {
        if (CommandLine.Read(layer.Text, sink.Budget) is not { Program.Length: > 0 } line) { return; }
        string?[] told = [.. line.Arguments.Take(MostArgumentsTold).Select(a => a.Value)];
        sink.Call(new DecodedCall(layer.Number, line.Program, told, 0, layer.Text.Length));
        Tell(line, context, sink);
    }

    /// <summary>Tells what the program of a command line would run, where the line itself stands in a script and needs no layer of its own.</summary>
    public static void Tell(string text, ScriptContext context, LayerSink sink)
    {
        if (CommandLine.Read(text, sink.Budget) is { Program.Length: > 0 } line) { Tell(line, context, sink); }
    }

    private static void Tell(CommandLine line, ScriptContext context, LayerSink sink)
    {
        switch (line.Program)
        {
            case "powershell" or "pwsh" or "powershell_ise" or "pwsh-preview":
                PowerShellArguments.Tell([.. line.Arguments.Select(a => a.Value)], context, sink);
                break;
            case "cmd":
                TellCmd(line, context, sink);
                break;
            default:
                if (!WindowsLaunchers.Tell(line, context, sink)) { UnixLaunchers.Tell(line, context, sink); }
                break;
        }
    }

    // cmd takes the first /c, /k or /r wherever it stands among its switches; what follows is the command, without a blank between if need be.
    private static void TellCmd(CommandLine line, ScriptContext context, LayerSink sink)
    {
        string text = line.Text;
        int at = line.ArgumentsAt;
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ',' or ';' or '=' or '"')) { at++; }
        while (at + 1 < text.Length && text[at] is '/' or '-')
        {
            if (char.ToLowerInvariant(text[at + 1]) is 'c' or 'k' or 'r')
            {
                string command = Unquoted(text[(at + 2)..].Trim());
                if (command.Length > 0) { sink.Hidden(ScriptKind.Cmd, command, $"cmd /{char.ToLowerInvariant(text[at + 1])}", context); }
                // cmd ends at the line's end; what was recorded with several lines may have been meant for the program as a whole.
                if (command.Contains('\n', StringComparison.Ordinal) && KindDetection.Of(command) == ScriptKind.CommandLine) { sink.Hidden(ScriptKind.CommandLine, command, "cmd with several lines", context); }
                return;
            }
            at += 2;
            while (at < text.Length && text[at] != '/' && !char.IsWhiteSpace(text[at])) { at++; }
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ',' or ';' or '=')) { at++; }
        }
        if (context.Input is { } input) { sink.Hidden(ScriptKind.Cmd, input, "standard input", context with { Input = null }); }
    }

    // The first and the last quote go, unless they are the only two and hold the name of a program with a blank in it.
    private static string Unquoted(string command)
    {
        if (command.Length < 2 || command[0] != '"') { return command; }
        int last = command.LastIndexOf('"');
        if (last == 0) { return command[1..]; }
        bool onlyTwo = command.IndexOf('"', 1) == last;
        string inner = command[1..last];
        bool program = onlyTwo && inner.AsSpan().IndexOfAny("&<>()@^|") < 0 && (inner.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) || inner.EndsWith(".bat", StringComparison.OrdinalIgnoreCase) || inner.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase));
        return program ? command : string.Concat(inner, command.AsSpan(last + 1)).Trim();
    }
}
