using Stemma.Lineage;
using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>Detections that one cause explains, as far as lineage shows, with what can be told of them.</summary>
public sealed record Incident
{
    /// <summary>Its name, made from what it consists of: the same logs give the same id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in a few words: the chain it follows, or its worst detection, and where it began.</summary>
    public required string Title { get; init; }

    /// <summary>The worst level among its detections.</summary>
    public required SigmaLevel Level { get; init; }

    /// <summary>How urgent it is, from 0 to 100: the sum of <see cref="Terms"/>, cut at 100.</summary>
    public required int Score { get; init; }

    /// <summary>What the score is made of.</summary>
    public required IReadOnlyList<ScoreTerm> Terms { get; init; }

    /// <summary>How sure it is that this is one attack, from 0 to 1 (<c>docs/investigate.md</c>).</summary>
    public required double Confidence { get; init; }

    /// <summary>The machines it touched, as the logs name them, in order of name.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Its first moment (100 ns units since 1601 UTC); 0 when no time is known.</summary>
    public required long First { get; init; }

    /// <summary>Its last moment.</summary>
    public required long Last { get; init; }

    /// <summary>Where it began.</summary>
    public required RootCause Root { get; init; }

    /// <summary>The chains it follows, whole or in part, best first.</summary>
    public IReadOnlyList<IncidentChain> Chains { get; init; } = [];

    /// <summary>The ATT&amp;CK techniques of its detections and of what its decoded texts do, in order of id.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>The ATT&amp;CK tactics of its detections, in the order of an attack.</summary>
    public IReadOnlyList<string> Tactics { get; init; } = [];

    /// <summary>Its processes, by machine and start.</summary>
    public required IReadOnlyList<IncidentProcess> Processes { get; init; }

    /// <summary>Causes between its processes that are not parent and child, and those that reach it from outside.</summary>
    public IReadOnlyList<LineageEdge> Edges { get; init; } = [];

    /// <summary>Its detections, in order of time.</summary>
    public required IReadOnlyList<IncidentDetection> Detections { get; init; }

    /// <summary>Scripts that its processes ran.</summary>
    public IReadOnlyList<LineageScript> Scripts { get; init; } = [];

    /// <summary>Its command lines and scripts that hide something, decoded.</summary>
    public IReadOnlyList<IncidentDecoded> Decoded { get; init; } = [];

    /// <summary>What its processes did, in order of time.</summary>
    public IReadOnlyList<IncidentActivity> Timeline { get; init; } = [];

    /// <summary>What to look for elsewhere, and to block.</summary>
    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    /// <summary>What it reached.</summary>
    public IncidentImpact Impact { get; init; } = IncidentImpact.None;

    /// <summary>What happened, a sentence each.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];

    /// <summary>What the logs leave open, and which log would tell.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>Where the same ran besides, when that is one line for many: the processes above are those of the first.</summary>
    public IReadOnlyList<IncidentRepeat> Repeats { get; init; } = [];

    /// <summary>How many of its processes, detections and moments were let go for want of room (<see cref="InvestigationLimits"/>).</summary>
    public int LetGo { get; init; }
}

/// <summary>A part of the score.</summary>
/// <param name="Name">What counts, such as <c>tactics</c>.</param>
/// <param name="Points">How much; may be negative.</param>
/// <param name="Why">In words.</param>
public sealed record ScoreTerm(string Name, int Points, string Why);

/// <summary>The same as an incident, on another machine or at another time.</summary>
/// <param name="Host">The machine.</param>
/// <param name="First">When it began there (100 ns units since 1601 UTC).</param>
/// <param name="Process">The first process there; null when no process is known.</param>
public sealed record IncidentRepeat(string Host, long First, LineageProcess? Process);
