using System.Text.RegularExpressions;

namespace Stemma.Decoding.PowerShell.Values;

/// <summary>A regular expression that a script holds.</summary>
internal sealed record PatternValue(string Pattern, RegexOptions Options)
{
    private const int LongestPattern = 8192;

    /// <summary>The expression ready to be matched within the time that is left; null when it is not valid or too long.</summary>
    public Regex? Compile(DecodeBudget budget)
    {
        budget.Check();
        if (Pattern.Length > LongestPattern) { return null; }
        TimeSpan time = budget.TimeLeft < TimeSpan.FromSeconds(2) ? budget.TimeLeft : TimeSpan.FromSeconds(2);
        if (time <= TimeSpan.FromMilliseconds(1)) { throw new DecodeLimitException("time"); }
        try
        {
            return new Regex(Pattern, Options & ~RegexOptions.Compiled, time);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
