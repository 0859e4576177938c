using System.Text.RegularExpressions;
using CsCheck;
using Stemma.Sigma.Matching;
using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Matching;

/// <summary>The fold loses what it may lose and nothing else.</summary>
public sealed class FoldTests
{
    private static readonly char[] All = [.. Enumerable.Range(0, 0x10000).Select(i => (char)i)];

    [Fact]
    public void A_character_folds_alike_wherever_it_stands()
    {
        // Offset by offset every character passes through the wide path, at each of its places, and through the narrow one.
        for (int shift = 0; shift < 33; shift++)
        {
            ReadOnlySpan<char> text = All.AsSpan(shift);
            byte[] folded = new byte[text.Length + TextFold.Padding];
            folded.AsSpan().Fill(0xEE);
            Assert.True(TextFold.Value(text, folded));
            for (int i = 0; i < text.Length; i++) Assert.Equal(Expected(text[i]), folded[i]);
            Assert.All(folded[^TextFold.Padding..], b => Assert.Equal(0, b));
        }
    }

    [Fact]
    public void Short_texts_fold_alike() => Gen.Char.Array[0, 70].Sample(text =>
    {
        byte[] folded = new byte[text.Length + TextFold.Padding];
        return TextFold.Value(text, folded) == text.Any(c => c > '\x7F') && text.Select(Expected).SequenceEqual(folded[..^TextFold.Padding]);
    }, iter: 2_000);

    [Fact]
    public void A_literal_folds_as_a_value_that_equals_it()
    {
        Assert.Equal(All.Where(c => c != SigmaTest.DashClass).Select(Expected), TextFold.Literal(string.Concat(All.Where(c => c != SigmaTest.DashClass))));
        Assert.Equal([(byte)'-'], TextFold.Literal($"{SigmaTest.DashClass}"));
    }

    [Fact]
    public void Characters_that_are_equal_without_case_fold_alike()
    {
        foreach (IGrouping<char, char> equal in All.GroupBy(char.ToUpperInvariant))
            Assert.Single(equal.Select(Expected).Distinct());
    }

    [Fact]
    public void Expressions_that_ignore_case_know_one_letter_more_than_the_fold()
    {
        string beyond = new([.. All.Where(c => c > '\x7F')]);
        for (char c = '\0'; c <= '\x7F'; c++)
        {
            Regex regex = new(Regex.Escape($"{c}"), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            Assert.Equal(c is 'k' or 'K' ? ["\u212A"] : [], regex.Matches(beyond).Select(match => match.Value));
        }
    }

    [Fact]
    public void A_lossy_literal_is_known_for_one()
    {
        Assert.All("-/é\u2013\uE02D\u0080", c => Assert.True(TextFold.IsLossy($"a{c}")));
        Assert.False(TextFold.IsLossy(@"aZ09 _\.*?"));
    }

    [Fact]
    public void Literals_taken_from_an_expression_stand_in_order_in_all_that_it_matches() => Guards(iterations: 20_000);

    [Fact, Trait("Speed", "slow")]
    public void Literals_taken_from_an_expression_stand_in_order_in_all_that_it_matches_in_a_long_run() => Guards(iterations: 1_000_000);

    private static void Guards(int iterations) =>
        Gen.Select(RandomRegex.Syntax, RandomRegex.Options, RandomRegex.Text.Array[5]).Sample((syntax, options, texts) =>
        {
            byte[][] literals = RegexLiteral.Find(new SigmaTest.Regexp("A", "", syntax, options));
            if (literals.Length == 0) return true;
            Regex regex = new(syntax, options | RegexOptions.CultureInvariant);
            return texts.All(text => !regex.IsMatch(text) || StandInOrder(literals, TextFold.Literal(text)));
        }, iter: iterations);

    private static bool StandInOrder(byte[][] literals, ReadOnlySpan<byte> text)
    {
        foreach (byte[] literal in literals)
        {
            int at = text.IndexOf(literal);
            if (at < 0) return false;
            text = text[(at + literal.Length)..];
        }

        return true;
    }

    private static byte Expected(char c)
    {
        if (c is '-' or '/' or '\u2013' or '\u2014' or '\u2015') return (byte)'-';
        return c > '\x7F' ? TextFold.NonAscii : (byte)char.ToLowerInvariant(c);
    }
}
