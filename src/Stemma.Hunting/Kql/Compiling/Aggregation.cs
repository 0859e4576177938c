namespace Stemma.Hunting.Kql.Compiling;

/// <summary>What is summarized while a summarize's expressions are compiled.</summary>
internal sealed class Aggregation(Relation rows)
{
    public Relation Rows { get; } = rows;

    /// <summary>Key columns by name: what stands outside of aggregates.</summary>
    public Dictionary<string, Term> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>The arguments of an aggregate are being compiled, where columns mean those of the rows.</summary>
    public bool IsInside { get; set; }

    /// <summary>A condition that all aggregates are under, as pivot's; null for none.</summary>
    public string? Condition { get; init; }
}
