using System.Text;
using System.Text.RegularExpressions;
using Stemma.Sigma.Matching;

namespace Stemma.Fuzz;

/// <summary>
/// An expression in the first line, a value behind it: the answer is the linear engine's, and comes soon. Soon is time in proportion
/// to the value's length, which is what that engine promises; a character of the value may cost it as much as the square of the
/// expression's length, so the longer the expression, the less of the value is used. A log's writer chooses values alone.
/// </summary>
internal static class RegexTarget
{
    private const long MaximumWork = 1 << 24;
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    public static void Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end is < 0 or > 4096) return;
        string syntax = text[..end], value = text[(end + 1)..];
        value = value[..(int)Math.Min(value.Length, MaximumWork / ((end + 1L) * (end + 1L)))];
        Regex linear;
        try
        {
            linear = new Regex(syntax, Plain | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Not an expression, or one that needs backtracking and has its own time limit.
            return;
        }

        if (new BoundedRegex(syntax, RegexOptions.None).IsMatch(value) != linear.IsMatch(value)) throw new BrokenPromiseException("the engines do not agree");
    }
}
