using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>What a scan read and found.</summary>
public sealed class ScanResult
{
    /// <summary>Records read as events.</summary>
    public required long Records { get; init; }

    /// <summary>Valid JSON objects that are no events.</summary>
    public required long Others { get; init; }

    /// <summary>Audit events that lack records which once were there (their call, words of a command line): lost, or the log was filtered.</summary>
    public long Incomplete { get; init; }

    /// <summary>Files of JSON objects none of which is an event: they are no logs.</summary>
    public int Eventless { get; init; }

    /// <summary>Records that the filter left out; they count among <see cref="Records"/>.</summary>
    public required long Filtered { get; init; }

    /// <summary>Records that were recovered, each once; they count among <see cref="Records"/>.</summary>
    public long Recovered { get; init; }

    /// <summary>Recovered records that were left out, because a log holds them or they were found before.</summary>
    public long Duplicates { get; init; }

    /// <summary>Events whose command line or script block was decoded: it has layers besides the logged one.</summary>
    public long Decoded { get; init; }

    /// <summary>Events whose command line or script block was decoded in part, because a limit was reached.</summary>
    public long DecodedInPart { get; init; }

    /// <summary>Bytes read, decompressed.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many problems cost something: records, chunks, lines or whole files.</summary>
    public required long Damaged { get; init; }

    /// <summary>How many detections there are.</summary>
    public required long Detections { get; init; }

    /// <summary>Matches of rules that look at lineage which were not decided: lineage was not asked for, or there were too many. No detections.</summary>
    public long Undecided { get; init; }

    /// <summary>The first problems of each log, ordered by source and position.</summary>
    public required IReadOnlyList<LogProblem> Problems { get; init; }

    /// <summary>Detections by rule and host, worst level first, then by first time, rule title and host.</summary>
    public required IReadOnlyList<DetectionGroup> Groups { get; init; }

    /// <summary>How many hosts recorded something.</summary>
    public required int Hosts { get; init; }

    /// <summary>The rules that could not have fired, by host: what the logs do not show.</summary>
    public required IReadOnlyList<ReadinessGap> Gaps { get; init; }

    /// <summary>What each rule cost; null when it was not asked for.</summary>
    public required RuleProfile? Profile { get; init; }

    /// <summary>What each log holds, in the order of the logs; empty when it was not asked for.</summary>
    public IReadOnlyList<LogSummary> Logs { get; init; } = [];

    /// <summary>The scan was stopped before its end.</summary>
    public required bool IsStopped { get; init; }
}

/// <summary>All detections of one rule on one host.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Host">The host; empty when the records name none.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The earliest event's time (100 ns units since 1601 UTC); 0 when it has none.</param>
/// <param name="Last">The latest event's time.</param>
/// <param name="Example">What made the rule fire in the earliest event.</param>
public sealed record DetectionGroup(SigmaRule Rule, string Host, long Count, long First, long Last, IReadOnlyList<MatchedItem> Example)
{
    /// <summary>How many of them are of recovered records.</summary>
    public long Recovered { get; init; }

    /// <summary>How many of them are of decoded layers, and not of what the log holds.</summary>
    public long Layered { get; init; }
}
