using System.Text.RegularExpressions;

namespace Stemma.Decoding.CommandLines;

/// <summary>A command line taken apart: the program behind any path, quotes and case, and its arguments.</summary>
/// <param name="Text">The command line that the arguments' places are in.</param>
/// <param name="Program">File name of the program, lower case, without path and extension.</param>
/// <param name="ArgumentsAt">Where the text behind the program begins.</param>
/// <param name="Arguments">The arguments, the program not among them.</param>
internal sealed partial record CommandLine(string Text, string Program, int ArgumentsAt, List<Argument> Arguments)
{
    private const int LongestProgram = 1024;

    /// <summary>Takes a command line apart; null for blank text.</summary>
    public static CommandLine? Read(string text, DecodeBudget budget)
    {
        text = Unwrap(text.Trim().TrimStart('\uFEFF', '@'));
        if (text.Length == 0) { return null; }
        int end = ProgramEnd(text);

        // cmd.exe takes these for blanks: powershell;;"net user".
        int behind = end;
        while (behind < text.Length && (text[behind] is ',' or ';' || char.IsWhiteSpace(text[behind]))) { behind++; }
        if (text.AsSpan(end, behind - end).ContainsAny(',', ';')) { text = $"{text[..end]} {text[behind..]}"; }
        string path = text[..end].Replace("\"", "", StringComparison.Ordinal).Replace("^", "", StringComparison.Ordinal).Trim();
        int slash = path.LastIndexOfAny(['\\', '/']);
        string name = path[(slash + 1)..].ToLowerInvariant();
        foreach (string extension in (ReadOnlySpan<string>)[".exe", ".com", ".scr", ".pif"])
        {
            if (name.EndsWith(extension, StringComparison.Ordinal)) { name = name[..^4]; break; }
        }
        if (name is "%comspec%" or "%comspec") { name = "cmd"; }
        bool unix = path.StartsWith('/') || UnixPrograms.Contains(name);
        return new CommandLine(text, name, end, unix ? ArgumentSplitter.Unix(text, end, budget) : ArgumentSplitter.Windows(text, end, budget));
    }

    /// <summary>The text as it stands behind an argument (by its number), or behind the program for -1.</summary>
    public string Behind(int argument) => Text[(argument < 0 ? ArgumentsAt : Arguments[argument].End)..].Trim();

    /// <summary>The arguments from a number on, joined by blanks as PowerShell joins them.</summary>
    public string Joined(int from) => string.Join(' ', Arguments.Skip(from).Select(a => a.Value));

    private static readonly HashSet<string> UnixPrograms =
        ["sh", "bash", "dash", "zsh", "ksh", "ash", "busybox", "osascript", "sudo", "env", "nohup", "setsid", "perl", "ruby", "php"];

    // Exports of tables wrap a whole command line in quotes, often with the escapes of JSON: "\"C:\\Windows\\...\" -enc AAAA",
    private static string Unwrap(string text)
    {
        string inner = text.TrimEnd(',', ';');
        if (inner.Length < 3 || inner[0] != '"') { return text; }
        inner = inner[^1] == '"' ? inner[1..^1] : inner[1..];
        if (inner.StartsWith("\\\"", StringComparison.Ordinal) || DoubledDrive().IsMatch(inner))
        {
            return inner.Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        }
        int quote = inner.IndexOf('"', StringComparison.Ordinal);
        string head = quote < 0 ? inner : inner[..quote];
        return ProgramAndMore().IsMatch(head.Length > LongestProgram ? head[..LongestProgram] : head) ? inner : text;
    }

    private static int ProgramEnd(string text)
    {
        if (text[0] is '"' or '\'' && text.IndexOf(text[0], 1) is var quote and > 0)
        {
            // "C:\Win"dows\... goes on behind its quote.
            while (quote + 1 < text.Length && !char.IsWhiteSpace(text[quote + 1]) && text[quote + 1] is not ('/' or '-' or ',')) { quote++; }
            return quote + 1;
        }
        string head = text.Length > LongestProgram ? text[..LongestProgram] : text;
        if (WithBlanks().Match(head) is { Success: true } match) { return match.Length; }
        if (KnownThenSwitch().Match(head) is { Success: true } known) { return known.Length; }
        int at = 0;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (',' or ';')) { at++; }
        return at;
    }

    [GeneratedRegex(@"^[a-z]:\\\\", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoubledDrive();

    [GeneratedRegex(@"^\S*(?:powershell|pwsh|cmd|wmic|rundll32|mshta|wscript|cscript)(?:\.exe)?\s+\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ProgramAndMore();

    [GeneratedRegex(@"^(?:[a-z]:\\|\\\\|%[a-z]+%\\)[^""<>|*?:\r\n]*?\.(?:exe|com|scr|pif)(?=[\s,/""]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WithBlanks();

    // cmd/c needs no blank before its switch.
    [GeneratedRegex(@"^(?:[^\s/""]*\\)?(?:cmd|powershell|pwsh|%comspec%)(?:\.exe)?(?=[/""])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KnownThenSwitch();
}
