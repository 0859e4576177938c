using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>An incident while it is put together.</summary>
internal sealed class IncidentDraft
{
    /// <summary>Its processes, with how each came in.</summary>
    public Dictionary<LineageProcess, Member> Members { get; } = [];

    /// <summary>Its detections, in order.</summary>
    public List<FoundDetection> Detections { get; set; } = [];

    /// <summary>Where the same ran besides.</summary>
    public List<IncidentRepeat> Repeats { get; } = [];

    /// <summary>Who started its first process, and is no part of it.</summary>
    public LineageProcess? StartedBy { get; set; }

    /// <summary>Its first process; null when it has none.</summary>
    public LineageProcess? Root { get; set; }

    /// <summary>Edges within it and into it.</summary>
    public List<LineageEdge> Edges { get; } = [];

    /// <summary>What its processes did.</summary>
    public List<IncidentActivity> Activities { get; } = [];

    /// <summary>What to look for elsewhere.</summary>
    public Dictionary<(IndicatorKind, string), Indicator> Indicators { get; } = [];

    /// <summary>How much was let go.</summary>
    public int LetGo { get; set; }

    /// <summary>How a process came in.</summary>
    /// <param name="Role">As what.</param>
    /// <param name="Edge">By which cause; null for parent and child.</param>
    public readonly record struct Member(ProcessRole Role, LineageEdge? Edge);
}
