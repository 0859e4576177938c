using System.Text.RegularExpressions;
using CsCheck;
using Stemma.Sigma.Matching;

namespace Stemma.Sigma.Tests.Matching;

/// <summary>Expressions give what .NET's linear engine gives, and no text makes them slow.</summary>
public sealed class BoundedRegexTests
{
    private static readonly string[] Pieces =
    [
        "a", "b", "a+", "a*", "a?", "a+?", ".*", ".*?", ".+", "[ab]*", "[^b]+", "[^a]*", @"[^!\b]+", @"\w+", @"\s*", @"\D*", "a{2,30}", "[ab]{0,63}", "a{10,}", "(a+)+", "(a|aa)*", "(?:a?b?)+", "(a|b|ab)*c", "(?:aa){1,20}", "(?:ab)+", "(?:a[bc])*", @"(?:\bb)+",
        "(a{1,20}){1,20}", "(?:a*)*", "(?:a?){20}", "^", "$", @"\b", "x", "(?:a|b)?", "(.*a){3}", "[a-c]+[b-d]+", "é*", "(?:ab|a)+b", "[]a]+", @"[\]a]*", "{", "a{,3}", "}",
    ];

    private static readonly string[] Tails = ["", "b", "c", "x", "!", "é", "\n", "ab", "]"];

    private static Gen<string> Syntax { get; } = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 4].Select(string.Concat);

    private static Gen<string> Text { get; } = Gen.Select(
        Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 800]), Gen.Int[0, 5], Gen.Int[0, Tails.Length - 1], Gen.Int[0, Tails.Length - 1])
        .Select((length, kind, head, tail) => Tails[head] + kind switch
        {
            0 => string.Concat(Enumerable.Repeat("ab", length / 2)),
            1 => string.Concat(Enumerable.Repeat("aab ", length / 4)),
            2 => new string('é', length),
            _ => new string('a', length),
        } + Tails[tail]);

    [Fact]
    public void A_hostile_text_gets_the_answer_that_is_right_and_soon() => Compare(iterations: 30);

    [Fact, Trait("Speed", "slow")]
    public void A_hostile_text_gets_the_answer_that_is_right_and_soon_in_a_long_run() => Compare(iterations: 400);

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(a|a?)+$")]
    [InlineData("^(.*a){20}$")]
    [InlineData("^(a{1,10}){1,10}$")]
    [InlineData("^(?:a?){30}a{30}$")]
    [InlineData("a*a*a*a*a*a*a*a*b$")]
    [InlineData("^(?:[ab]?[ac]?){1,50}$")]
    [InlineData("(?:x{70})*(?:a+a+)+!")]
    public void What_makes_others_run_away_ends(string syntax)
    {
        DateTime start = DateTime.UtcNow;
        Assert.False(new BoundedRegex(syntax, RegexOptions.None).IsMatch(new string('a', 3_000) + "\u20AC"));
        Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(9), syntax);
    }

    [Theory]
    [InlineData(@"[^0-9]+\b", "a!", true)]
    [InlineData(@"[^x]*\bcmd\b", "run cmd.exe", true)]
    [InlineData(@"[^x]*\bcmd\b", "run cmdlet", false)]
    [InlineData(@"[^]\b]+\\b\b", "aa\\b", true)]
    [InlineData(@"[^a]\bé\b", " é ", true)]
    public void Where_a_word_ends_is_found_behind_a_class_of_what_is_excluded(string syntax, string text, bool matches) =>
        Assert.Equal(matches, new BoundedRegex(syntax, RegexOptions.None).IsMatch(text));

    // A runaway would not come back at all: what is compared is the answer.
    private static void Compare(int iterations) =>
        Gen.Select(Syntax.Where(IsValid), RandomOptions, Text.Array[4]).Sample((syntax, options, texts) =>
        {
            BoundedRegex bounded = new(syntax, options);
            Regex linear = new(syntax, options | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return texts.All(text => bounded.IsMatch(text) == linear.IsMatch(text));
        }, iter: iterations);

    private static Gen<RegexOptions> RandomOptions { get; } = Support.RandomRegex.Options;

    private static bool IsValid(string syntax)
    {
        try
        {
            _ = new Regex(syntax);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
