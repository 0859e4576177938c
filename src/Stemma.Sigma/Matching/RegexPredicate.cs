using System.Text.RegularExpressions;

namespace Stemma.Sigma.Matching;

/// <summary>
/// A regular expression somewhere in the value. Run in linear time where .NET can; an expression with look-around or
/// back-references runs with a time limit, past which the value counts as not matching.
/// </summary>
internal sealed class RegexPredicate(SigmaTest.Regexp test, int field) : Predicate(test, field)
{
    /// <summary>How long an expression that may backtrack may take over one value.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(250);

    private readonly byte[] _guard = RegexLiteral.Find(test.Syntax) ?? [];
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
        try
        {
            return new Regex(test.Syntax, options | RegexOptions.NonBacktracking, TimeLimit);
        }
        catch (NotSupportedException)
        {
            return new Regex(test.Syntax, options, TimeLimit);
        }
    }
}
