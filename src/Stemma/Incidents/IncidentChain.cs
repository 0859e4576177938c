namespace Stemma.Incidents;

/// <summary>A chain (<c>content/chains</c>) as far as an incident follows it.</summary>
/// <param name="Id">The chain's id.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Steps">Its steps, in their order.</param>
public sealed record IncidentChain(string Id, string Title, IReadOnlyList<ChainStep> Steps)
{
    /// <summary>Whether all steps that are not optional were met.</summary>
    public bool IsComplete => Steps.All(step => step.IsMet || step.IsOptional);

    /// <summary>How much of it was met, from 0 to 1: steps that are met, of those that are met or not optional.</summary>
    public double Completeness => Steps.Count(step => step.IsMet) / (double)Math.Max(1, Steps.Count(step => step.IsMet || !step.IsOptional));
}

/// <summary>A step of a chain in an incident.</summary>
/// <param name="Technique">The technique that the chain asks for.</param>
/// <param name="Name">What happens in it.</param>
/// <param name="IsOptional">The chain holds without it too.</param>
/// <param name="IsMet">It was found.</param>
/// <param name="Evidence">The detections that show it, in order of time.</param>
public sealed record ChainStep(string Technique, string Name, bool IsOptional, bool IsMet, IReadOnlyList<IncidentDetection> Evidence)
{
    /// <summary>Of a step that was not met: whether the logs at hand could have shown it. True for one that was.</summary>
    public bool CouldBeShown { get; init; } = true;

    /// <summary>Of a step that was not met: why it is not, in words.</summary>
    public string Reason { get; init; } = "";
}
