using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.JavaScript;

/// <summary>Methods of strings.</summary>
internal sealed partial class Interpreter
{
    private object StringCall(string name, string s, object[] a)
    {
        _sink.Budget.Spend(1 + (s.Length >> 8));
        foreach (object each in a) { if (each is JsUnknown) { return JsUnknown.Value; } }
        switch (name)
        {
            case "charAt" or "at": DecodingSteps++; return Index(a, 0) is var i && i >= 0 && i < s.Length ? Boxes.Of(s[i]) : name == "at" && i < 0 && i >= -s.Length ? s[s.Length + i].ToString() : name == "at" ? JsUndefined.Value : "";
            case "charCodeAt" or "codePointAt": DecodingSteps++; return Index(a, 0) is var k && k >= 0 && k < s.Length ? Boxes.Of((double)s[k]) : double.NaN;
            case "substring":
                {
                    int from = Clamp(a, 0, 0, s.Length), to = Clamp(a, 1, s.Length, s.Length);
                    return s[Math.Min(from, to)..Math.Max(from, to)];
                }
            case "slice":
                {
                    int from = Relative(a, 0, 0, s.Length), to = Relative(a, 1, s.Length, s.Length);
                    return from < to ? s[from..to] : "";
                }
            case "substr":
                {
                    int from = Relative(a, 0, 0, s.Length), count = A(a, 1) is JsUndefined ? s.Length - from : Math.Clamp(Index(a, 1), 0, s.Length - from);
                    DecodingSteps++;
                    return s.Substring(from, count);
                }
            case "split": return Split(s, a);
            case "replace" or "replaceAll": return Replace(s, a, name == "replaceAll");
            case "indexOf": return Text(A(a, 0)) is { } what ? (double)s.IndexOf(what, Clamp(a, 1, 0, s.Length), StringComparison.Ordinal) : JsUnknown.Value;
            case "lastIndexOf": return Text(A(a, 0)) is { } back ? (double)s.LastIndexOf(back, StringComparison.Ordinal) : JsUnknown.Value;
            case "toLowerCase" or "toLocaleLowerCase": return s.ToLowerInvariant();
            case "toUpperCase" or "toLocaleUpperCase": return s.ToUpperInvariant();
            case "trim": return s.Trim();
            case "trimStart": return s.TrimStart();
            case "trimEnd": return s.TrimEnd();
            case "toString" or "valueOf" or "normalize": return s;
            case "concat":
                {
                    foreach (object each in a) { if (Text(each) is not { } part) { return JsUnknown.Value; } s = Join(s, part); }
                    return s;
                }
            case "repeat":
                {
                    int times = Index(a, 0);
                    if (times < 0) { return JsUnknown.Value; }
                    _sink.Budget.Reserve((long)times * s.Length);
                    return new StringBuilder().Insert(0, s, times).ToString();
                }
            case "padStart" or "padEnd":
                {
                    int width = Index(a, 0);
                    string fill = A(a, 1) is string given ? given : " ";
                    if (width <= s.Length || fill.Length == 0) { return s; }
                    _sink.Budget.Reserve(width);
                    var padding = new StringBuilder(width);
                    while (padding.Length < width - s.Length) { padding.Append(fill); }
                    string pad = padding.ToString(0, width - s.Length);
                    return name == "padStart" ? pad + s : s + pad;
                }
            case "startsWith": return Text(A(a, 0)) is { } start ? s.AsSpan(Clamp(a, 1, 0, s.Length)).StartsWith(start, StringComparison.Ordinal) : JsUnknown.Value;
            case "endsWith": return Text(A(a, 0)) is { } end ? s.EndsWith(end, StringComparison.Ordinal) : JsUnknown.Value;
            case "includes": return Text(A(a, 0)) is { } inner ? s.Contains(inner, StringComparison.Ordinal) : JsUnknown.Value;
            case "localeCompare": return Text(A(a, 0)) is { } other ? (double)Math.Sign(string.CompareOrdinal(s, other)) : JsUnknown.Value;
            case "match" or "search":
                {
                    JsRegExp? r = A(a, 0) as JsRegExp ?? (Text(A(a, 0)) is { } pattern ? new JsRegExp(pattern, "") : null);
                    if (r?.Regex is not { } regex) { return JsUnknown.Value; }
                    _sink.Budget.Spend(1 + (s.Length >> 4));
                    if (name == "search") { return regex.Match(s) is { Success: true } found ? (double)found.Index : -1.0; }
                    DecodingSteps++;
                    if (!r.Global) { return regex.Match(s) is { Success: true } match ? Groups(match, s) : JsNull.Value; }
                    _sink.Budget.Reserve(s.Length * 16L);
                    List<object> all = [];
                    foreach (ValueMatch m in regex.EnumerateMatches(s)) { all.Add(s.Substring(m.Index, m.Length)); }
                    return all.Count == 0 ? JsNull.Value : new JsArray(all);
                }
            case "hasOwnProperty": return JsUnknown.Value;
            default: return Markup(name, s, a);
        }
    }

    /// <summary>The old methods that put a text in tags (ECMA-262, annex B.2.2): letters for those who write without letters.</summary>
    private object Markup(string name, string s, object[] a)
    {
        string value = (Text(A(a, 0)) ?? "").Replace("\"", "&quot;", StringComparison.Ordinal);
        return name switch
        {
            "italics" => $"<i>{s}</i>",
            "bold" => $"<b>{s}</b>",
            "big" => $"<big>{s}</big>",
            "small" => $"<small>{s}</small>",
            "strike" => $"<strike>{s}</strike>",
            "sub" => $"<sub>{s}</sub>",
            "sup" => $"<sup>{s}</sup>",
            "blink" => $"<blink>{s}</blink>",
            "fixed" => $"<tt>{s}</tt>",
            "fontcolor" => $"<font color=\"{value}\">{s}</font>",
            "fontsize" => $"<font size=\"{value}\">{s}</font>",
            "link" => $"<a href=\"{value}\">{s}</a>",
            "anchor" => $"<a name=\"{value}\">{s}</a>",
            _ => JsUnknown.Value,
        };
    }

    private object Split(string s, object[] a)
    {
        DecodingSteps++;
        int limit = A(a, 1) is JsUndefined ? int.MaxValue : Index(a, 1);
        _sink.Budget.Reserve(s.Length * 8L);
        if (A(a, 0) is JsUndefined) { return new JsArray([s]); }
        List<object> parts = [];
        if (A(a, 0) is JsRegExp r)
        {
            if (r.Regex is not { } regex) { return JsUnknown.Value; }
            int last = 0;
            foreach (ValueMatch match in regex.EnumerateMatches(s))
            {
                if (match.Length == 0)
                {
                    if (match.Index == 0 || match.Index >= s.Length) { continue; }
                }
                parts.Add(s[last..match.Index]);
                last = match.Index + match.Length;
                if (parts.Count >= limit) { return new JsArray(parts); }
            }
            parts.Add(s[last..]);
            return new JsArray(parts);
        }
        if (Text(A(a, 0)) is not { } separator) { return JsUnknown.Value; }
        if (separator.Length == 0) { foreach (char c in s) { if (parts.Count >= limit) { break; } parts.Add(c.ToString()); } }
        else { foreach (Range range in s.AsSpan().Split(separator)) { if (parts.Count >= limit) { break; } parts.Add(s[range]); } }
        return new JsArray(parts);
    }

    private object Replace(string s, object[] a, bool all)
    {
        DecodingSteps++;
        object with = A(a, 1);
        var made = new StringBuilder(s.Length);
        int last = 0;
        if (A(a, 0) is JsRegExp r)
        {
            if (r.Regex is not { } regex) { return JsUnknown.Value; }
            for (Match match = regex.Match(s); match.Success; match = match.NextMatch())
            {
                _sink.Budget.Spend();
                if (With(match.Value, match.Index, [.. match.Groups.Values.Skip(1).Select(g => g.Success ? (object)g.Value : JsUndefined.Value)]) is not { } text) { return JsUnknown.Value; }
                made.Append(s, last, match.Index - last).Append(text);
                last = match.Index + match.Length;
                if (!r.Global) { break; }
                if (made.Length > _sink.Budget.Limits.OutputLength) { throw new JsStop("length of a text"); }
            }
            return made.Append(s, last, s.Length - last).ToString();
        }
        if (Text(A(a, 0)) is not { } what) { return JsUnknown.Value; }
        for (int at = s.IndexOf(what, StringComparison.Ordinal); at >= 0; at = what.Length == 0 ? -1 : s.IndexOf(what, last, StringComparison.Ordinal))
        {
            _sink.Budget.Spend();
            if (With(what, at, []) is not { } text) { return JsUnknown.Value; }
            made.Append(s, last, at - last).Append(text);
            last = at + what.Length;
            if (!all) { break; }
            if (made.Length > _sink.Budget.Limits.OutputLength) { throw new JsStop("length of a text"); }
        }
        return made.Append(s, last, s.Length - last).ToString();

        string? With(string found, int at, object[] groups)
        {
            if (with is JsCallable f) { return Text(Call(f, JsUndefined.Value, [found, .. groups, (double)at, s])); }
            return Text(with) is not { } template ? null : template.Contains('$', StringComparison.Ordinal) ? Expand(template, found, at, groups, s) : template;
        }
    }

    private static string Expand(string template, string found, int at, object[] groups, string s)
    {
        var made = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char next = template[i] == '$' && i + 1 < template.Length ? template[i + 1] : '\0';
            if (next == '$') { made.Append('$'); i++; }
            else if (next == '&') { made.Append(found); i++; }
            else if (next == '`') { made.Append(s, 0, at); i++; }
            else if (next == '\'') { made.Append(s, at + found.Length, s.Length - at - found.Length); i++; }
            else if (next is >= '1' and <= '9' && next - '0' <= groups.Length)
            {
                i++;
                int number = next - '0';
                if (i + 1 < template.Length && char.IsAsciiDigit(template[i + 1]) && (number * 10) + template[i + 1] - '0' <= groups.Length) { number = (number * 10) + template[++i] - '0'; }
                made.Append(groups[number - 1] as string ?? "");
            }
            else { made.Append(template[i]); }
        }
        return made.ToString();
    }

    private int Index(object[] a, int i) => Number(A(a, i)) is { } d && !double.IsNaN(d) ? (int)Math.Clamp(Math.Truncate(d), int.MinValue, int.MaxValue) : 0;

    private int Clamp(object[] a, int i, int otherwise, int most) => A(a, i) is JsUndefined ? otherwise : Math.Clamp(Index(a, i), 0, most);

    private int Relative(object[] a, int i, int otherwise, int most)
    {
        if (A(a, i) is JsUndefined) { return otherwise; }
        int at = Index(a, i);
        return at < 0 ? Math.Max(0, most + at) : Math.Min(at, most);
    }
}
