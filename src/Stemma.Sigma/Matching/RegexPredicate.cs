using System.Text.RegularExpressions;

namespace Stemma.Sigma.Matching;

/// <summary>
/// A regular expression somewhere in the value. Run without backtracking, in time linear in the value, where .NET can. Two kinds
/// backtrack: large counts (<c>.{1000,}</c>) with at most one open-ended repetition, which is quick then and slow as an automaton;
/// and look-around or back-references, which need it. Those alone have a time limit, so far off that only a runaway meets it: whether
/// a rule fires must not depend on how busy the machine is.
/// </summary>
internal sealed partial class RegexPredicate(SigmaTest.Regexp test, int field) : Predicate(test, field)
{
    /// <summary>How long an expression that needs backtracking may take over one value; past that the value does not match.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private const int LargeCount = 64;

    private readonly byte[] _guard = RegexLiteral.Find(test) ?? [];
    private Regex? _regex;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        if (_guard.Length > 0 && folded.IndexOf(_guard) < 0) return false;
        try
        {
            return (_regex ??= Compile()).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private Regex Compile()
    {
        RegexOptions options = test.Options | RegexOptions.CultureInvariant;
        if (HasLargeCount() && OpenEnded().Count(test.Syntax) <= 1) return new Regex(test.Syntax, options, TimeLimit);
        try
        {
            return new Regex(test.Syntax, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(test.Syntax, options, TimeLimit);
        }
    }

    private bool HasLargeCount()
    {
        foreach (ValueMatch count in Counts().EnumerateMatches(test.Syntax))
            if (!int.TryParse(test.Syntax.AsSpan(count.Index + 1, count.Length - 1), out int number) || number >= LargeCount) return true;
        return false;
    }

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Counts();

    [GeneratedRegex(@"(?<!\\)[*+]|,\}")]
    private static partial Regex OpenEnded();
}
