using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Sigma.Matching;

/// <summary>
/// A regular expression that log text cannot make slow. Backtracking is quick to set up and quick on ordinary values, so it is tried first,
/// for some milliseconds; an expression that once needed more, or has been slow for what it read, is left to .NET's engine without backtracking,
/// whose time is linear in the value but whose set-up takes as long. Look-around and back-references need backtracking; they alone have
/// a time limit, so far off that only a runaway meets it: whether a rule fires must not depend on how busy the machine is.
/// </summary>
/// <param name="syntax">The expression.</param>
/// <param name="options">How it is read.</param>
internal sealed class BoundedRegex(string syntax, RegexOptions options)
{
    /// <summary>How long an expression that needs backtracking may take over one value; past that the value does not match.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    // Setting up the linear engine takes longer. Whichever ends gives the same answer, so the clock decides nothing but the time.
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(20);

    // Ordinary values cost a hundredth of that.
    private static readonly long SlowPerCharacter = Stopwatch.Frequency / 1_000_000;

    private readonly RegexOptions _options = options | RegexOptions.CultureInvariant;
    private Regex? _backtracking;
    private Regex? _linear;
    private bool _isSlow;

    // Two threads may lose each other's counts; they are a measure.
    private long _ticks, _characters;

    /// <summary>Whether the expression matches somewhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (!_isSlow)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                bool matches = (_backtracking ??= new Regex(WithoutBoundaries(syntax), _options, Brief)).IsMatch(text);
                _ticks += Stopwatch.GetTimestamp() - start;
                _characters += text.Length;
                _isSlow = _ticks > Stopwatch.Frequency / 50 && _ticks > _characters * SlowPerCharacter;
                return matches;
            }
            catch (RegexMatchTimeoutException)
            {
                _isSlow = true;
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

    private Regex Linear()
    {
        try
        {
            return new Regex(syntax, _options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(WithoutBoundaries(syntax), _options, TimeLimit);
        }
    }

    // .NET 10's backtracking never gives back what [^0-9]+ took before \b, as though it were all word characters, and so misses "a!"
    // (https://github.com/dotnet/runtime/pull/117892). Look-around that says the same has no such shortcut. In a class, \b is a backspace.
    private static string WithoutBoundaries(string syntax)
    {
        const string Boundary = @"(?:(?<=[\w\u200C\u200D])(?![\w\u200C\u200D])|(?<![\w\u200C\u200D])(?=[\w\u200C\u200D]))";
        if (!syntax.Contains("[^", StringComparison.Ordinal) || !syntax.Contains(@"\b", StringComparison.Ordinal)) return syntax;
        StringBuilder rewritten = new();
        bool inClass = false;
        for (int i = 0; i < syntax.Length; i++)
        {
            char c = syntax[i];
            if (c == '\\' && i + 1 < syntax.Length)
            {
                i++;
                if (syntax[i] == 'b' && !inClass) rewritten.Append(Boundary);
                else rewritten.Append(c).Append(syntax[i]);
                continue;
            }

            rewritten.Append(c);
            if (c == ']') inClass = false;
            if (c != '[' || inClass) continue;
            inClass = true;

            // A bracket that comes first stands for itself.
            if (i + 1 < syntax.Length && syntax[i + 1] == '^') rewritten.Append(syntax[++i]);
            if (i + 1 < syntax.Length && syntax[i + 1] == ']') rewritten.Append(syntax[++i]);
        }

        return rewritten.ToString();
    }
}
