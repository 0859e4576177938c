using System.Collections.Immutable;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>The <c>condition</c> of a correlation, read and checked.</summary>
internal sealed class CorrelationCondition
{
    private static readonly Dictionary<string, (NumberComparison Comparison, bool Negated)> Comparisons = new()
    {
        ["gt"] = (NumberComparison.Greater, false),
        ["gte"] = (NumberComparison.GreaterOrEqual, false),
        ["lt"] = (NumberComparison.Less, false),
        ["lte"] = (NumberComparison.LessOrEqual, false),
        ["eq"] = (NumberComparison.Equal, false),
        ["neq"] = (NumberComparison.Equal, true),
    };

    /// <summary>The fields that are measured.</summary>
    public ImmutableArray<string> Fields { get; private set; } = [];

    /// <summary>What the measure must satisfy.</summary>
    public ImmutableArray<CorrelationBound> Bounds { get; private set; } = [];

    /// <summary>The percentile.</summary>
    public double Percentile { get; private set; } = 50;

    /// <summary>Which rules must match, where the condition says it in words.</summary>
    public SigmaExpression? Expression { get; private set; }

    /// <summary>Reads the condition of a correlation.</summary>
    /// <exception cref="RuleFault">It is not well formed, or can never hold.</exception>
    public static CorrelationCondition Read(YamlMap map, SigmaCorrelationType type, ImmutableArray<string> rules, Action<int, string> warn)
    {
        CorrelationCondition condition = new();
        bool temporal = type is SigmaCorrelationType.Temporal or SigmaCorrelationType.TemporalOrdered;
        switch (map["condition"])
        {
            case null or YamlScalar { IsNull: true } when temporal:
                condition.Bounds = [new CorrelationBound(NumberComparison.GreaterOrEqual, rules.Length)];
                break;
            case null or YamlScalar { IsNull: true }:
                throw new RuleFault(map.Line, "a correlation of this type needs a 'condition', such as gte: 10");
            case YamlScalar text when temporal:
                condition.Expression = Words(text, type, rules);
                break;
            case YamlMap bounds:
                condition.Add(bounds, type, warn);
                condition.Check(bounds.Line, temporal ? rules.Length : double.PositiveInfinity);
                break;
            case { } other:
                throw new RuleFault(other.Line, "the 'condition' of a correlation must be a map, such as gte: 10");
        }

        return condition;
    }

    // Each rule that is named stands for "it has matched".
    private static SigmaExpression Words(YamlScalar text, SigmaCorrelationType type, ImmutableArray<string> rules)
    {
        if (type == SigmaCorrelationType.TemporalOrdered) throw new RuleFault(text.Line, "a condition in words has no order: only 'temporal' takes one");
        return ConditionReader.Read(text, rules.ToDictionary(rule => rule,
            rule => (SigmaExpression)new SigmaExpression.Leaf(new SigmaTest.Exists(rule, rule, true))));
    }

    private void Add(YamlMap map, SigmaCorrelationType type, Action<int, string> warn)
    {
        bool measuresField = type is not (SigmaCorrelationType.EventCount or SigmaCorrelationType.Temporal or SigmaCorrelationType.TemporalOrdered);
        foreach ((YamlScalar key, YamlNode value) in map.Entries)
        {
            if (key.Text == "field")
            {
                if (!measuresField) throw new RuleFault(key.Line, "'field' has no meaning here: this type counts no values");
                Fields = [.. map.Scalars("field").Select(field => field.Text)];
                if (value is YamlMap || (value is YamlList list && list.Items.Count != Fields.Length)) throw new RuleFault(value.Line, "'field' must name fields");
            }
            else if (key.Text == "percentile")
            {
                if (type != SigmaCorrelationType.ValuePercentile) throw new RuleFault(key.Line, "'percentile' stands only with 'value_percentile'");
                Percentile = Number(value);
                if (Percentile is < 0 or > 100) throw new RuleFault(value.Line, "'percentile' must be from 0 to 100");
            }
            else if (Comparisons.TryGetValue(key.Text, out var comparison))
            {
                Bounds = Bounds.Add(new CorrelationBound(comparison.Comparison, Number(value), comparison.Negated));
            }
            else
            {
                throw new RuleFault(key.Line, $"'{key.Text}' in a correlation's condition: there are field, percentile, {string.Join(", ", Comparisons.Keys)}");
            }
        }

        if (measuresField && Fields.IsEmpty) throw new RuleFault(map.Line, "this type needs a 'field' in its condition");
        if (type != SigmaCorrelationType.ValueCount && Fields.Length > 1) throw new RuleFault(map.Line, "only 'value_count' takes more than one field");
        if (Bounds.IsEmpty) throw new RuleFault(map.Line, "the condition has no bound, such as gte: 10");
        if (type == SigmaCorrelationType.ValuePercentile && map["percentile"] is null) warn(map.Line, "no 'percentile', taken as 50");
    }

    private void Check(int line, double most)
    {
        double least = double.NegativeInfinity;
        bool open = false;
        foreach (CorrelationBound bound in Bounds.Where(bound => !bound.Negated))
        {
            bool below = bound.Comparison is NumberComparison.Greater or NumberComparison.GreaterOrEqual or NumberComparison.Equal;
            bool above = bound.Comparison is NumberComparison.Less or NumberComparison.LessOrEqual or NumberComparison.Equal;
            if (below && bound.Value >= least) least = bound.Value;
            if (above && bound.Value <= most) most = bound.Value;
            open |= bound.Comparison is NumberComparison.Greater or NumberComparison.Less;
        }

        if (least > most || (least == most && open)) throw new RuleFault(line, "the condition can never hold");
    }

    private static double Number(YamlNode node) => node is YamlScalar { IsNull: false } scalar && NumberText.TryParse(scalar.Text, out double number)
        ? number
        : throw new RuleFault(node.Line, $"'{(node as YamlScalar)?.Text}' is not a number");
}
