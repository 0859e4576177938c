using System.Collections.Immutable;

namespace Stemma.Sigma;

/// <summary>What a correlation rule counts or relates (Sigma specification, "correlation rules").</summary>
public sealed class SigmaCorrelation
{
    internal SigmaCorrelation()
    {
    }

    /// <summary>What is measured.</summary>
    public SigmaCorrelationType Type { get; internal init; }

    /// <summary>The ids and names by which it refers to rules; empty where an aggregation of Sigma 1.x counts its own rule.</summary>
    public ImmutableArray<string> References { get; internal init; } = [];

    /// <summary>The rules it is about, in the order of <see cref="References"/>; correlations may be among them.</summary>
    public ImmutableArray<SigmaRule> Rules { get; internal set; } = [];

    /// <summary>Fields or aliases whose values must be equal; empty: all events are one group.</summary>
    public ImmutableArray<string> GroupBy { get; internal set; } = [];

    /// <summary>The fields whose values are counted or measured; empty for events and rules.</summary>
    public ImmutableArray<string> Fields { get; internal set; } = [];

    /// <summary>Which percentile is measured, 0 to 100.</summary>
    public double Percentile { get; internal init; } = 50;

    /// <summary>How far apart the events may be; <see cref="TimeSpan.MaxValue"/>: any distance.</summary>
    public TimeSpan Timespan { get; internal init; }

    /// <summary>What the measure must satisfy, all of it.</summary>
    public ImmutableArray<CorrelationBound> Bounds { get; internal init; } = [];

    /// <summary>Which rules must have matched; each leaf's field is one of <see cref="References"/>, or the id of one of <see cref="Rules"/>. Null where <see cref="Bounds"/> decide.</summary>
    public SigmaExpression? Expression { get; internal init; }

    /// <summary>The matches of its rules are detections too.</summary>
    public bool Generate { get; internal init; }

    /// <summary>
    /// Whether it can be judged only when its window is over: an upper bound may still be passed, a rule that must not match may still
    /// match.
    /// </summary>
    public bool IsJudgedAtEnd => HasNegation(Expression) || Bounds.Any(bound => bound.Negated
        || bound.Comparison is NumberComparison.Equal or NumberComparison.Less or NumberComparison.LessOrEqual);

    internal Dictionary<string, Dictionary<string, string>> Aliases { get; set; } = [];

    internal int Line { get; init; }

    /// <summary>Pipelines were applied.</summary>
    internal bool IsProcessed { get; set; }

    /// <summary>The document it stands in; null for an aggregation.</summary>
    internal Yaml.YamlMap? Document { get; init; }

    /// <summary>The field that a name of <see cref="GroupBy"/> or <see cref="Fields"/> means in the events of a rule.</summary>
    /// <param name="name">A field or an alias.</param>
    /// <param name="rule">The rule's index in <see cref="Rules"/>.</param>
    /// <returns>The field; null when the alias means none in them.</returns>
    public string? FieldOf(string name, int rule)
    {
        if (!Aliases.TryGetValue(name, out Dictionary<string, string>? fields)) return name;
        string?[] keys = [References.IsEmpty ? null : References[rule], Rules[rule].Name, Rules[rule].Id];
        return keys.OfType<string>().Select(key => fields.GetValueOrDefault(key)).FirstOrDefault(field => field is not null);
    }

    // Names are few; a look-up would cost more.
    internal int RuleOf(SigmaExpression.Leaf leaf)
    {
        int index = References.IndexOf(leaf.Value.Field!);
        for (int i = 0; index < 0; i++)
            if (Rules[i].Id == leaf.Value.Field) index = i;
        return index;
    }

    /// <summary>Whether the condition in words names a rule as one that must match.</summary>
    internal bool IsWanted(int rule) => IsWanted(Expression!, rule, true);

    private bool IsWanted(SigmaExpression expression, int rule, bool wanted) => expression switch
    {
        SigmaExpression.And and => and.Terms.Any(term => IsWanted(term, rule, wanted)),
        SigmaExpression.Or or => or.Terms.Any(term => IsWanted(term, rule, wanted)),
        SigmaExpression.Not not => IsWanted(not.Term, rule, !wanted),
        SigmaExpression.Leaf leaf => wanted && RuleOf(leaf) == rule,
        _ => false,
    };

    private static bool HasNegation(SigmaExpression? expression) => expression switch
    {
        SigmaExpression.Not => true,
        SigmaExpression.And and => and.Terms.Any(HasNegation),
        SigmaExpression.Or or => or.Terms.Any(HasNegation),
        _ => false,
    };
}

/// <summary>A bound of a correlation's condition.</summary>
/// <param name="Comparison">How the measure must compare.</param>
/// <param name="Value">With what.</param>
/// <param name="Negated">It must not compare so (<c>neq</c>).</param>
public readonly record struct CorrelationBound(NumberComparison Comparison, double Value, bool Negated = false)
{
    /// <summary>Whether a measure satisfies the bound.</summary>
    /// <param name="measure">The measure.</param>
    public bool Holds(double measure) => Negated != Comparison switch
    {
        NumberComparison.Greater => measure > Value,
        NumberComparison.GreaterOrEqual => measure >= Value,
        NumberComparison.Less => measure < Value,
        NumberComparison.LessOrEqual => measure <= Value,
        _ => measure == Value,
    };

    /// <summary>The bound as text: <c>&gt;= 10</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Sign} {Value}");

    private string Sign => Comparison switch
    {
        NumberComparison.Greater => ">",
        NumberComparison.GreaterOrEqual => ">=",
        NumberComparison.Less => "<",
        NumberComparison.LessOrEqual => "<=",
        _ => Negated ? "!=" : "=",
    };
}

/// <summary>What a correlation measures.</summary>
public enum SigmaCorrelationType
{
    /// <summary>How many events there are.</summary>
    EventCount,

    /// <summary>How many different values a field has.</summary>
    ValueCount,

    /// <summary>How many of the rules matched, in any order.</summary>
    Temporal,

    /// <summary>How many of the rules matched in the order they are named in.</summary>
    TemporalOrdered,

    /// <summary>The sum of a field's values.</summary>
    ValueSum,

    /// <summary>The mean of a field's values.</summary>
    ValueAvg,

    /// <summary>A percentile of a field's values, by nearest rank.</summary>
    ValuePercentile,

    /// <summary>The least of a field's values (<c>min()</c> of Sigma 1.x).</summary>
    ValueMin,

    /// <summary>The greatest of a field's values (<c>max()</c> of Sigma 1.x).</summary>
    ValueMax,
}
