namespace Stemma.Incidents;

/// <summary>How a step of a chain must lie to the step before it.</summary>
public enum StepRelation
{
    /// <summary>By the same process, by one that it started or caused at whatever distance, or by one that its own parent so started: what was done from one shell.</summary>
    Near,

    /// <summary>By the same process, or one that it started or caused, at whatever distance.</summary>
    Below,

    /// <summary>By the same process.</summary>
    Same,

    /// <summary>Anywhere in the incident: lineage ties them together already.</summary>
    Incident,
}

/// <summary>An ordered pattern of techniques (<c>content/chains</c>, <c>docs/chains.md</c>).</summary>
/// <param name="Id">Its id, unique among the chains.</param>
/// <param name="Title">What it is, in a few words: the title of an incident that follows it.</param>
/// <param name="Description">What it means, for who reads of it.</param>
/// <param name="Within">How long it takes at most, from first to last step.</param>
/// <param name="Product">What the machines run on which it is looked for, as log sources say it (<c>linux</c>); empty: any.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record Chain(string Id, string Title, string Description, TimeSpan Within, string Product, IReadOnlyList<ChainPattern> Steps);

/// <summary>A step that a chain asks for.</summary>
/// <param name="Name">What happens in it.</param>
/// <param name="Techniques">Techniques of which one must be found; a technique stands for its sub-techniques too.</param>
/// <param name="IsOptional">The chain holds without it too.</param>
/// <param name="Relation">How it lies to the step before it that was met.</param>
/// <param name="Within">How long after that step at most; null: the chain's bound alone counts.</param>
public sealed record ChainPattern(string Name, IReadOnlyList<string> Techniques, bool IsOptional, StepRelation Relation, TimeSpan? Within);
