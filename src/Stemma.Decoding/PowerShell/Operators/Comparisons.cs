using System.Globalization;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Operators;

/// <summary>The operators that compare. On a list at their left they filter it.</summary>
internal static class Comparisons
{
    /// <summary>Compares; unknown where it cannot be told.</summary>
    public static object? Apply(TokenKind kind, object? left, object? right, DecodeBudget budget)
    {
        switch (kind)
        {
            case TokenKind.Icontains or TokenKind.Ccontains or TokenKind.Inotcontains or TokenKind.Cnotcontains:
                return Contains(left, right, kind is TokenKind.Inotcontains or TokenKind.Cnotcontains, budget);
            case TokenKind.Iin or TokenKind.Cin or TokenKind.Inotin or TokenKind.Cnotin:
                return Contains(right, left, kind is TokenKind.Inotin or TokenKind.Cnotin, budget);
        }
        if (left is not (PsList or byte[])) { return One(kind, left, right, budget) is { } truth ? truth : Unknown.Value; }
        List<object?> kept = [];
        foreach (object? item in Conversions.Elements(left))
        {
            budget.Spend();
            if (item is Unknown || One(kind, item, right, budget) is not { } keep) { return Unknown.Value; }
            if (keep) { kept.Add(item); }
        }
        return new PsList(kept);
    }

    /// <summary>Whether two values are equal as <c>-eq</c> sees them; null where it cannot be told.</summary>
    public static bool? AreEqual(object? left, object? right, bool ignoreCase, DecodeBudget budget)
    {
        if (left is Unknown or Opaque || right is Unknown or Opaque) { return null; }
        if (left is null || right is null) { return left is null && right is null; }
        if (left is string or char || left is TypeRef)
        {
            if (!Conversions.TryText(left, out string a, budget) || !Conversions.TryText(right, out string b, budget)) { return null; }
            return string.Equals(a, b, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }
        if (left is bool flag) { return Conversions.Truth(right) is { } other ? flag == other : null; }
        if (Conversions.IsNumber(left)) { return Conversions.ToNumber(right) is { } number ? Conversions.ToDouble(left) == Conversions.ToDouble(number) : right is string ? false : null; }
        return ReferenceEquals(left, right) ? true : null;
    }

    private static object? Contains(object? list, object? item, bool not, DecodeBudget budget)
    {
        bool unsure = false;
        foreach (object? one in Conversions.Elements(list))
        {
            budget.Spend();
            bool? equal = AreEqual(one, item, true, budget);
            if (equal == true) { return !not; }
            unsure |= equal is null;
        }
        return unsure ? Unknown.Value : not;
    }

    private static bool? One(TokenKind kind, object? left, object? right, DecodeBudget budget) => kind switch
    {
        TokenKind.Ieq => AreEqual(left, right, true, budget),
        TokenKind.Ceq => AreEqual(left, right, false, budget),
        TokenKind.Ine => !AreEqual(left, right, true, budget),
        TokenKind.Cne => !AreEqual(left, right, false, budget),
        TokenKind.Igt or TokenKind.Cgt => Order(left, right, budget) is { } order ? order > 0 : null,
        TokenKind.Ige or TokenKind.Cge => Order(left, right, budget) is { } order ? order >= 0 : null,
        TokenKind.Ilt or TokenKind.Clt => Order(left, right, budget) is { } order ? order < 0 : null,
        TokenKind.Ile or TokenKind.Cle => Order(left, right, budget) is { } order ? order <= 0 : null,
        TokenKind.Ilike or TokenKind.Clike => Like(left, right, kind == TokenKind.Ilike, budget),
        TokenKind.Inotlike or TokenKind.Cnotlike => !Like(left, right, kind == TokenKind.Inotlike, budget),
        TokenKind.Imatch or TokenKind.Cmatch => Matches(left, right, kind == TokenKind.Imatch, budget),
        TokenKind.Inotmatch or TokenKind.Cnotmatch => !Matches(left, right, kind == TokenKind.Inotmatch, budget),
        _ => null,
    };

    private static int? Order(object? left, object? right, DecodeBudget budget)
    {
        if (left is string or char)
        {
            return Conversions.TryText(left, out string a, budget) && Conversions.TryText(right, out string b, budget) ? string.Compare(a, b, CultureInfo.InvariantCulture, CompareOptions.IgnoreCase) : null;
        }
        return Conversions.ToNumber(left) is { } x && Conversions.ToNumber(right) is { } y ? Conversions.ToDouble(x).CompareTo(Conversions.ToDouble(y)) : null;
    }

    private static bool? Like(object? left, object? right, bool ignoreCase, DecodeBudget budget) =>
        Conversions.TryText(left, out string text, budget) && Conversions.TryText(right, out string pattern, budget) ? Wildcard.IsMatch(text, pattern, ignoreCase, budget) : null;

    private static bool? Matches(object? left, object? right, bool ignoreCase, DecodeBudget budget)
    {
        if (!Conversions.TryText(left, out string text, budget) || !Conversions.TryText(right, out string pattern, budget)) { return null; }
        try
        {
            return new PatternValue(pattern, (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant).Compile(budget)?.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
