using System.Buffers;

namespace Stemma.Decoding.PowerShell;

// The cheap test before parsing.
internal sealed partial class PowerShellDecoder
{
    private const int Base64Run = 64;

    // Words without which a script runs no text and puts none together; those that ordinary scripts are full of are left out. Searching for up to
    // eighty ASCII words of three and more characters takes vector instructions: more, shorter ones or others would take ten times as long.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
    [
        "-join", "-bxor", "[char", "char]", "char[]", "frombase64", "iex", "invoke-exp", "scriptblock]", "invokescript", "newscriptblock", "addscript", "invoke-command", "icm ",
        ".invoke(", "tochararray", "reverse(", "::reverse", "securestring", "compression", "getstring(", "variable:", "get-variable", "set-variable", "new-variable", "gv ",
        "sv ", "set-item", "si ", "childitem env", "pshome", "shellid", "verbosepreference", "env:comspec", "mdr*", "[type]", "-enc", "/enc",
        " -e ", "-ec ", "executioncontext", "clipboard", "]::tostring(", "toint16", "toint32(", "tobyte(", "powershell ", "powershell.exe", "pwsh ", "cmd ", "cmd.exe", "cmd/",
        "mshta", "wmic", "rundll32", "wscript", "cscript", "forfiles", "schtasks", "win32_process", "bash -c", "start-process", "saps ", "scheduledtaskaction", "new-service",
        "gcm ", "get-command", "gal ", "get-alias", "regex]::", "-split", "ocreplace", "-creplace", "irepl", ".split(", "| %",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Input = SearchValues.Create(["$input"], StringComparison.OrdinalIgnoreCase);

    // Dashes and quotes that PowerShell reads as its own.
    private static readonly SearchValues<char> Typographic = SearchValues.Create("\u2013\u2014\u201C\u201D");

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Whether a script can hide anything; false only when decoding it would give nothing but itself. Looks at each character a few times and parses nothing.</summary>
    internal static bool MayHide(ReadOnlySpan<char> script) =>
        script.ContainsAny(Signs) || script.ContainsAny(Typographic) || script.Contains("|%", StringComparison.Ordinal) || HasInput(script) || HasShape(script);

    /// <summary>Whether a text has the shape of a script that puts its words together: ticks within words, sums of literals, computed names, formats, long runs of base64.</summary>
    internal static bool HasShape(ReadOnlySpan<char> script) =>
        HasTick(script) || HasSum(script) || HasComputedName(script) || HasPlaces(script) || HasLongRun(script) || HasWideBraces(script);

    // What is piped in; $InputObject is a parameter of half the cmdlets there are.
    private static bool HasInput(ReadOnlySpan<char> script)
    {
        for (int at = script.IndexOfAny(Input); at >= 0;)
        {
            int end = at + "$input".Length;
            if (end == script.Length || !(char.IsAsciiLetterOrDigit(script[end]) || script[end] == '_')) { return true; }
            int next = script[end..].IndexOfAny(Input);
            at = next < 0 ? -1 : end + next;
        }
        return false;
    }

    // A tick inside of a word.
    private static bool HasTick(ReadOnlySpan<char> script)
    {
        for (int at = script.IndexOf('`'); at >= 0;)
        {
            if (at > 0 && at + 1 < script.Length && IsWord(script[at - 1]) && char.IsAsciiLetter(script[at + 1])) { return true; }
            int next = script[(at + 1)..].IndexOf('`');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '"' or '{' or ':' or '`';

    // Literals added to one another.
    private static bool HasSum(ReadOnlySpan<char> script)
    {
        for (int at = script.IndexOf('+'); at >= 0;)
        {
            if (Before(script, at) is '\'' or '"' or ')' && After(script, at + 1) is '\'' or '"' or '(' or '[') { return true; }
            int next = script[(at + 1)..].IndexOf('+');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    // &( .( &' ." and a name in quotes behind a dot.
    private static bool HasComputedName(ReadOnlySpan<char> script)
    {
        for (int at = script.IndexOfAny('&', '.'); at >= 0;)
        {
            char after = After(script, at + 1);
            bool near = at + 1 < script.Length && script[at + 1] == after;
            if (after is '(' or '\'' or '"' or '$' && (script[at] == '&' || near || Before(script, at) is '\0' or '\n' or ';' or '|' or '{' or '(' or '=')) { return true; }
            int next = script[(at + 1)..].IndexOfAny('&', '.');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    // A format of places only: {1}{0}.
    private static bool HasPlaces(ReadOnlySpan<char> script)
    {
        for (int at = script.IndexOf("}{"); at >= 0;)
        {
            if (at + 2 < script.Length && char.IsAsciiDigit(script[at + 2])) { return true; }
            int next = script[(at + 1)..].IndexOf("}{");
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    private static bool HasLongRun(ReadOnlySpan<char> script)
    {
        while (script.Length >= Base64Run)
        {
            int end = script.IndexOfAnyExcept(Base64Characters);
            if (end < 0) { end = script.Length; }
            if (end >= Base64Run) { return true; }
            int next = script[end..].IndexOfAny(Base64Characters);
            if (next < 0) { return false; }
            script = script[(end + next)..];
        }
        return false;
    }

    // ${#+*}: names of signs, or of blanks.
    private static bool HasWideBraces(ReadOnlySpan<char> script)
    {
        for (int at = script.IndexOf("${"); at >= 0;)
        {
            if (at + 2 < script.Length && !char.IsLetterOrDigit(script[at + 2]) && script[at + 2] is not ('_' or '^' or '?' or '$')) { return true; }
            int next = script[(at + 1)..].IndexOf("${");
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    private static char Before(ReadOnlySpan<char> script, int at)
    {
        while (--at >= 0 && script[at] is ' ' or '\t') { }
        return at < 0 ? '\0' : script[at];
    }

    private static char After(ReadOnlySpan<char> script, int at)
    {
        while (at < script.Length && script[at] is ' ' or '\t') { at++; }
        return at < script.Length ? script[at] : '\0';
    }
}
