using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Values;

/// <summary>Replaces the placeholders of <c>expand</c> (Sigma specification, "placeholders").</summary>
internal static partial class Placeholders
{
    private const int MaxVariants = 10_000;

    /// <summary>One value for each combination of its placeholders' values.</summary>
    /// <exception cref="RuleFault">A placeholder has no values, or they are too many.</exception>
    public static IEnumerable<YamlScalar> Expand(YamlScalar value, SigmaLoadOptions options)
    {
        List<string> variants = [value.Text];
        foreach (string name in Placeholder().Matches(value.Text).Select(match => match.Groups[1].Value).Distinct())
        {
            if (!options.Placeholders.TryGetValue(name, out IReadOnlyList<string>? values) || values.Count == 0)
                throw new RuleFault(value.Line, $"placeholder '%{name}%' has no values: give them in a placeholder file");
            variants = [.. variants.SelectMany(variant => values.Select(text => variant.Replace($"%{name}%", text, StringComparison.Ordinal))).Take(MaxVariants + 1)];
            if (variants.Count > MaxVariants) throw new RuleFault(value.Line, $"placeholders expand to more than {MaxVariants:N0} values");
        }

        return variants.Select(variant => value with { Text = variant });
    }

    [GeneratedRegex("%([A-Za-z0-9_.-]+)%")]
    private static partial Regex Placeholder();
}
