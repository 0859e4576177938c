using Stemma.Decoding;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>A command line or script of an incident that hides something, and what it says layer by layer.</summary>
/// <param name="Process">Whose it is.</param>
/// <param name="IsScript">It is a script that the process ran, and not its command line.</param>
/// <param name="Evidence">The event that holds it.</param>
/// <param name="Artifact">Its layers, with what they do and where they lead.</param>
public sealed record IncidentDecoded(LineageProcess? Process, bool IsScript, Evidence Evidence, DecodedArtifact Artifact)
{
    /// <summary>How the text in which the least is hidden came about, step by step.</summary>
    public string Steps => Artifact.StepsTo(Artifact.Final.Number);

    /// <summary>What it does, without what harmless scripts do all the time.</summary>
    public IEnumerable<Decoding.Behaviours.Behaviour> Telling => Artifact.Behaviours.Where(behaviour => behaviour.Level is "high" or "medium");
}
