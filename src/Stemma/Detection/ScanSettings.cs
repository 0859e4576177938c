using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>What a scan reads, with which rules, and how.</summary>
public sealed record ScanSettings
{
    /// <summary>The logs, ordered by source.</summary>
    public required IReadOnlyList<LogFile> Logs { get; init; }

    /// <summary>The rules.</summary>
    public required IReadOnlyList<SigmaRule> Rules { get; init; }

    /// <summary>Which events the rules' log sources mean.</summary>
    public required LogSourceMap LogSources { get; init; }

    /// <summary>How many threads read; at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How detections are written, one instance a thread; null: they are only counted.</summary>
    public Func<DetectionWriter>? Writer { get; init; }

    /// <summary>Sees every event that is looked at, one instance a thread; null: nobody does.</summary>
    public Func<EventObserver>? Observer { get; init; }

    /// <summary>
    /// Decides matches of rules that look at lineage (docs/lineage-rules.md); null: they are counted and not decided. It sees the events through
    /// <see cref="Observer"/>.
    /// </summary>
    public ILineageJudge? Lineage { get; init; }

    /// <summary>Which events are looked at; null: all.</summary>
    public EventFilter? Filter { get; init; }

    /// <summary>Detections that are known to be harmless; null: none.</summary>
    public Tuning? Tuning { get; init; }

    /// <summary>Count what each log holds (<see cref="ScanResult.Logs"/>).</summary>
    public bool Census { get; init; }

    /// <summary>Recover records: deleted ones of EVTX logs, and those in images (<see cref="LogFormat.Image"/>).</summary>
    public bool Carve { get; init; }

    /// <summary>Decode command lines and script blocks, and match their layers too (docs/decoding.md).</summary>
    public bool Decode { get; init; } = true;

    /// <summary>Note what each rule costs (<see cref="ScanResult.Profile"/>).</summary>
    public bool Profile { get; init; }
}
