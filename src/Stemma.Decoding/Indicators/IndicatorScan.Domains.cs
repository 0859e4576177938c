using System.Collections.Frozen;

namespace Stemma.Decoding.Indicators;

/// <summary>Names with dots: which are domains, and which are files, types and members.</summary>
internal sealed partial class IndicatorScan
{
    // Programs of DOS heritage that end in .com and stand in command lines.
    private static readonly FrozenSet<string> ComPrograms = new[] { "command", "more", "format", "tree", "mode", "chcp", "diskcopy", "diskcomp", "edit", "win", "graftabl", "kb16", "loadfix" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What names of types and members begin with in the languages that are read here.
    private static readonly FrozenSet<string> Roots = new[]
    {
        "system", "java", "javax", "microsoft", "windows", "window", "document", "this", "self", "my", "me", "app", "wscript", "shell", "math", "object", "console",
        "process", "module", "activedocument", "thisworkbook", "application", "asp", "vb", "internal", "win32", "xml", "adodb", "msxml2", "scripting", "net", "location", "navigator",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] HostWords = ["host", "server", "domain", "connect", "ping", "nslookup", "resolve", "dns", "tcpclient", "socket", "computer", "curl", "wget", "ssh", "-c2"];

    private void Domain(int start, int end)
    {
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        int dot = word.LastIndexOf('.');
        if (dot <= 0) { return; }
        ReadOnlySpan<char> top = word[(dot + 1)..];
        bool plain = TopLevelDomains.IsPlain(top);
        if (!plain && !TopLevelDomains.IsDoubtful(top)) { return; }
        if (!IsHostName(word) || BenignHosts.Contains(word)) { return; }

        char before = start > 0 ? text[start - 1] : ' ', after = At(end);
        if (before is '$' or '\\' or '%' or '[' or ']' or ')' or '}' or ':' or '*' or '^' && !(before == ':' && start > 1 && text[start - 2] == ' ')) { return; }
        if (before is '/' && !(start > 1 && text[start - 2] == '/') && (start < 2 || !char.IsWhiteSpace(text[start - 2]))) { return; }
        if (after is '(' or '[' or '\\' or '$' or '%' or '*' or '{' || (after == ':' && At(end + 1) == ':') || (after == '=' && before is not ('"' or '\''))) { return; }

        ReadOnlySpan<char> first = word[..word.IndexOf('.')];
        bool three = word.Count('.') >= 2;
        if (Roots.GetAlternateLookup<ReadOnlySpan<char>>().Contains(first)) { return; }
        if (top.Equals("com", StringComparison.OrdinalIgnoreCase) && !three && ComPrograms.GetAlternateLookup<ReadOnlySpan<char>>().Contains(first)) { return; }
        // Names of types are in mixed case, hosts hardly ever.
        if (HasBothCases(word)) { return; }
        bool quoted = before is '"' or '\'' or '/' or '@' && after is '"' or '\'' or '/' or ':' or '\0' or ';';
        if (plain ? !quoted && !three && first.Length < 2 : !quoted || !(three || HostIsMeant(start))) { return; }
        found(IndicatorKind.Domain, word.ToString(), start, word.Length);
    }

    /// <summary>Whether a word shortly before says that a host follows.</summary>
    private bool HostIsMeant(int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - 32), Math.Min(32, start));
        foreach (string word in HostWords) { if (before.Contains(word, StringComparison.OrdinalIgnoreCase)) { return true; } }
        return false;
    }

    private static bool HasBothCases(ReadOnlySpan<char> word) => word.ContainsAnyInRange('a', 'z') && word.ContainsAnyInRange('A', 'Z');

    /// <summary>Labels of letters, digits and inner hyphens, each 1 to 63 long (RFC 1035, RFC 1123; the underscore is met in practice).</summary>
    private static bool IsHostName(ReadOnlySpan<char> name)
    {
        foreach (Range range in name.Split('.'))
        {
            ReadOnlySpan<char> label = name[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-') { return false; }
        }
        return true;
    }
}
