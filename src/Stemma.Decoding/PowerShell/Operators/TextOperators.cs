using System.Globalization;
using System.Text.RegularExpressions;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Operators;

/// <summary>The operators of text: format, join, split, replace.</summary>
internal static partial class TextOperators
{
    private const int LongestPadding = 4096;

    /// <summary><c>-f</c>.</summary>
    public static object? Format(object? left, object? right, DecodeBudget budget)
    {
        if (!Conversions.TryText(left, out string format, budget)) { return Unknown.Value; }
        IReadOnlyList<object?> items = right is PsList list ? list.Items : [right];
        var arguments = new object?[items.Count];
        long length = format.Length;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (Conversions.IsNumber(items[i])) { arguments[i] = items[i]; length += 64; continue; }
            if (!Conversions.TryText(items[i], out string text, budget)) { return Unknown.Value; }
            arguments[i] = items[i] is char c ? c : text;
            length += text.Length;
        }
        int holes = format.AsSpan().Count('{');
        budget.Reserve(holes > 1000 ? length * 2 : length);
        foreach (Match padding in Padding().Matches(format))
        {
            if (!int.TryParse(padding.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int wide) || wide > LongestPadding) { return Unknown.Value; }
        }
        long total = 0;
        foreach (Match hole in Hole().Matches(format))
        {
            total += int.TryParse(hole.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int n) && n < arguments.Length && arguments[n] is string s ? s.Length : 64;
        }
        budget.Reserve(total + format.Length);
        try
        {
            return string.Format(CultureInfo.InvariantCulture, format, arguments);
        }
        catch (FormatException)
        {
            return Unknown.Value;
        }
    }

    /// <summary><c>-join</c>; a null separator for the operator of one operand.</summary>
    public static object? Join(object? left, object? separator, DecodeBudget budget) =>
        Conversions.TryText(separator, out string between, budget) && Conversions.TryJoin(Conversions.Elements(left), between, out string text, budget) ? text : Unknown.Value;

    /// <summary><c>-split</c> of two operands: a separator, and perhaps how many parts and options.</summary>
    public static object? Split(object? left, object? right, bool ignoreCase, DecodeBudget budget)
    {
        IReadOnlyList<object?> arguments = right is PsList list ? list.Items : [right];
        if (arguments.Count == 0 || arguments[0] is ScriptBlockValue || !Conversions.TryText(arguments[0], out string separator, budget)) { return Unknown.Value; }
        int most = arguments.Count > 1 ? Conversions.ToInt(arguments[1]) ?? 0 : 0;
        string options = arguments.Count > 2 && arguments[2] is string o ? o : "";
        string pattern = options.Contains("simplematch", StringComparison.OrdinalIgnoreCase) ? Regex.Escape(separator) : separator;
        Regex? regex = null;
        List<object?> parts = [];
        foreach (object? item in Conversions.Elements(left))
        {
            if (!Conversions.TryText(item, out string text, budget)) { return Unknown.Value; }
            budget.Reserve(text.Length * 2L);
            if (most == 0 && IsPlain(pattern) && !(ignoreCase && HasCase(pattern)))
            {
                budget.Spend(text.Length >> 3);
                foreach (string part in pattern.Length == 1 ? text.Split(pattern[0]) : text.Split(pattern)) { parts.Add(part); }
                continue;
            }
            regex ??= new PatternValue(pattern, (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant).Compile(budget);
            if (regex is null || SplitWith(regex, text, most) is not { } split) { return Unknown.Value; }
            budget.Spend(split.Length);
            parts.AddRange(split);
        }
        return new PsList(parts, "string");
    }

    private static bool IsPlain(string pattern) => pattern.Length > 0 && pattern.AsSpan().IndexOfAny(@"\^$.|?*+()[]{}#") < 0;

    private static bool HasCase(string pattern) => pattern.Any(char.IsLetter);

    private static string[]? SplitWith(Regex regex, string text, int most)
    {
        try
        {
            return regex.Split(text, Math.Max(most, 0));
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary><c>-split</c> of one operand: at white space, without empty parts.</summary>
    public static object? SplitBlank(object? value, DecodeBudget budget)
    {
        List<object?> parts = [];
        foreach (object? item in Conversions.Elements(value))
        {
            if (!Conversions.TryText(item, out string text, budget)) { return Unknown.Value; }
            budget.Reserve(text.Length * 2L);
            parts.AddRange(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        return new PsList(parts, "string");
    }

    /// <summary><c>-replace</c>.</summary>
    public static object? Replace(object? left, object? right, bool ignoreCase, DecodeBudget budget)
    {
        IReadOnlyList<object?> arguments = right is PsList list ? list.Items : [right];
        if (arguments.Count == 0 || !Conversions.TryText(arguments[0], out string pattern, budget)) { return Unknown.Value; }
        if (arguments.Count > 1 && arguments[1] is ScriptBlockValue) { return Unknown.Value; }
        string replacement = "";
        if (arguments.Count > 1 && !Conversions.TryText(arguments[1], out replacement, budget)) { return Unknown.Value; }
        Regex? regex = new PatternValue(pattern, (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant).Compile(budget);
        if (regex is null) { return Unknown.Value; }
        IReadOnlyList<object?> items = Conversions.Elements(left);
        List<object?> replaced = new(items.Count);
        foreach (object? item in items)
        {
            if (!Conversions.TryText(item, out string text, budget) || ReplaceWith(regex, text, replacement, budget) is not { } one) { return Unknown.Value; }
            replaced.Add(one);
        }
        return left is PsList or byte[]? new PsList(replaced) : replaced[0];
    }

    /// <summary>Replaces by a regular expression, its cost counted first; null when it takes too long.</summary>
    public static string? ReplaceWith(Regex regex, string text, string replacement, DecodeBudget budget)
    {
        try
        {
            // Each match may put the whole text in ($_, $`), so the matches are counted before they are written.
            int matches = replacement.Length > 0 ? regex.Count(text) : 0;
            long each = replacement.Contains('$', StringComparison.Ordinal) ? replacement.Length + (replacement.AsSpan().Count('$') * (long)text.Length / (replacement.AsSpan().IndexOfAny("_`'") < 0 ? Math.Max(1, matches) : 1)) : replacement.Length;
            budget.Reserve(text.Length + (matches * each));
            budget.Spend(matches);
            return regex.Replace(text, replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"[,:]\s*[A-Za-z]?-?(\d+)")]
    private static partial Regex Padding();

    [GeneratedRegex(@"\{(\d{1,5})")]
    private static partial Regex Hole();
}
