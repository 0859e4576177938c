namespace Stemma.Decoding.CommandLines;

/// <summary>Unix interpreters whose script stands among their arguments, and programs that start another program.</summary>
internal static class UnixLaunchers
{
    private static readonly Dictionary<string, (ScriptKind Kind, string[] Switches)> Interpreters = new(StringComparer.Ordinal)
    {
        ["python"] = (ScriptKind.Python, ["-c"]),
        ["node"] = (ScriptKind.JavaScript, ["-e", "--eval", "-p", "--print"]),
        ["nodejs"] = (ScriptKind.JavaScript, ["-e", "--eval", "-p", "--print"]),
        ["osascript"] = (ScriptKind.AppleScript, ["-e"]),
        ["perl"] = (ScriptKind.Text, ["-e", "-E"]),
        ["ruby"] = (ScriptKind.Text, ["-e"]),
        ["php"] = (ScriptKind.Text, ["-r"]),
    };

    private static readonly HashSet<string> Shells = ["sh", "bash", "dash", "zsh", "ksh", "ash", "rbash"];

    // Programs that run the rest of their line, and those of their switches that take a value.
    private static readonly Dictionary<string, string> Wrappers = new(StringComparer.Ordinal)
    {
        ["sudo"] = "-u -g -C -h -p",
        ["doas"] = "-u -C",
        ["env"] = "-u -C",
        ["nohup"] = "",
        ["setsid"] = "",
        ["nice"] = "-n",
        ["ionice"] = "-c -n",
        ["timeout"] = "-s -k",
        ["stdbuf"] = "-i -o -e",
        ["xargs"] = "-I -n -P -L -d",
        ["busybox"] = "",
        ["exec"] = "-a",
        ["command"] = "",
        ["time"] = "",
        ["chroot"] = "",
        ["strace"] = "-e -o -p",
    };

    /// <summary>Tells the sink what the program would run.</summary>
    public static void Tell(CommandLine line, ScriptContext context, LayerSink sink)
    {
        if (Shells.Contains(line.Program)) { Shell(line, context, sink); return; }
        string name = line.Program.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        if (Interpreters.TryGetValue(name, out (ScriptKind Kind, string[] Switches) interpreter)) { Script(line, interpreter, context, sink); }
        else if (Wrappers.TryGetValue(line.Program, out string? valued)) { Wrapped(line, valued, context, sink); }
    }

    /// <summary>Hands on what stands behind <c>-c</c> of a shell, its other switches before or with it.</summary>
    public static void Shell(CommandLine line, ScriptContext context, LayerSink sink)
    {
        for (int i = 0; i + 1 < line.Arguments.Count && line.Arguments[i].Value is ['-' or '+', ..] argument; i++)
        {
            if (argument is "-o" or "-O" or "--rcfile" or "--init-file") { i++; continue; }
            if (argument.StartsWith("--", StringComparison.Ordinal) || argument[0] == '+' || !argument.Contains('c', StringComparison.Ordinal)) { continue; }
            sink.Hidden(ScriptKind.Shell, Code(line, i + 1), $"{line.Program} -c", context);
            return;
        }
        if (line.Arguments.Count == 0 && context.Input is { } input) { sink.Hidden(ScriptKind.Shell, input, "standard input", context with { Input = null }); }
    }

    private static void Script(CommandLine line, (ScriptKind Kind, string[] Switches) interpreter, ScriptContext context, LayerSink sink)
    {
        List<string> lines = [];
        string step = "";
        for (int i = 0; i + 1 < line.Arguments.Count; i++)
        {
            string argument = line.Arguments[i].Value;
            if (!argument.StartsWith('-')) { break; }
            if (!interpreter.Switches.Contains(argument)) { continue; }
            step = $"{line.Program} {argument}";
            lines.Add(interpreter.Kind == ScriptKind.AppleScript ? line.Arguments[i + 1].Value : Code(line, i + 1));
            i++;
            if (interpreter.Kind != ScriptKind.AppleScript) { break; }
        }
        if (lines.Count > 0) { sink.Hidden(interpreter.Kind, string.Join('\n', lines), step, context); }
    }

    // Records of a process join its arguments by blanks without quotes: then all that follows is the code.
    private static string Code(CommandLine line, int argument) =>
        line.Text[line.Arguments[argument].Start] is '"' or '\'' ? line.Arguments[argument].Value : line.Behind(argument - 1);

    private static void Wrapped(CommandLine line, string valued, ScriptContext context, LayerSink sink)
    {
        string[] withValue = valued.Split(' ');
        int at = 0;
        for (; at < line.Arguments.Count; at++)
        {
            string argument = line.Arguments[at].Value;
            if (withValue.Contains(argument) && argument.Length > 0) { at++; continue; }
            bool ownValue = argument.StartsWith('-') || argument.Contains('=', StringComparison.Ordinal) || char.IsAsciiDigit(argument.FirstOrDefault()) || (line.Program == "chroot" && at == 0);
            if (!ownValue) { break; }
        }
        if (at < line.Arguments.Count) { sink.Hidden(ScriptKind.CommandLine, line.Behind(at - 1), line.Program, context); }
    }
}
