using System.Globalization;

namespace Stemma.Decoding.Shells;

/// <summary>Brace expansion: <c>{a,b}</c> and <c>{1..9}</c> in a word as it is written.</summary>
internal static class ShellBraces
{
    private const int Most = 4_096;

    /// <summary>The words that one word stands for; the word itself when nothing in it is to be expanded, or too much.</summary>
    public static List<string> Expand(string raw, DecodeBudget budget)
    {
        List<string> words = [raw];
        if (!raw.Contains('{')) { return words; }
        for (int i = 0; i < words.Count;)
        {
            if (First(words[i], budget) is not { } parts)
            {
                i++;
                continue;
            }
            if (words.Count + parts.Count > Most) { return [raw]; }
            budget.Reserve(parts.Sum(part => (long)part.Length));
            words.RemoveAt(i);
            words.InsertRange(i, parts);
        }
        return words;
    }

    private static List<string>? First(string word, DecodeBudget budget)
    {
        for (int i = 0; i < word.Length;)
        {
            budget.Spend();
            char c = word[i];
            if (c is '\\' or '\'' or '"' or '`' or '$')
            {
                i = ShellScan.Behind(word, i, budget);
                continue;
            }
            if (c == '{' && Alternatives(word, i, budget) is (List<string> inside, int end))
            {
                return [.. inside.Select(each => string.Concat(word.AsSpan(0, i), each, word.AsSpan(end)))];
            }
            i++;
        }
        return null;
    }

    private static (List<string>, int)? Alternatives(string word, int open, DecodeBudget budget)
    {
        List<string> parts = [];
        int level = 0, start = open + 1;
        for (int i = open; i < word.Length;)
        {
            budget.Spend();
            char c = word[i];
            if (c is '\\' or '\'' or '"' or '`' or '$')
            {
                i = ShellScan.Behind(word, i, budget);
                continue;
            }
            if (c == '{') { level++; }
            else if (c == ',' && level == 1)
            {
                parts.Add(word[start..i]);
                start = i + 1;
            }
            else if (c == '}' && --level == 0)
            {
                string last = word[start..i];
                if (parts.Count > 0) { parts.Add(last); }
                else if (Range(last) is { } range) { parts = range; }
                return parts.Count == 0 ? null : (parts, i + 1);
            }
            i++;
        }
        return null;
    }

    private static List<string>? Range(string text)
    {
        string[] parts = text.Split("..");
        if (parts.Length is < 2 or > 3) { return null; }
        int step = 1;
        if (parts.Length == 3 && !int.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step)) { return null; }
        step = step == 0 ? 1 : Math.Abs(step == int.MinValue ? 1 : step);
        bool letters = parts[0].Length == 1 && parts[1].Length == 1 && (char.IsAsciiLetter(parts[0][0]) || char.IsAsciiLetter(parts[1][0]));
        int from, to, width = 0;
        if (letters) { (from, to) = (parts[0][0], parts[1][0]); }
        else if (int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out from) && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out to))
        {
            if (parts.Take(2).Any(part => part.TrimStart('-') is { Length: > 1 } digits && digits[0] == '0')) { width = Math.Max(parts[0].Length, parts[1].Length); }
        }
        else { return null; }
        if (Math.Abs((long)to - from) / step >= Most) { return null; }
        List<string> all = [];
        for (long i = from; from <= to ? i <= to : i >= to; i += from <= to ? step : -step)
        {
            all.Add(letters ? ((char)i).ToString() : i.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
        }
        return all;
    }
}
