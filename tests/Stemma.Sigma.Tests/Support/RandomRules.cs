using System.Collections.Immutable;
using System.Net;
using CsCheck;

namespace Stemma.Sigma.Tests.Support;

/// <summary>
/// Random rules and events of one small world, so that they meet often: few fields, values put together from few pieces, literals cut
/// out of such values at any place and length.
/// </summary>
internal static class RandomRules
{
    private static readonly string[] FieldNames = ["A", "B", "C", "D"];

    private static readonly string[] Pieces =
    [
        "a", "b", "-", "/", "\u2013", "\u2014", "\u2015", "\\", " ", "é", "É", "ß", "k", "K", "\u212A", "1", "10.0.0.1", "\uFF0D", "\u00AD",
        "\uD83D\uDE00", "\n", "*", "?", ".", "cmd.exe", @"C:\Windows\System32\", "PowerShell", " -enc ", " /c ", "abcabcab", "aaaaaaa", "Ünïcode", "–x–", "\0",
        @"svchost.exe -k netsvcs -p -s Schedule", "0x10", "42", "HKLM\\Software", "A-B/C",
    ];

    private static Gen<string> Piece { get; } = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    private static Gen<string> Value { get; } = Gen.Frequency(
        (1, Gen.Const("")),
        (6, Piece.Array[1, 4].Select(string.Concat)),
        (3, Piece.Array[5, 25].Select(string.Concat)),
        (1, Gen.Select(Piece, Gen.Int[1, 300], Piece).Select((middle, count, end) => string.Concat(Enumerable.Repeat(middle, count)) + end)),
        (3, Gen.Char["ab-/é"].Array[0, 12].Select(chars => new string(chars))));

    // A stretch of something a value may hold, in another case now and then.
    private static Gen<string> Literal { get; } = Gen.Select(Piece.Array[1, 5].Select(string.Concat), Gen.Int[0, 40], Gen.Int[1, 12], Gen.Int[0, 5])
        .Select((text, start, length, change) =>
        {
            start %= text.Length;
            string cut = text.Substring(start, Math.Min(length, text.Length - start));
            return change switch { 0 => cut.ToUpperInvariant(), 1 => cut.ToLowerInvariant(), _ => cut };
        });

    private static Gen<string?> Field { get; } = Gen.Frequency(
        (8, Gen.Int[0, FieldNames.Length - 1].Select(i => (string?)FieldNames[i])), (1, Gen.Const((string?)null)));

    private static Gen<string> NamedField { get; } = Gen.Int[0, FieldNames.Length - 1].Select(i => FieldNames[i]);

    private static Gen<SigmaTest> LiteralTest { get; } = Gen.Select(Field, Literal, Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 30])
        .Select((field, text, anchor, cased, windash, empty) =>
        {
            string marked = empty == 0 ? "" : windash == 0 ? Mark(text) : text;
            return (SigmaTest)new SigmaTest.Literal(field, $"{(TextAnchor)anchor} {marked}", marked, (TextAnchor)anchor, cased, windash == 0);
        });

    private static Gen<SigmaTest> GlobTest { get; } = Gen.Select(Field, Gen.Select(Literal, Gen.Int[0, 4]).Array[1, 5], Gen.Bool, Gen.Int[0, 3])
        .Select((field, pieces, cased, windash) =>
        {
            ImmutableArray<GlobPart>.Builder parts = ImmutableArray.CreateBuilder<GlobPart>();
            foreach ((string text, int kind) in pieces)
            {
                GlobPart part = kind switch { 0 => new(GlobPartKind.AnyOne), 1 or 2 => new(GlobPartKind.AnyRun), _ => new(GlobPartKind.Literal, windash == 0 ? Mark(text) : text) };
                if (parts.Count > 0 && parts[^1].Kind == part.Kind && part.Kind != GlobPartKind.AnyOne) parts.Add(new GlobPart(GlobPartKind.AnyOne));
                parts.Add(part);
            }

            string pattern = string.Concat(parts.Select(part => part.Kind == GlobPartKind.AnyOne ? "?" : part.Kind == GlobPartKind.AnyRun ? "*" : part.Text));
            return (SigmaTest)new SigmaTest.Glob(field, pattern, parts.ToImmutable(), cased, windash == 0);
        });

    private static Gen<SigmaTest> RegexTest { get; } = Gen.Select(Field, RandomRegex.Syntax, RandomRegex.Options)
        .Select((field, syntax, options) => (SigmaTest)new SigmaTest.Regexp(field, $"/{syntax}/{options}", syntax, options));

    private static Gen<SigmaTest> OtherTest { get; } = Gen.Select(NamedField, NamedField, Gen.Int[0, 7], Gen.Int[0, 4], Gen.Bool)
        .Select((field, other, kind, choice, flag) => (SigmaTest)(kind switch
        {
            0 => new SigmaTest.Null(field, "null"),
            1 => new SigmaTest.Exists(field, $"{flag}", flag),
            2 or 3 => new SigmaTest.FieldReference(field, $"field {other} {choice} {flag}", other, (TextAnchor)(choice % 4), flag),
            4 => new SigmaTest.Cidr(field, "10.0.0.0/8", IPNetwork.Parse("10.0.0.0/8")),
            _ => new SigmaTest.Number(field, $"{(NumberComparison)choice} 16", (NumberComparison)choice, 16),
        }));

    private static Gen<SigmaExpression> Leaf { get; } = Gen.Frequency((10, LiteralTest), (4, GlobTest), (1, RegexTest), (2, OtherTest))
        .Select(test => (SigmaExpression)new SigmaExpression.Leaf(test));

    private static Gen<SigmaExpression> Expression(int depth)
    {
        if (depth == 0) return Leaf;
        Gen<SigmaExpression> inner = Expression(depth - 1);
        return Gen.Frequency(
            (3, Leaf),
            (3, inner.Array[0, 3].Select(terms => (SigmaExpression)new SigmaExpression.And([.. terms]))),
            (3, inner.Array[0, 3].Select(terms => (SigmaExpression)new SigmaExpression.Or([.. terms]))),
            (1, inner.Select(term => (SigmaExpression)new SigmaExpression.Not(term))));
    }

    /// <summary>Sets of rules about the log source <c>category: test</c>.</summary>
    public static Gen<SigmaRule[]> Rules { get; } = Gen.OneOf(Leaf, Expression(1), Expression(3)).Array[1, 25].Select(conditions =>
        conditions.Select((condition, i) => new SigmaRule
        {
            Id = $"{i}",
            Title = $"rule {i}",
            Level = SigmaLevel.Low,
            LogSource = new SigmaLogSource(null, "test", null),
            Condition = condition,
            Path = "x.yml",
        }).ToArray());

    /// <summary>The fields of events: some absent, some null, some twice.</summary>
    public static Gen<(string Name, string? Value)[]> Event { get; } =
        Gen.Select(NamedField, Gen.Frequency((1, Gen.Const((string?)null)), (9, Value.Select(value => (string?)value)))).Array[0, 5];

    /// <summary>All tests of a condition.</summary>
    public static IEnumerable<SigmaTest> Tests(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => and.Terms.SelectMany(Tests),
        SigmaExpression.Or or => or.Terms.SelectMany(Tests),
        SigmaExpression.Not not => Tests(not.Term),
        SigmaExpression.Leaf leaf => [leaf.Value],
        _ => [],
    };

    private static string Mark(string text) =>
        string.Concat(text.Select(c => c is '-' or '/' or '\u2013' or '\u2014' or '\u2015' ? SigmaTest.DashClass : c));
}
