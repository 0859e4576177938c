namespace Stemma.Hunting.Kql.Compiling;

/// <summary>
/// Operators that look into text, as SQL that DuckDB runs over whole vectors. A term is a longest run of letters and digits; a needle of <c>has</c> is a
/// substring whose two ends fall on borders of terms (Kusto documentation, "String operators": "What is a term?").
/// </summary>
internal static class TextMatch
{
    private const string NoTerm = @"[^\p{L}\p{N}]";

    /// <summary>Needles from which one regular expression is quicker than a condition for each.</summary>
    private const int Few = 4;

    public static Term Compile(int at, string op, Term text, Term needle)
    {
        string? known = needle is { IsConstant: true, Value: string value } ? value : null;
        string s = text.Sql;
        string n = needle.Sql;
        string folded = known is not null ? SqlText.Quote(known.ToLowerInvariant()) : $"lower({n})";
        return Term.Bool(op switch
        {
            "contains" => known == "" ? "true" : $"contains(lower({s}), {folded})",
            "contains_cs" => known == "" ? "true" : $"contains({s}, {n})",
            "startswith" => $"starts_with(lower({s}), {folded})",
            "startswith_cs" => $"starts_with({s}, {n})",
            "endswith" => $"ends_with(lower({s}), {folded})",
            "endswith_cs" => $"ends_with({s}, {n})",
            "has" or "has_cs" or "hasprefix" or "hasprefix_cs" or "hassuffix" or "hassuffix_cs" => known is not null ? Has(s, known, op) : $"kql_{op}({s}, {n})",
            "matches regex" => $"regexp_matches({s}, {Pattern(at, needle)})",
            "like" or "like_cs" => $"({s} {(op == "like" ? "ILIKE" : "LIKE")} {n})",
            _ => throw CompileFailure.Unsupported(at, $"the operator '{op}'"),
        });
    }

    /// <summary>A regular expression in DuckDB's dialect, RE2, whose classes mean ASCII where Kusto's mean Unicode.</summary>
    public static string Pattern(int at, Term pattern)
    {
        if (pattern is not { IsConstant: true, Value: string text }) return $"kql_regex({pattern.Sql})";
        return SqlText.Quote(RegexText.ToRe2(text) ?? throw new CompileFailure(at, $"'{text}' is no regular expression that Kusto takes (RE2's syntax: no look-around, no back-references)"));
    }

    private static string Has(string s, string needle, string op)
    {
        if (needle.Length == 0) return "true";
        bool isFolded = !op.EndsWith("_cs", StringComparison.Ordinal);
        string text = isFolded ? $"lower({s})" : s;
        if (isFolded) needle = needle.ToLowerInvariant();
        string pattern = Bordered(needle, op.StartsWith("hassuffix", StringComparison.Ordinal), op.StartsWith("hasprefix", StringComparison.Ordinal));
        // The plain search passes few rows on to the regular expression.
        string plain = $"contains({text}, {SqlText.Quote(needle)})";
        return pattern.Length == RegexText.Escape(needle).Length ? plain : $"({plain} AND regexp_matches({text}, {SqlText.Quote(pattern)}))";
    }

    /// <summary>A text that has one of these terms.</summary>
    public static string HasAny(string s, List<string> needles)
    {
        if (needles.Contains("")) return "true";
        if (needles.Count < Few) return $"({string.Join(" OR ", needles.Select(needle => Has(s, needle, "has")))})";
        return $"regexp_matches(lower({s}), {SqlText.Quote(string.Join('|', needles.Select(needle => Bordered(needle.ToLowerInvariant(), false, false))))})";
    }

    // A border is needed only at an end that is part of a term itself.
    private static string Bordered(string needle, bool isStartOpen, bool isEndOpen)
    {
        bool isStart = !isStartOpen && IsTermPart(needle, 0);
        bool isEnd = !isEndOpen && IsTermPart(needle, needle.Length - 1);
        return (isStart ? $"(?:^|{NoTerm})" : "") + RegexText.Escape(needle) + (isEnd ? $"(?:$|{NoTerm})" : "");
    }

    /// <summary>Whether the character at a position is part of a term.</summary>
    public static bool IsTermPart(string text, int at)
    {
        if (char.IsLowSurrogate(text[at]) && at > 0) at--;
        return char.IsLetterOrDigit(text, at) || char.GetUnicodeCategory(text, at) is System.Globalization.UnicodeCategory.LetterNumber or System.Globalization.UnicodeCategory.OtherNumber;
    }
}
