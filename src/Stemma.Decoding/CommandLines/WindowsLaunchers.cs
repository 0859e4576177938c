using System.Text.RegularExpressions;

namespace Stemma.Decoding.CommandLines;

/// <summary>Programs of Windows that start another command line or script given among their arguments.</summary>
internal static partial class WindowsLaunchers
{
    private delegate void Launcher(CommandLine line, ScriptContext context, LayerSink sink);

    private static readonly Dictionary<string, Launcher> ByProgram = new(StringComparer.Ordinal)
    {
        ["wmic"] = (line, context, sink) => AfterMatch(line, context, sink, WmicCreate(), "wmic process call create"),
        ["rundll32"] = RunDll,
        ["mshta"] = Mshta,
        ["forfiles"] = (line, context, sink) => ValueOf(line, context, sink, "forfiles /c", "/c", "-c"),
        ["schtasks"] = (line, context, sink) => ValueOf(line, context, sink, "schtasks /tr", "/tr", "-tr"),
        ["pcalua"] = Pcalua,
        ["conhost"] = (line, context, sink) => Rest(line, context, sink, line.Arguments.FindIndex(a => !a.Value.StartsWith('-')) - 1, "conhost"),
        ["start"] = Start,
        ["sc"] = (line, context, sink) => ValueOf(line, context, sink, "sc binPath=", "binpath="),
        ["at"] = (line, context, sink) => AfterMatch(line, context, sink, AtTime(), "at"),
        ["runas"] = (line, context, sink) => Rest(line, context, sink, line.Arguments.FindLastIndex(a => a.Value.StartsWith('/')), "runas"),
        ["winrs"] = (line, context, sink) => Rest(line, context, sink, line.Arguments.FindLastIndex(a => a.Value.StartsWith('-') || a.Value.StartsWith('/')), "winrs"),
        ["psexec"] = (line, context, sink) => AfterMatch(line, context, sink, PsExec(), "psexec"),
        ["psexec64"] = (line, context, sink) => AfterMatch(line, context, sink, PsExec(), "psexec"),
        ["regsvr32"] = (line, _, sink) => Note(line, sink, "scrobj", "regsvr32 would load a script component"),
        ["msiexec"] = (line, _, sink) => Note(line, sink, "http", "msiexec would install a package from the network"),
        ["explorer"] = (line, context, sink) => Rest(line, context, sink, -1, "explorer", onlyPrograms: true),
        ["bash"] = UnixLaunchers.Shell,
        ["wsl"] = (line, context, sink) => Rest(line, context, sink, line.Arguments.FindLastIndex(a => a.Value is "-e" or "--exec" or "--"), "wsl"),
        ["scriptrunner"] = (line, context, sink) => ValueOf(line, context, sink, "scriptrunner -appvscript", "-appvscript"),
        ["syncappvpublishingserver"] = SyncAppv,
    };

    /// <summary>Tells the sink what the program would start; false when the program is none of those known here.</summary>
    public static bool Tell(CommandLine line, ScriptContext context, LayerSink sink)
    {
        if (!ByProgram.TryGetValue(line.Program, out Launcher? launcher)) { return false; }
        launcher(line, context, sink);
        return true;
    }

    private static void RunDll(CommandLine line, ScriptContext context, LayerSink sink)
    {
        string rest = line.Behind(-1);
        int script = rest.IndexOf("javascript:", StringComparison.OrdinalIgnoreCase);
        if (script >= 0)
        {
            sink.Hidden(ScriptKind.JavaScript, rest[(script + "javascript:".Length)..].Trim('"'), "rundll32 javascript:", context);
            return;
        }
        AfterMatch(line, context, sink, ShellExec(), "rundll32 ShellExec_RunDLL");
    }

    private static void Mshta(CommandLine line, ScriptContext context, LayerSink sink)
    {
        string rest = line.Behind(-1);
        Match match = ScriptUrl().Match(rest);
        if (!match.Success) { return; }
        string body = rest[match.Length..].Trim();
        if (match.Groups[1].Length > 0) { body = body.TrimEnd('"'); }
        bool visualBasic = match.Groups[2].Value.StartsWith("vb", StringComparison.OrdinalIgnoreCase);
        if (match.Groups[2].Value.StartsWith("about", StringComparison.OrdinalIgnoreCase)) { sink.Hidden(ScriptKind.Html, body, "mshta about:", context); }
        else { sink.Hidden(visualBasic ? ScriptKind.VisualBasic : ScriptKind.JavaScript, body, visualBasic ? "mshta vbscript:" : "mshta javascript:", context); }
    }

    private static void Pcalua(CommandLine line, ScriptContext context, LayerSink sink)
    {
        int program = line.Arguments.FindIndex(a => a.Value.Equals("-a", StringComparison.OrdinalIgnoreCase)) + 1;
        if (program == 0 || program >= line.Arguments.Count) { return; }
        int more = line.Arguments.FindIndex(a => a.Value.Equals("-c", StringComparison.OrdinalIgnoreCase)) + 1;
        string arguments = more > 0 ? " " + line.Behind(more - 1) : "";
        sink.Hidden(ScriptKind.CommandLine, Quoted(line.Arguments[program].Value) + arguments, "pcalua -a", context);
    }

    private static void Start(CommandLine line, ScriptContext context, LayerSink sink)
    {
        int at = 0;
        while (at < line.Arguments.Count && (line.Arguments[at].Value.StartsWith('/') || (at == 0 && line.Text[line.Arguments[0].Start] == '"'))) { at++; }
        Rest(line, context, sink, at - 1, "start");
    }

    // SyncAppvPublishingServer.exe "n; Start-Process calc": everything behind the semicolon is PowerShell.
    private static void SyncAppv(CommandLine line, ScriptContext context, LayerSink sink)
    {
        string all = line.Joined(0);
        int semicolon = all.IndexOf(';', StringComparison.Ordinal);
        if (semicolon >= 0) { sink.Hidden(ScriptKind.PowerShell, all[(semicolon + 1)..].Trim(), "SyncAppvPublishingServer", context); }
    }

    private static void Note(CommandLine line, LayerSink sink, string sign, string note)
    {
        if (line.Text.Contains(sign, StringComparison.OrdinalIgnoreCase)) { sink.Note(note); }
    }

    private static void ValueOf(CommandLine line, ScriptContext context, LayerSink sink, string step, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            int at = line.Arguments.FindIndex(a => a.Value.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            if (at < 0) { continue; }
            string attached = line.Arguments[at].Value[name.Length..].TrimStart(':', '=');
            string value = attached.Length > 0 ? attached : at + 1 < line.Arguments.Count ? line.Arguments[at + 1].Value : "";
            sink.Hidden(ScriptKind.CommandLine, value.Trim(), step, context);
            return;
        }
    }

    private static void Rest(CommandLine line, ScriptContext context, LayerSink sink, int behind, string step, bool onlyPrograms = false)
    {
        if (behind + 1 >= line.Arguments.Count || behind < -1) { return; }
        string rest = Unquoted(line.Behind(behind));
        if (!onlyPrograms || KindDetection.Of(rest) == ScriptKind.CommandLine) { sink.Hidden(ScriptKind.CommandLine, rest, step, context); }
    }

    private static void AfterMatch(CommandLine line, ScriptContext context, LayerSink sink, Regex start, string step)
    {
        string rest = line.Text[line.ArgumentsAt..];
        if (start.Match(rest) is { Success: true } match) { sink.Hidden(ScriptKind.CommandLine, Unquoted(rest[match.Length..].Trim()), step, context); }
    }

    // Quotes around the whole go, with their escapes; quotes around the program alone stay.
    private static string Unquoted(string text)
    {
        if (text.Length < 2 || text[0] is not ('"' or '\'')) { return text; }
        char quote = text[0];
        int end = 1;
        while (end < text.Length && (text[end] != quote || text[end - 1] == '\\')) { end++; }
        string inner = text[1..Math.Min(end, text.Length)];
        return text[Math.Min(end + 1, text.Length)..].Trim().TrimStart(',').Length == 0 && inner.AsSpan().ContainsAny(" \t")
            ? inner.Replace("\\\"", "\"", StringComparison.Ordinal) : quote == '\'' ? Quoted(inner) + text[Math.Min(end + 1, text.Length)..] : text;
    }

    private static string Quoted(string program) => program.Contains(' ', StringComparison.Ordinal) ? $"\"{program}\"" : program;

    [GeneratedRegex(@"^.*?\bprocess\W+call\W+create\W*?\s*(?=[""']?[\w%\\&.(])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex WmicCreate();

    [GeneratedRegex(@"^.*?\bShellExec_RunDLL\w*""?[\s,]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex ShellExec();

    [GeneratedRegex(@"^(""?)\s*(vbscript|vbs|javascript|jscript|about)\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ScriptUrl();

    [GeneratedRegex(@"^\s*(?:\\\\\S+\s+)?\d{1,2}:\d{2}(?:\s*[ap]m?)?\s+(?:/\S+\s+)*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtTime();

    [GeneratedRegex(@"^(?:\s+(?:\\\\\S+|[-/][upwnr]\s+\S+|[-/]\w+))*\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PsExec();
}
