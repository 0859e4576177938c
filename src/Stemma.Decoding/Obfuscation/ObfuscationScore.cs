namespace Stemma.Decoding.Obfuscation;

/// <summary>How much a text looks made to hide what it says.</summary>
/// <param name="Value">From 0 (plain) to 100. Of harmless scripts half have less than 10 and 99 in 100 less than 40.</param>
/// <param name="Reasons">What speaks for it, in a few words each, the strongest first.</param>
public sealed record ObfuscationScore(double Value, IReadOnlyList<string> Reasons)
{
    private static readonly ObfuscationScore Plain = new(0, []);

    /// <summary>Scores one text in a single pass over at most its first mebi characters.</summary>
    /// <param name="text">A script or a command line in any language.</param>
    public static ObfuscationScore Of(ReadOnlySpan<char> text)
    {
        if (text.Length > DecodeLimits.Default.TextLength) { text = text[..DecodeLimits.Default.TextLength]; }
        if (text.Trim().Length < 8) { return Plain; }
        var counts = new TextCounts();
        counts.Read(text);
        return Of(counts);
    }

    // A mark counts in full from the second number on and not at all below the first. Marks are joined like chances: none alone need say it, and many weak ones do.
    private static ObfuscationScore Of(TextCounts c)
    {
        double n = Math.Max(1, c.Length - c.Spaces), words = Math.Max(1, c.Words), per = n / 100;
        List<(double Weight, string Reason)> marks = [];
        Mark(0.85, c.Ticks / words, 0.02, 0.25, "escape characters within words");
        Mark(0.45, c.Ticks, 1, 6, "several escape characters within words");
        Mark(0.90, c.Joins / per, 0.4, 3.0, "strings put together of short pieces");
        Mark(0.50, c.Joins, 2, 8, "many joins of strings");
        Mark(0.75, c.Formats, 2, 5, "strings put together by a format");
        Mark(0.85, c.OddWords / words, 0.06, 0.30, "random casing");
        Mark(0.50, c.OddWords, 1, 4, "several words in random casing");
        Mark(0.80, c.CodeNumbers / Math.Max(10.0, words), 0.3, 0.7, "lists of character codes");
        Mark(0.50, c.CodeNumbers, 24, 80, "long lists of character codes");
        Mark(0.75, c.CharCalls / per, 0.3, 2.0, "characters made of their codes");
        Mark(0.75, c.Base64 / n, 0.15, 0.6, "a large part in base64");
        Mark(0.60, c.Base64, 200, 1500, "long text in base64");
        Mark(0.70, c.Hexadecimal / n, 0.25, 0.6, "a large part in hexadecimal");
        Mark(0.80, c.Substrings, 1, 5, "characters cut out of variables");
        Mark(0.70, c.Sets, 1, 4, "text put together of variables");
        Mark(0.60, c.Expansions / words, 0.25, 0.6, "mostly variables");
        Mark(0.75, c.Escapes / per, 0.7, 4.0, "characters written as escapes");
        if (c.Length > 60) { Mark(0.70, c.Brackets / per, 15, 28, "many brackets"); }
        Mark(0.80, c.Specials / n, 0.36, 0.58, "many special characters");
        Mark(0.60, c.Separators, 3, 12, "empty separators");
        Mark(0.35, c.Gaps, 8, 24, "gaps of white space");
        Mark(0.60, c.SpecialNames, 1, 4, "variables named with special characters");
        Mark(0.70, c.Machine / words, 0.08, 0.3, "names made by a machine");
        Mark(0.35, c.Odd / per, 0.3, 1.5, "calls by computed names");
        if (c.Length > 60) { Mark(0.55, c.Reversed, 0, 1, "text written backwards"); }
        if (c.LongestLine > 400) { Mark(0.30, c.LongestLine / 1.0, 1500, 6000, "a very long line"); }
        if (c.Length > 200) { Mark(0.40, c.Entropy, 5.35, 5.9, "high entropy"); }
        if (c.Length > 100) { Mark(0.40, 1 - (c.Letters / n), 0.60, 0.85, "few letters"); }

        double plain = 1;
        foreach ((double weight, _) in marks) { plain *= 1 - weight; }
        marks.Sort(static (a, b) => b.Weight.CompareTo(a.Weight));
        return marks.Count == 0 ? Plain : new ObfuscationScore(Math.Round(100 * (1 - plain), 1), [.. marks.Where(m => m.Weight >= 0.05).Select(m => m.Reason)]);

        void Mark(double weight, double value, double from, double full, string reason)
        {
            double share = Math.Clamp((value - from) / (full - from), 0, 1);
            if (share > 0) { marks.Add((weight * share, reason)); }
        }
    }
}
