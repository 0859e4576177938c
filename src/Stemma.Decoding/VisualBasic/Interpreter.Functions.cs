using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Stemma.Decoding.VisualBasic;

/// <summary>Functions and constants of the language.</summary>
internal sealed partial class Interpreter
{
    private static readonly FrozenDictionary<string, object> Constants = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase)
    {
        ["vbCrLf"] = "\r\n",
        ["vbNewLine"] = "\r\n",
        ["vbCr"] = "\r",
        ["vbLf"] = "\n",
        ["vbTab"] = "\t",
        ["vbNullString"] = "",
        ["vbNullChar"] = "\0",
        ["vbVerticalTab"] = "\v",
        ["vbFormFeed"] = "\f",
        ["vbBack"] = "\b",
        ["vbHide"] = 0.0,
        ["vbNormalFocus"] = 1.0,
        ["vbTextCompare"] = 1.0,
        ["vbBinaryCompare"] = 0.0,
        ["vbUnicode"] = 64.0,
        ["vbFromUnicode"] = 128.0,
        ["vbUpperCase"] = 1.0,
        ["vbLowerCase"] = 2.0,
        ["Empty"] = Empty.Value,
        ["Nothing"] = Empty.Value,
        ["Null"] = Empty.Value,
        ["vbTrue"] = true,
        ["vbFalse"] = false,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of a function of the language; null when there is none of that name.</summary>
    private object? Builtin(string name, object[] a)
    {
        string key = name.TrimEnd('$').ToLowerInvariant();
        if (key is "eval" or "execute" or "executeglobal") { return Run(key, a); }
        if (!Functions.Contains(key)) { return null; }
        if (key is "array") { return new ArrayValue([.. a]); }
        if (key is "iif" && a.Length == 3) { return Conversion.Truth(a[0]) is { } yes ? yes ? a[1] : a[2] : Unknown.Value; }
        if (key is "isarray" && a.Length == 1) { return a[0] is Unknown ? Unknown.Value : a[0] is ArrayValue; }
        if (key is "isempty" or "isnull" && a.Length == 1) { return a[0] is Unknown ? Unknown.Value : a[0] is Empty; }
        foreach (object each in a) { if (each is Unknown) { return Unknown.Value; } }
        if (a.Length == 0) { return key is "array" ? new ArrayValue([]) : Unknown.Value; }
        if (key is "ubound" or "lbound") { return a[0] is ArrayValue bounds ? key == "lbound" ? 0.0 : (double)(bounds.Items.Count - 1) : Unknown.Value; }
        if (key is "join") { return a[0] is ArrayValue parts ? Join(parts, a.Length > 1 ? Conversion.Text(a[1]) ?? " " : " ") : Unknown.Value; }
        if (key is "filter") { return a[0] is ArrayValue all && a.Length > 1 && Conversion.Text(a[1]) is { } wanted ? new ArrayValue([.. all.Items.Where(i => (Conversion.Text(i) ?? "").Contains(wanted, StringComparison.Ordinal) == (a.Length < 3 || Conversion.Truth(a[2]) != false))]) : Unknown.Value; }
        if (key is "strconv" && a.Length > 1) { return Convert(a[0], Conversion.Number(a[1]) ?? 0); }
        if (key is "space" or "string") { return Fill(key, a); }
        if (Numeric.Contains(key)) { return OfNumber(key, a[0]); }
        return Conversion.Text(a[0]) is { } text ? OfText(key, text, a) : Unknown.Value;
    }

    private static readonly FrozenSet<string> Numeric = new[] { "chr", "chrw", "chrb", "hex", "oct", "clng", "cint", "cbyte", "cdbl", "csng", "cdec", "ccur", "clnglng", "int", "fix", "abs", "sgn", "sqr", "round", "cbool", "rgb" }.ToFrozenSet();

    private static readonly FrozenSet<string> Functions = Numeric.Union(
    [
        "asc", "ascw", "ascb", "strreverse", "replace", "mid", "midb", "left", "leftb", "right", "rightb", "len", "lenb", "split", "join", "array", "ucase", "lcase", "trim", "ltrim", "rtrim", "cstr", "cvar", "val", "instr", "instrrev",
        "space", "string", "ubound", "lbound", "isarray", "isempty", "isnull", "isnumeric", "iif", "filter", "strconv", "strcomp", "unescape", "escape", "typename", "cdate", "format", "str",
    ]).ToFrozenSet();

    private object OfNumber(string key, object value)
    {
        if (key == "cbool") { return Conversion.Truth(value) is { } t ? t : Unknown.Value; }
        if (Conversion.Number(value) is not { } n) { return Unknown.Value; }
        switch (key)
        {
            case "chr" or "chrw" or "chrb":
                DecodingSteps++;
                int code = (int)Math.Round(n);
                return code is < -32768 or > 65535 ? Unknown.Value : key == "chr" && code is > 127 and < 256 ? Ansi(code).ToString() : ((char)code).ToString();
            case "hex": return ((long)Math.Round(n) is var h && h < 0 ? (h >= short.MinValue ? h & 0xFFFF : h & 0xFFFFFFFF) : (long)Math.Round(n)).ToString("X", CultureInfo.InvariantCulture);
            case "oct": return System.Convert.ToString((long)Math.Round(n), 8);
            case "cdbl" or "csng" or "cdec" or "ccur": return n;
            case "clng" or "cint" or "cbyte" or "round" or "clnglng": return Math.Round(n);
            case "int": return Math.Floor(n);
            case "fix": return Math.Truncate(n);
            case "abs": return Math.Abs(n);
            case "sgn": return (double)Math.Sign(n);
            case "sqr": return Math.Sqrt(n);
            default: return Unknown.Value;
        }
    }

    /// <summary>A character of code page 1252, which <c>Chr</c> writes in.</summary>
    private static char Ansi(int code) => code is >= 0x80 and < 0xA0 ? "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"[code - 0x80] : (char)code;

    private object OfText(string key, string text, object[] a)
    {
        sink.Budget.Spend(1 + (text.Length >> 6));
        int? first = a.Length > 1 && Conversion.Number(a[1]) is { } f ? (int)Math.Clamp(f, int.MinValue, int.MaxValue) : null;
        switch (key)
        {
            case "asc" or "ascw" or "ascb": DecodingSteps++; return text.Length > 0 ? (double)text[0] : Unknown.Value;
            case "strreverse":
                DecodingSteps++;
                char[] turned = text.ToCharArray();
                Array.Reverse(turned);
                return new string(turned);
            case "replace":
                {
                    if (a.Length < 3 || Conversion.Text(a[1]) is not { } what || Conversion.Text(a[2]) is not { } with) { return Unknown.Value; }
                    if (what.Length == 0) { return text; }
                    sink.Budget.Reserve(text.Length + ((long)(text.Length / what.Length) * with.Length));
                    DecodingSteps++;
                    return text.Replace(what, with, a.Length > 5 && Conversion.Number(a[5]) == 1 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
                }
            case "mid" or "midb":
                {
                    if (first is not { } start || start < 1) { return Unknown.Value; }
                    DecodingSteps++;
                    int from = Math.Min(start - 1, text.Length), count = a.Length > 2 && Conversion.Number(a[2]) is { } c ? (int)Math.Clamp(c, 0, int.MaxValue) : int.MaxValue;
                    return text.Substring(from, Math.Min(count, text.Length - from));
                }
            case "left" or "leftb": return first is >= 0 ? text[..Math.Min(first.Value, text.Length)] : Unknown.Value;
            case "right" or "rightb": return first is >= 0 ? text[^Math.Min(first.Value, text.Length)..] : Unknown.Value;
            case "len": return (double)(a[0] is ArrayValue array ? array.Items.Count : text.Length);
            case "lenb": return (double)text.Length * 2;
            case "split":
                {
                    string separator = a.Length > 1 ? Conversion.Text(a[1]) ?? " " : " ";
                    sink.Budget.Reserve(text.Length * 8L);
                    return new ArrayValue([.. separator.Length == 0 ? [text] : text.Split(separator)]);
                }
            case "ucase": return text.ToUpperInvariant();
            case "lcase": return text.ToLowerInvariant();
            case "trim": return text.Trim(' ');
            case "ltrim": return text.TrimStart(' ');
            case "rtrim": return text.TrimEnd(' ');
            case "cstr" or "cvar": return text;
            case "str": return " " + text;
            case "val":
                {
                    string digits = text.Trim();
                    if (Conversion.Number(digits) is { } whole) { return whole; }
                    int end = 0;
                    while (end < digits.Length && (char.IsAsciiDigit(digits[end]) || digits[end] is '.' || (end == 0 && digits[end] is '-' or '+'))) { end++; }
                    return Conversion.Number(digits[..end]) ?? 0;
                }
            case "instr":
                {
                    bool startGiven = a.Length > 2 && a[0] is double;
                    string within = startGiven ? Conversion.Text(a[1]) ?? "" : text, sought = Conversion.Text(a[startGiven ? 2 : 1]) ?? "";
                    int from = startGiven ? Math.Clamp((int)(double)a[0] - 1, 0, within.Length) : 0;
                    return (double)(within.IndexOf(sought, from, StringComparison.Ordinal) + 1);
                }
            case "instrrev": return a.Length > 1 && Conversion.Text(a[1]) is { } last ? (double)(text.LastIndexOf(last, StringComparison.Ordinal) + 1) : Unknown.Value;
            case "strcomp": return a.Length > 1 && Conversion.Text(a[1]) is { } other ? (double)Math.Sign(a.Length > 2 && Conversion.Number(a[2]) == 1 ? string.Compare(text, other, StringComparison.OrdinalIgnoreCase) : string.CompareOrdinal(text, other)) : Unknown.Value;
            case "isnumeric": return Conversion.Number(a[0]) is not null;
            case "unescape": DecodingSteps++; return Uri.UnescapeDataString(text);
            default: return Unknown.Value;
        }
    }

    private object Join(ArrayValue parts, string separator)
    {
        var made = new StringBuilder();
        DecodingSteps++;
        for (int i = 0; i < parts.Items.Count; i++)
        {
            if (Conversion.Text(parts.Items[i]) is not { } part) { return Unknown.Value; }
            made.Append(i > 0 ? separator : "").Append(part);
            if (made.Length > sink.Budget.Limits.OutputLength) { throw new StopException("length of a text"); }
        }
        sink.Budget.Reserve(made.Length);
        return made.ToString();
    }

    private object Fill(string key, object[] a)
    {
        if (Conversion.Number(a[0]) is not { } count || count is < 0 or > 16_000_000) { return Unknown.Value; }
        sink.Budget.Reserve((long)count);
        char c = key == "space" ? ' ' : a.Length > 1 && a[1] is double code ? (char)(int)code : a.Length > 1 && Conversion.Text(a[1]) is { Length: > 0 } text ? text[0] : ' ';
        return new string(c, (int)count);
    }

    private object Convert(object value, double how)
    {
        DecodingSteps++;
        if (how == 64) { return Conversion.Text(value) is { } text ? text.Replace("\0", "", StringComparison.Ordinal) : Unknown.Value; }
        if (how == 128) { return Conversion.Text(value) is { } plain ? new ArrayValue([.. plain.Select(c => (object)(double)(c & 0xFF))]) : Unknown.Value; }
        return Conversion.Text(value) is not { } t ? Unknown.Value : how == 1 ? t.ToUpperInvariant() : how == 2 ? t.ToLowerInvariant() : t;
    }

    /// <summary><c>Execute</c>, <c>ExecuteGlobal</c> and <c>Eval</c> of a text that is known.</summary>
    private object Run(string key, object[] a)
    {
        _effects++;
        if (a.Length == 0 || a[0] is not string text) { return Unknown.Value; }
        var tokens = Tokens.Of(text, sink.Budget);
        var parser = new Parser(tokens, sink.Budget);
        if (key == "eval")
        {
            var inner = new Parser(Tokens.Of("x=" + text, sink.Budget), sink.Budget);
            List<Statement> one = inner.Script();
            if (text.Length > 40 || text.Contains('(', StringComparison.Ordinal)) { Hide(ScriptKind.VisualBasic, text, "Eval"); }
            return _inside < 12 && one is [Assign { Value: { } value }] ? Inside(() => Evaluate(value), true) : Unknown.Value;
        }
        List<Statement> script = parser.Script();
        bool needs = _inside == 0 && parser.Roots.Exists(Needs);
        Hide(ScriptKind.VisualBasic, text, key == "execute" ? "Execute" : "ExecuteGlobal");
        if (_inside >= 12) { return Unknown.Value; }
        Learn(script);
        Inside(() => { Block(script); return Empty.Value; }, needs);
        return Empty.Value;
    }

    private object Inside(Func<object> act, bool tells)
    {
        bool before = _tells;
        if (_inside++ == 0) { _tells = tells; }
        try { return act(); }
        finally { _inside--; _tells = before; }
    }

    /// <summary>Whether an expression uses what the script around it defined.</summary>
    private bool Needs(Expression e)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return e switch
        {
            Name n => _procedures.ContainsKey(n.Text) || _globals.ContainsKey(n.Text) || _locals?.ContainsKey(n.Text) == true,
            Member m => m.Owner is { } owner && Needs(owner),
            Call c => Needs(c.Callee) || c.Arguments.Exists(x => x is not null && Needs(x)),
            Chain c => c.Operands.Exists(Needs),
            Unary u => Needs(u.Operand),
            Paren p => Needs(p.Inner),
            _ => false,
        };
    }
}
