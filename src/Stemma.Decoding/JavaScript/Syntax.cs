using System.Text;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>Parses scripts, those too that only JScript reads.</summary>
internal static partial class Syntax
{
    private const int Mended = 6;

    private static readonly ParserOptions Options = new()
    {
        AllowReturnOutsideFunction = true,
        AllowAwaitOutsideFunction = true,
        AllowNewTargetOutsideFunction = true,
        AllowSuperOutsideMethod = true,
        CheckPrivateFields = false,
        AllowReserved = AllowReservedOption.Yes,
        Tolerant = true,
#pragma warning disable CS0618 // the one way to keep the parser from making expressions of .NET
        RegExpParseMode = RegExpParseMode.Skip,
#pragma warning restore CS0618
    };

    /// <summary>The program of a text, places as in the text; null when it is no script.</summary>
    public static Program? Parse(string text) => Parse(text, out _);

    /// <summary>The program of a text, and the text of the same length that was parsed in its place.</summary>
    public static Program? Parse(string text, out string parsed)
    {
        parsed = text;
        if (!text.Contains("@cc_on", StringComparison.Ordinal) && Try(text, out _) is { } program) { return program; }
        parsed = text.Contains("import", StringComparison.Ordinal) || text.Contains("export", StringComparison.Ordinal) ? text : Plain(text);
        for (int i = 0; i < Mended; i++)
        {
            if (Try(parsed, out int at) is { } made) { return made; }
            if (at < 0 || at >= parsed.Length || Mend(parsed, at) is not { } mended) { break; }
            parsed = mended;
        }
        return null;
    }

    private static Program? Try(string text, out int at)
    {
        at = -1;
        var parser = new Parser(Options);
        try { return parser.ParseScript(text); }
        catch (ParseErrorException e) { at = e.Error is { IsIndexDefined: true } error ? error.Index : -1; }
        catch (InsufficientExecutionStackException) { return null; }
        catch (NullReferenceException) { return null; } // of the parser, on some damaged scripts
        if (!text.Contains("import", StringComparison.Ordinal) && !text.Contains("export", StringComparison.Ordinal)) { return null; }
        try { return parser.ParseModule(text); }
        catch (Exception e) when (e is ParseErrorException or InsufficientExecutionStackException or NullReferenceException) { return null; }
    }

    /// <summary>What only JScript and browsers read, written so that all read it. The length stays.</summary>
    private static string Plain(string text)
    {
        StringBuilder made = new(text);
        for (int at = 0; (at = text.IndexOf("/*@", at, StringComparison.Ordinal)) >= 0;)
        {
            // /*@cc_on … @*/ is code; its marks go.
            int end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
            if (end < 0) { break; }
            if (Conditional().IsMatch(text.AsSpan(at + 3)))
            {
                int mark = text[end - 1] == '@' ? 1 : 0;
                Blank(made, at, 2);
                Blank(made, end - mark, 2 + mark);
            }
            at = end + 2;
        }
        foreach (ValueMatch mark in Marks().EnumerateMatches(made.ToString())) { Blank(made, mark.Index, mark.Length); }
        string whole = made.ToString();
        // function a.b(c) { … }  is  a.b=function(c) { … } written otherwise: the names change places.
        return Dotted().Replace(whole, static m =>
        {
            string made = $"{m.Groups[1].Value.Replace("::", ".", StringComparison.Ordinal)}=function";
            return made.Length <= m.Length ? made.PadRight(m.Length) : m.Value;
        });
    }

    /// <summary>Takes out what the parser stumbled over: a character that begins nothing, or all from there on when it is near the end.</summary>
    private static string? Mend(string text, int at)
    {
        if (at >= text.Length) { return null; }
        var made = new StringBuilder(text);
        int end = at + 1;
        if (text[at] is '#' or '@' or '`' or '\\' or '\0' or '<' or '&') { while (end < text.Length && text[end] is not ('\n' or ';' or '}')) { end++; } }
        Blank(made, at, end - at);
        return made.ToString();
    }

    private static void Blank(StringBuilder text, int at, int length)
    {
        for (int i = at; i < at + length && i < text.Length; i++) { if (text[i] is not ('\n' or '\r')) { text[i] = ' '; } }
    }

    [GeneratedRegex(@"^(?:cc_on|if|set)", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"@cc_on\b|@if\s*\([^)\n]{0,200}\)|@el(?:se|if\s*\([^)\n]{0,200}\))|@end\b|@set\s+@\w+\s*=\s*[^\n;]{0,100}|<!--|-->|<!\[CDATA\[|\]\]>|^\s*#!?[^\n]*|</?script[^>\n]{0,200}>|\uFEFF|^\s*javascript:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 500)]
    private static partial Regex Marks();

    [GeneratedRegex(@"\bfunction\s+([A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)+)(?=\s*\()", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Dotted();
}
