using Stemma.Detection;
using Stemma.Events;
using Stemma.Logs;

namespace Stemma.Lineage;

/// <summary>
/// Collects the facts of a scan (<see cref="ScanSettings.Observer"/>) and builds the tree from them in order of time, whatever the order of
/// the logs. Memory is bounded: facts wait in temporary files.
/// </summary>
/// <example>
/// <code>
/// using LineageScan lineage = new();
/// using Scanner scanner = new(new ScanSettings { Logs = logs, Rules = [], LogSources = map, Observer = lineage.CreateObserver });
/// scanner.Run(stop);
/// ProcessTree tree = lineage.Build(logs);
/// </code>
/// </example>
public sealed partial class LineageScan : ILineageJudge, IDisposable
{
    private readonly DetectionSpool _spool = new();

    /// <summary>Sees events for the tree; one a thread.</summary>
    public EventObserver CreateObserver() => new Observer(_spool.NewPart());

    /// <summary>Builds the tree. Call once, when the scan has ended.</summary>
    /// <param name="logs">The scan's logs.</param>
    /// <param name="limits">How much the tree keeps; the defaults when null.</param>
    /// <exception cref="IOException">A temporary file cannot be read.</exception>
    public ProcessTree Build(IReadOnlyList<LogFile> logs, LineageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(logs);
        ProcessTree tree = new(limits);
        foreach ((_, LineageFact fact) in Facts(logs)) tree.Apply(fact);
        tree.Finish();
        return tree;
    }

    /// <summary>The facts in order of time, as often as they are asked for.</summary>
    internal IEnumerable<(DetectionKey Key, LineageFact Fact)> Facts(IReadOnlyList<LogFile> logs)
    {
        TextPool texts = new();
        foreach (SpooledLine line in _spool.InOrder()) yield return (line.Key, LineageFactRecord.Read(line.Line.Span, logs[line.Key.Log].Source, texts));
    }

    /// <summary>Deletes temporary files.</summary>
    public void Dispose() => _spool.Dispose();

    private sealed class Observer(DetectionSpool.Part part) : EventObserver
    {
        private readonly LineageReader _reader = new();

        public override void Observe(int log, Event e)
        {
            if (_reader.Read(e) is not { } fact) return;
            LineageFactRecord.Write(part.Output, fact);
            part.Add(new DetectionKey(fact.Time, log, fact.Evidence.Position, 0));
        }
    }
}
