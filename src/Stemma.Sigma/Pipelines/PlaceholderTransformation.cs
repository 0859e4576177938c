using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Values;

namespace Stemma.Sigma.Pipelines;

/// <summary>Replaces placeholders (<c>%name%</c> under <c>expand</c>) with a pipeline's variables or with wildcards.</summary>
/// <param name="values">The values of a placeholder; null: it is not this transformation's.</param>
internal sealed class PlaceholderTransformation(Func<string, int, IReadOnlyList<string>?> values) : PipelineTransformation
{
    private const int MaxVariants = 10_000;

    /// <summary>Reads one; null when the type is another.</summary>
    public static PlaceholderTransformation? TryRead(string type, PipelineMap map, IReadOnlyDictionary<string, IReadOnlyList<string>> variables)
    {
        if (type is not ("value_placeholders" or "wildcard_placeholders")) return null;
        string[]? include = map.Names("include"), exclude = map.Names("exclude");
        if (include is not null && exclude is not null) throw new RuleFault(map.Line, "'include' and 'exclude' exclude one another");
        return new((name, line) =>
        {
            if (include?.Contains(name) == false || exclude?.Contains(name) == true) return null;
            if (type == "wildcard_placeholders") return ["*"];
            return variables.TryGetValue(name, out IReadOnlyList<string>? found) && found.Count > 0 ? found
                : throw new RuleFault(line, $"placeholder '%{name}%' has no values among the pipeline's 'vars'");
        });
    }

    /// <inheritdoc/>
    public override void Apply(RuleDraft draft, PipelineItem item) => Rewrite(draft, item, one => ValueTransformation.Rewritten(one, Expanded));

    private IEnumerable<DetectionValue>? Expanded(DetectionItem item, DetectionValue value)
    {
        string[] modifiers = PipelineText.Modifiers(item, value);
        if (!modifiers.Contains("expand")) return null;
        string text = value.Scalar.Text;
        List<string> variants = [""];
        int end = 0;
        MatchCollection matches = Placeholders.Form().Matches(text);
        bool isLeft = matches.Any(match => match.Groups[1].Success && Values(match) is null);
        foreach (Match match in matches)
        {
            string before = text[end..match.Index];
            end = match.Index + match.Length;
            IReadOnlyList<string> found = match.Groups[1].Success ? Values(match) ?? [match.Value] : [isLeft ? match.Value : Placeholders.Plain(match)];
            string[] each = [.. found.Select(one => one == "*" && modifiers.Contains("re") ? ".*" : one)];
            variants = [.. variants.SelectMany(variant => each.Select(one => variant + before + one)).Take(MaxVariants + 1)];
            if (variants.Count > MaxVariants) throw new RuleFault(value.Scalar.Line, $"placeholders expand to more than {MaxVariants:N0} values");
        }

        string now = isLeft ? string.Join('|', modifiers) : string.Join('|', modifiers.Where(modifier => modifier != "expand"));
        return variants.Select(variant => new DetectionValue(value.Scalar with { Text = variant + text[end..] }, now));

        IReadOnlyList<string>? Values(Match match) => values(match.Groups[1].Value, value.Scalar.Line);
    }
}
