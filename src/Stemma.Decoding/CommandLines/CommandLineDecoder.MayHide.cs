using System.Buffers;
using Stemma.Decoding.PowerShell;

namespace Stemma.Decoding.CommandLines;

// The cheap test before taking a command line apart. Nearly all start programs that read no script: they cost one search.
internal sealed partial class CommandLineDecoder
{
    // Without the name of a program that reads scripts or starts others, nothing is decoded, unless the name itself is broken up.
    private static readonly SearchValues<string> Interpreters = SearchValues.Create(
        ["powershell", "pwsh", "cmd", "comspec", "mshta", "rundll32", "wmic", "python", "perl", "ruby", "node", "php", "osascript", "sh -", "bash", "base64", "syncappv", "forfiles", "schtasks", "conhost"],
        StringComparison.OrdinalIgnoreCase);

    // Words without which a script in a command line runs no text and puts none together; names of programs are no signs here.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
    [
        "-join", "-bxor", "[char", "char]", "base64", "iex", "invoke-exp", "scriptblock]", "invokescript", "newscriptblock", "addscript", ".invoke(", "tochararray", "reverse", "securestring", "compression",
        "getstring(", "variable:", "get-variable", "set-variable", "new-variable", "gv ", "sv ", "set-item", "childitem env", "pshome", "shellid", "verbosepreference", "env:comspec", "mdr*", "[type]", "executioncontext",
        "clipboard", "$input", "]::tostring(", "toint16", "toint32(", "tobyte(", "gcm ", "get-command", "gal ", "get-alias", "regex]::", "-split", "replace", ".split(", "|%", "| %",
        "javascript:", "vbscript:", "about:", "set ", "for /", "for ,", "for;", ":~", ":*", "call ", "/v:on", "/v ", "/v:", "!%", "%!", "exec(", "eval", "compile(", "marshal", "zlib", "chr(", "chr ", "pack", "fromhex", "decode", "atob", "buffer.from", "fromcharcode",
        "unescape", "printf", "xxd", "| rev", "|rev", "| tr", "|tr", "openssl", "gunzip", "gzip -d", "<<<", "$'", "${", "$(", "\\x", "\\u00", "ifs", "echo -e", "echo -n", "\u2013", "\u2014", "\u2015", "\u201C", "\u201D",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a command line can hide anything; false only when decoding it would give nothing but itself or what stands in it in clear. Parses and allocates nothing.</summary>
    internal static bool MayHide(ReadOnlySpan<char> line) =>
        HasBrokenWord(line) || (line.ContainsAny(Interpreters) && (line.ContainsAny(Signs) || HasEncodedSwitch(line) || HasSeparators(line) || PowerShellDecoder.HasShape(line)));

    // c^md, c""md, %x:~3,1%: what cmd.exe reads as one word and a search does not.
    private static bool HasBrokenWord(ReadOnlySpan<char> line)
    {
        for (int at = line.IndexOfAny('^', '"', '%'); at >= 0;)
        {
            int after = at + 1;
            while (after < line.Length && line[after] == line[at]) { after++; }
            bool within = at > 0 && after < line.Length && char.IsAsciiLetter(line[at - 1]) && char.IsAsciiLetter(line[after]);
            if (line[at] == '^' ? within || (after < line.Length && char.IsAsciiLetter(line[after])) : line[at] == '"' ? within : IsCutOut(line[at..])) { return true; }
            int next = line[after..].IndexOfAny('^', '"', '%');
            at = next < 0 ? -1 : after + next;
        }
        return false;
    }

    // A part of a variable, or one with something replaced: %name:~…% and %name:a=b%.
    private static bool IsCutOut(ReadOnlySpan<char> line)
    {
        int end = 1;
        while (end < line.Length && end < 64 && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '_' or '(' or ')')) { end++; }
        return end > 1 && end < line.Length && line[end] == ':';
    }

    // -e, -ec, -enc … with any of PowerShell's dashes or a slash.
    private static bool HasEncodedSwitch(ReadOnlySpan<char> line)
    {
        for (int at = line.IndexOfAny(Dashes); at >= 0;)
        {
            ReadOnlySpan<char> name = line[(at + 1)..];
            int end = 0;
            while (end < name.Length && char.IsAsciiLetter(name[end])) { end++; }
            if (end > 0 && (at == 0 || char.IsWhiteSpace(line[at - 1]) || line[at - 1] is '"' or '\'' or ',' or ';')
                && (name[..end].Equals("ec", StringComparison.OrdinalIgnoreCase) || "encodedcommand".AsSpan().StartsWith(name[..end], StringComparison.OrdinalIgnoreCase))) { return true; }
            int next = line[(at + 1)..].IndexOfAny(Dashes);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    private static readonly SearchValues<char> Dashes = SearchValues.Create("-/\u2013\u2014\u2015");

    // Commas and semicolons in a row, which cmd.exe passes over.
    private static bool HasSeparators(ReadOnlySpan<char> line) => line.IndexOf(",;") >= 0 || line.IndexOf(";,") >= 0 || line.IndexOf(",,") >= 0 || line.IndexOf(";;") >= 0;
}
