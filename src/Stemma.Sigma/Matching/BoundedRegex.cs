using System.Text.RegularExpressions;

namespace Stemma.Sigma.Matching;

/// <summary>
/// A regular expression that log text cannot make slow. Backtracking is quick to set up and quick on ordinary values, so it is used
/// where the ways it may try are few for the value (<see cref="RegexBound"/>), and else for some milliseconds; an expression that once needed
/// more is left to .NET's engine without backtracking, whose time is linear in the value but whose set-up takes as long. Look-around and
/// back-references need backtracking; they alone have a time limit, so far off that only a runaway meets it: whether a rule fires must not
/// depend on how busy the machine is.
/// </summary>
internal sealed class BoundedRegex
{
    /// <summary>How long an expression that needs backtracking may take over one value; past that the value does not match.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    // Setting up the linear engine takes longer. Whichever ends gives the same answer, so the clock decides nothing but the time.
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(20);

    // About a tenth of a second at worst, and microseconds as a rule; about a second for large counts, which would be slower still as an automaton.
    private const double MaximumWays = 1 << 25, MaximumWaysOfLargeCount = 1 << 30;
    private const int LargeCount = 64;

    private readonly string _syntax;
    private readonly RegexOptions _options;
    private readonly RegexBound? _bound;
    private readonly double _ways;
    private readonly bool _needsLinear;
    private Regex? _backtracking;
    private Regex? _brief;
    private Regex? _linear;
    private bool _runsAway;

    /// <summary>Takes an expression; sets nothing up yet.</summary>
    public BoundedRegex(string syntax, RegexOptions options)
    {
        (_syntax, _options) = (syntax, options | RegexOptions.CultureInvariant);
        _needsLinear = MissesMatches(syntax);
        _bound = _needsLinear ? null : RegexBound.Of(syntax, options);
        _ways = _bound?.CountsTo(LargeCount) == true ? MaximumWaysOfLargeCount : MaximumWays;
    }

    /// <summary>Whether the expression matches somewhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (_bound is not null && _bound.IsWithin(_ways, text))
            return (_backtracking ??= new Regex(_syntax, _options)).IsMatch(text);
        if (!_needsLinear && !_runsAway)
        {
            try
            {
                return (_brief ??= new Regex(_syntax, _options, Brief)).IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                _runsAway = true;
            }
        }

        try
        {
            return (_linear ??= Linear()).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    // .NET 10's backtracking never gives back what [^0-9]+ took before \b, as though it were all word characters, and so misses "a!"
    // (https://github.com/dotnet/runtime/pull/117892). The linear engine has no such shortcut.
    private static bool MissesMatches(string syntax) =>
        syntax.Contains("[^", StringComparison.Ordinal) && syntax.Contains(@"\b", StringComparison.Ordinal);

    private Regex Linear()
    {
        try
        {
            return new Regex(_syntax, _options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(_syntax, _options, TimeLimit);
        }
    }
}
