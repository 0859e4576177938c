using System.Text;
using System.Text.RegularExpressions;
using Stemma.Sigma.Matching;

namespace Stemma.Fuzz;

/// <summary>
/// An expression in the first line, a value behind it: the answer is the linear engine's, and comes soon. Soon is time in proportion
/// to the expression's length times the value's, which is what that engine promises: the longer the expression, the less of the value
/// is used. A log's writer chooses values; expressions are their rule's author's.
/// </summary>
internal static class RegexTarget
{
    private const int LengthProduct = 1 << 20;
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    public static void Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0) return;
        string syntax = text[..end], value = text[(end + 1)..];
        value = value[..Math.Min(value.Length, LengthProduct / (syntax.Length + 1))];
        Regex linear;
        try
        {
            linear = new Regex(syntax, Plain | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Not an expression, or one that needs backtracking and has its own time limit.
            _ = RegexBound.Of(syntax, Plain);
            return;
        }

        if (new BoundedRegex(syntax, RegexOptions.None).IsMatch(value) != linear.IsMatch(value)) throw new BrokenPromiseException("the engines do not agree");
    }
}
