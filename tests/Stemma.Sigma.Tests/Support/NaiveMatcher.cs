using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Stemma.Sigma.Tests.Support;

/// <summary>
/// Evaluates a condition as it reads, one test after another, without any of the product's searching. What the product gives must be
/// what this gives.
/// </summary>
internal static class NaiveMatcher
{
    private static readonly ConcurrentDictionary<(string Syntax, RegexOptions Options), Regex> Expressions = new();

    /// <summary>Whether an event satisfies a condition.</summary>
    public static bool Holds(SigmaExpression expression, TestEvent e) => expression switch
    {
        SigmaExpression.And and => and.Terms.All(term => Holds(term, e)),
        SigmaExpression.Or or => or.Terms.Any(term => Holds(term, e)),
        SigmaExpression.Not not => !Holds(not.Term, e),
        SigmaExpression.Leaf leaf => Holds(leaf.Value, e),
        _ => throw new ArgumentException("an unknown kind of expression", nameof(expression)),
    };

    private static bool Holds(SigmaTest test, TestEvent e)
    {
        IReadOnlyList<string?> values = test.Field is null ? e.Values : e.ValuesOf(test.Field);
        return test switch
        {
            SigmaTest.Null => values.All(value => value is null),
            SigmaTest.Exists exists => values.Count > 0 == exists.Wanted,
            SigmaTest.FieldReference reference => values.OfType<string>().Any(value =>
                e.ValuesOf(reference.Other).OfType<string>().Any(other => Stands(other, value, reference.Anchor, reference.Cased))),
            _ => values.OfType<string>().Any(value => Passes(test, value)),
        };
    }

    private static bool Passes(SigmaTest test, string value) => test switch
    {
        SigmaTest.Literal { Windash: true } literal => IsGlob(Anchored(literal.Text, literal.Anchor), value, literal.Cased),
        SigmaTest.Literal literal => Stands(literal.Text, value, literal.Anchor, literal.Cased),
        SigmaTest.Glob glob => IsGlob(glob.Parts, value, glob.Cased),
        SigmaTest.Regexp regex => Expression(regex.Syntax, regex.Options).IsMatch(value),
        SigmaTest.Cidr cidr => IsInside(cidr.Network, value),
        SigmaTest.Number number => (number.Comparison == NumberComparison.Equal && value == number.Pattern)
            || (Number(value) is { } read && Compares(read, number.Comparison, number.Value)),
        SigmaTest.Time time => Regex.IsMatch(value, "[0-9]{4}") && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            && Compares(Part(at.UtcDateTime, time.Part), time.Comparison, time.Value),
        _ => throw new ArgumentException("an unknown kind of test", nameof(test)),
    };

    private static Regex Expression(string syntax, RegexOptions options) =>
        Expressions.GetOrAdd((syntax, options), key => Create(key.Syntax, key.Options | RegexOptions.CultureInvariant));

    // .NET 10's backtracking is wrong about [^0-9]+\b: where the linear engine can read such an expression, it decides.
    private static Regex Create(string syntax, RegexOptions options)
    {
        try
        {
            return new Regex(syntax, syntax.Contains(@"\b", StringComparison.Ordinal) ? options | RegexOptions.NonBacktracking : options);
        }
        catch (NotSupportedException)
        {
            return new Regex(syntax, options);
        }
    }

    private static bool Stands(string literal, string value, TextAnchor anchor, bool cased)
    {
        if (!cased) (literal, value) = (Upper(literal), Upper(value));
        return anchor switch
        {
            TextAnchor.Equals => value == literal,
            TextAnchor.StartsWith => value.StartsWith(literal, StringComparison.Ordinal),
            TextAnchor.EndsWith => value.EndsWith(literal, StringComparison.Ordinal),
            _ => value.Contains(literal, StringComparison.Ordinal),
        };
    }

    private static IEnumerable<GlobPart> Anchored(string literal, TextAnchor anchor)
    {
        if (anchor is TextAnchor.Contains or TextAnchor.EndsWith) yield return new GlobPart(GlobPartKind.AnyRun);
        yield return new GlobPart(GlobPartKind.Literal, literal);
        if (anchor is TextAnchor.Contains or TextAnchor.StartsWith) yield return new GlobPart(GlobPartKind.AnyRun);
    }

    // Part by part: the places in the value that what was read so far may end at.
    private static bool IsGlob(IEnumerable<GlobPart> parts, string value, bool cased)
    {
        HashSet<int> ends = [0];
        foreach (GlobPart part in parts)
        {
            ends = part.Kind switch
            {
                GlobPartKind.AnyRun => [.. Enumerable.Range(0, value.Length + 1).Skip(ends.DefaultIfEmpty(value.Length + 1).Min())],
                GlobPartKind.AnyOne => [.. ends.Where(end => end < value.Length).Select(end => end + 1)],
                _ => [.. ends.Where(end => IsAt(part.Text, value, end, cased)).Select(end => end + part.Text.Length)],
            };
        }

        return ends.Contains(value.Length);
    }

    private static bool IsAt(string literal, string value, int at, bool cased) =>
        at + literal.Length <= value.Length && Enumerable.Range(0, literal.Length).All(i => Is(literal[i], value[at + i], cased));

    private static bool Is(char literal, char c, bool cased) =>
        literal == SigmaTest.DashClass
            ? "-/\u2013\u2014\u2015\uE02D".Contains(c, StringComparison.Ordinal)
            : cased ? literal == c : char.ToUpperInvariant(literal) == char.ToUpperInvariant(c);

    private static string Upper(string text) => string.Concat(text.Select(char.ToUpperInvariant));

    private static double? Number(string text)
    {
        text = text.Trim();
        if (text.Length > 64) return null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits) ? bits : null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }

    private static bool Compares(double value, NumberComparison comparison, double wanted) => comparison switch
    {
        NumberComparison.Equal => value == wanted,
        NumberComparison.Greater => value > wanted,
        NumberComparison.GreaterOrEqual => value >= wanted,
        NumberComparison.Less => value < wanted,
        _ => value <= wanted,
    };

    private static int Part(DateTime time, TimePart part) => part switch
    {
        TimePart.Minute => time.Minute,
        TimePart.Hour => time.Hour,
        TimePart.Day => time.Day,
        TimePart.Week => ISOWeek.GetWeekOfYear(time),
        TimePart.Month => time.Month,
        _ => time.Year,
    };

    private static bool IsInside(IPNetwork network, string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal) && text.Count(c => c == '.') != 3) return false;
        if (!IPAddress.TryParse(text, out IPAddress? address)) return false;
        string wanted = Bits(network.BaseAddress), bits = Bits(address);
        if (wanted.Length == 32 && address.IsIPv4MappedToIPv6) bits = Bits(address.MapToIPv4());
        return bits.Length == wanted.Length && bits.AsSpan(0, network.PrefixLength).SequenceEqual(wanted.AsSpan(0, network.PrefixLength));
    }

    private static string Bits(IPAddress address) => string.Concat(address.GetAddressBytes().Select(b => $"{b:b8}"));
}
