using System.Text.RegularExpressions;

namespace Stemma.Decoding;

/// <summary>Tells the language of a text that nobody named, by marks that one language has and the others have not.</summary>
internal static partial class KindDetection
{
    private const int Searched = 16384;

    /// <summary>The language of a text. What has the marks of none is taken for PowerShell when it parses like it, else for text; a program and its arguments are a command line.</summary>
    public static ScriptKind Of(string text)
    {
        string head = text.Length > Searched ? text[..Searched] : text;
        string trimmed = head.TrimStart(' ', '\t', '\r', '\n', '\uFEFF', '"', '(', '@');
        if (trimmed.StartsWith("\\\"", StringComparison.Ordinal)) { trimmed = trimmed[2..]; }
        if (StartsLikeCmd().IsMatch(trimmed.TrimStart(',', ';', '=', ' '))) { return ScriptKind.Cmd; }
        if (IsCmd().Match(trimmed) is { Success: true } cmd && IsTyped(trimmed, cmd.Length)) { return ScriptKind.Cmd; }
        if (StartsWithProgram().IsMatch(trimmed)) { return ScriptKind.CommandLine; }
        if (Interpreter().Match(head) is { Success: true } line)
        {
            string program = line.Groups[1].Value;
            return program.StartsWith("py", StringComparison.Ordinal) ? ScriptKind.Python
                : program.StartsWith("osa", StringComparison.Ordinal) ? ScriptKind.AppleScript
                : program is "node" ? ScriptKind.JavaScript
                : program is "pwsh" ? ScriptKind.PowerShell : ScriptKind.Shell;
        }
        if (Html().IsMatch(trimmed)) { return ScriptKind.Html; }

        if (UnmistakableAppleScript().IsMatch(head)) { return ScriptKind.AppleScript; }
        if (UnmistakablePython().IsMatch(head)) { return ScriptKind.Python; }
        if (UnmistakableShell().IsMatch(head) && PowerShellOperators().Count(head) == 0 && !NamesPowerShell().IsMatch(head.Length > 64 ? head[..64] : head)) { return ScriptKind.Shell; }

        (ScriptKind Kind, int Marks) best = (ScriptKind.Text, 0);
        foreach ((ScriptKind kind, Regex marks) in Marks)
        {
            int count = marks.Count(head);
            if (count > best.Marks) { best = (kind, count); }
        }
        // A hyphen within a word is PowerShell's as much as a device's; a dollar sign is PowerShell's alone.
        if (best.Kind == ScriptKind.PowerShell && !head.Contains('$', StringComparison.Ordinal) && NetworkDevice().Count(head) >= best.Marks) { return ScriptKind.NetworkDevice; }
        // Encoded data between quotes is full of the signs that cmd has; the operators of PowerShell around it are not by chance.
        return best.Kind == ScriptKind.Cmd && PowerShellOperators().Count(head) > 1 && !NamesPowerShell().IsMatch(head) ? ScriptKind.PowerShell : best.Kind;
    }

    // A caret outside of quotes that would be inside of them once cmd /c has taken away the outer ones: a shell around it was to read it first.
    private static bool IsTyped(string text, int from)
    {
        bool quoted = false;
        for (int i = from; i < text.Length; i++)
        {
            if (text[i] == '"') { quoted = !quoted; }
            if (text[i] == '^' && !quoted) { return true; }
        }
        return false;
    }

    // In the order in which they win when two have as many marks.
    private static readonly (ScriptKind, Regex)[] Marks =
    [
        (ScriptKind.PowerShell, PowerShell()), (ScriptKind.Cmd, Cmd()), (ScriptKind.VisualBasic, VisualBasic()), (ScriptKind.JavaScript, JavaScript()),
        (ScriptKind.Python, Python()), (ScriptKind.Shell, Shell()), (ScriptKind.AppleScript, AppleScript()), (ScriptKind.NetworkDevice, NetworkDevice()),
    ];

    [GeneratedRegex(@"^(?:[a-z]:\\|\\\\|%[a-z_]+%\\)?(?:[^""<>|*?:\r\n;=]{0,200}[\\/])?[^\s""<>|*?:\\/;=,$({&]{1,64}\.(?:exe|com|scr|pif|cpl)\b|^(?:(?:[a-z]:|%[a-z_]+%)?[^\s""<>|*?:\r\n;=,({$]{0,200}\\)?(?:powershell|pwsh|cmd|wmic|rundll32|mshta|wscript|cscript|regsvr32)(?=[\s""/,;]|$)|^/(?:usr/)?(?:local/)?s?bin/\S+\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StartsWithProgram();

    [GeneratedRegex(@"^(?:[^\s""|&<>]{0,200}[\\/])?cmd(?:\.exe)?[\s,;=]*(?:/[a-bd-jl-qs-z]\S{0,8}[\s,;=]*){0,4}/[ckr][\s,;=]*(?="")", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsCmd();

    // What only cmd.exe would take for a command: letters with carets between them or cut out of variables, and its loops.
    [GeneratedRegex(@"^(?=[^\s%""]*\^)(?:\^*[a-z]\^*){3,12}(?=[\s,;=/""%(.]|$)|^(?:\^*[a-z.]\^*){0,12}%[^%\s:""]{1,40}:[~*]?[^%\r\n]{0,60}%|^cmd(?:\.exe)?[\s,;=]+(?![/""\s,;=])[^""]*/|^for[\s,;=]*/[flrd]\b|^for[\s,;=]+%%?[a-z][\s,;=]+in[\s,;=]*\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StartsLikeCmd();

    [GeneratedRegex(@"-(?:join|bxor|csplit|isplit|split|creplace|ireplace|replace|as)\b\s*['""\[(]|\|\s*(?:%|foreach(?:-object)?)\s*\{|\[\s*(?:char|string|int|convert|byte)(?:\[\s*\])?\s*\]|\$(?:shellid|pshome|verbosepreference|env:comspec)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PowerShellOperators();

    [GeneratedRegex(@"\b(?:powershell|pwsh|cmd)(?:\.exe)?\b|^\s*@?(?:echo|set|for|call|if)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamesPowerShell();

    [GeneratedRegex(@"^[ \t]*(?:do[ \t]+shell[ \t]+script[ \t]+[""(\w]|tell[ \t]+app(?:lication)?[ \t]+""|set[ \t]+\w+[ \t]+to[ \t]+(?:""|do[ \t]+shell))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex UnmistakableAppleScript();

    // What begins a line in no other language that is told apart here.
    [GeneratedRegex(@"^[ \t]*(?:import[ \t]+\w+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*\w+(?:[ \t]+as[ \t]+\w+)?)*[ \t]*(?:;(?![ \t]*$)|\r?$)|from[ \t]+[\w.]+[ \t]+import[ \t]+[\w*(]|exec[ \t]*\(|eval[ \t]*\([ \t]*compile[ \t]*\(|def[ \t]+\w+[ \t]*\([^)\r\n]*\)[ \t]*(?:->[^:\r\n]*)?:[ \t]*\r?$)|\bexec\(''\.join\(", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex UnmistakablePython();

    [GeneratedRegex(@"\|[ \t]*(?:/(?:usr/)?bin/)?(?:ba|z|da|k)?sh(?:[ \t]+-s?)?[ \t]*(?:$|[;&)\r\n])|^[ \t]*eval[ \t]+(?:""\$|\$'|\$\()|;[ \t]*eval[ \t]+""\$|^[ \t]*(?:ba|z|da|k)?sh[ \t]+(?:-s[ \t]+)?-c[ \t]|\bprintf[ \t]+(?:%s[ \t]|'\\[x0-7])|[ \t]<<<[ \t]|\bxxd[ \t]+-r", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex UnmistakableShell();

    [GeneratedRegex(@"^#!\s*\S*?/(?:env\s+(?:-S\s+)?)?(\w+)\s*")]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"^<(?:!doctype|html|head|body|meta|script|scriptlet|component|iframe|svg|hta:|\?xml|job|package|stylesheet|xsl:stylesheet)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Html();

    [GeneratedRegex(@"\$(?:\w+|\{[^}]+\})\s*(?:=|\.|\[|\|)|\b[a-z]+-[a-z]{3,}\b(?=\s|\)|'|$)|\[(?:\w+\.)*\w+\]\s*(?:::|[(\$'""\[])|-(?:join|split|f|replace|bxor|eq|ne|match|like)\b|\|\s*(?:%|iex|foreach|where|\?)|`[a-z]|\$env:|\biex\b|\.\s*\(|&\s*\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PowerShell();

    [GeneratedRegex(@"%\w+(?::~[^%]*|:[^%=]+=[^%]*)?%|\^[a-z&|<>^]|^\s*@?echo\s+off|\bset\s+[^\s=]+=|\bgoto\s+:?\w+|%%[a-z]\b|!\w+!|&&|\bfor\s+/[flrd]\b|\bif\s+(?:not\s+)?(?:exist|defined|errorlevel)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Cmd();

    [GeneratedRegex(@"^\s*(?:dim|sub|end\s+(?:sub|function|if)|option\s+explicit|on\s+error\s+resume|private\s+sub|public\s+(?:sub|function)|attribute\s+vb_|next)\b|\bcreateobject\s*\(|\bchrw?\$?\s*\(|\bstrreverse\s*\(|&\s*vb\w+|\bset\s+\w+\s*=|\bexecute(?:global)?\s*\(?|\bthen\s*$|""\s*&\s*""|\bwscript\.\w+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex VisualBasic();

    [GeneratedRegex(@"\b(?:var|let|const)\s+[\w$]+\s*=|\bfunction\s*[\w$]*\s*\(|\bnew\s+(?:ActiveXObject|Function|Array|Date|RegExp)\b|\bString\.fromCharCode\b|\bunescape\s*\(|\beval\s*\(|=>\s*[{(]|===|!==|\bdocument\.\w+|\bWScript\.\w+|\brequire\s*\(|\.charCodeAt\(|\\x[0-9a-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex JavaScript();

    [GeneratedRegex(@"^\s*(?:import\s+\w+|from\s+[\w.]+\s+import|def\s+\w+\s*\(.*\)\s*(?:->.*)?:|class\s+\w+.*:|if\s+__name__|elif\s.*:|except\b.*:|try:|print\s*\()|\bexec\s*\(|__import__\s*\(|\blambda\s+\w*\s*:|\b(?:base64\.b64decode|zlib\.decompress|marshal\.loads|codecs\.decode)\s*\(", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Python();

    [GeneratedRegex(@"\$\(\w|\$\{\w+[:#%/^,@!}]|\|\s*(?:ba|z|da|k)?sh\b|\bbase64\s+(?:-d|-D|--decode)\b|^\s*(?:export|fi|done|esac|then)\b|\bif\s+\[|\becho\s+-[ne]+\b|\bprintf\s|\beval\s+[""'$`]|\$'\\|<<-?\s*['""]?\w+|\$IFS\b|/dev/(?:null|tcp)|\bchmod\s|\bcurl\s+-|\bwget\s+-", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Shell();

    [GeneratedRegex(@"\bdo\s+shell\s+script\b|\btell\s+application\b|\bend\s+tell\b|\bset\s+\w+\s+to\b|\bon\s+run\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AppleScript();

    [GeneratedRegex(@"^[ \t]{0,40}(?:\S{1,80}[>#][ \t]*)?(?:enable|conf(?:igure)?[ \t]+t(?:erminal)?|show[ \t]+(?:run(?:ning-config)?|version|ip|users|tech-support|cdp|arp|interfaces?|configuration)|interface[ \t]+(?:\w+[ \t]*\d|tunnel)|ip[ \t]+(?:address|route|http)|username[ \t]+\S+[ \t]+(?:privilege|secret|password)|copy[ \t]+(?:running-config|startup-config|tftp:|ftp:|scp:|flash:)|no[ \t]+(?:logging|aaa)|snmp-server|write[ \t]+(?:memory|erase)|monitor[ \t]+(?:capture|session|traffic)|tclsh|event[ \t]+manager|boot[ \t]+system|set[ \t]+(?:system|interfaces|security|snmp)|request[ \t]+system|line[ \t]+vty|tunnel[ \t]+(?:source|destination))(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex NetworkDevice();
}
