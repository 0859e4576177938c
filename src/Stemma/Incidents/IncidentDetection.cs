using Stemma.Lineage;
using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>A detection within an incident.</summary>
/// <param name="Rule">The rule that fired.</param>
/// <param name="Process">The process that it is about; null when the logs name none.</param>
/// <param name="Host">The machine that recorded the event.</param>
/// <param name="Evidence">The event.</param>
/// <param name="Matched">The values that made the rule fire.</param>
public sealed record IncidentDetection(SigmaRule Rule, LineageProcess? Process, string Host, Evidence Evidence, IReadOnlyList<MatchedItem> Matched)
{
    /// <summary>When the event was recorded (100 ns units since 1601 UTC); 0 when unknown.</summary>
    public long Time => Evidence.Time;

    /// <summary>The layer of the command line or script that fired; 0 for what the log holds.</summary>
    public int Layer { get; init; }

    /// <summary>How that layer came out of layer 0; empty for layer 0.</summary>
    public string LayerStep { get; init; } = "";
}
