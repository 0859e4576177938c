using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Values;

/// <summary>Replaces the placeholders of <c>expand</c>; <c>\%</c> is a plain percent sign (Sigma specification, "placeholders").</summary>
internal static partial class Placeholders
{
    private const int MaxVariants = 10_000;

    /// <summary>One value for each combination of its placeholders' values.</summary>
    /// <exception cref="RuleFault">A placeholder has no values, or they are too many.</exception>
    public static IEnumerable<YamlScalar> Expand(YamlScalar value, SigmaLoadOptions options)
    {
        // One pass over what the rule wrote: what stands in a placeholder's value is not replaced again.
        List<string> variants = [""];
        int end = 0;
        foreach (Match match in Form().Matches(value.Text))
        {
            string before = value.Text[end..match.Index], name = match.Groups[1].Value;
            end = match.Index + match.Length;
            IReadOnlyList<string>? values;
            if (name.Length == 0) values = [Plain(match)];
            else if (!options.Placeholders.TryGetValue(name, out values) || values.Count == 0)
                throw new RuleFault(value.Line, $"placeholder '%{name}%' has no values: give them in a placeholder file");
            variants = [.. variants.SelectMany(variant => values.Select(text => variant + before + text)).Take(MaxVariants + 1)];
            if (variants.Count > MaxVariants) throw new RuleFault(value.Line, $"placeholders expand to more than {MaxVariants:N0} values");
        }

        string rest = value.Text[end..];
        return variants.Select(variant => value with { Text = variant + rest });
    }

    /// <summary>What a match of <see cref="Form"/> that is no placeholder stands for.</summary>
    public static string Plain(Match match) => match.Value == @"\%" ? "%" : match.Value;

    /// <summary>A placeholder, whose name is the group; an escaped percent sign; a backslash that is itself escaped before a percent sign.</summary>
    [GeneratedRegex(@"\\\\(?=%)|\\%|%([A-Za-z0-9_.-]+)%", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Form();
}
