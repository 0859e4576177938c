using Stemma.Detection.Layers;
using Stemma.Evtx;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>
/// Reads logs, runs Sigma rules over their events and gives the detections in an order that depends on the input alone. Memory does
/// not grow with the input.
/// </summary>
/// <example>
/// <code>
/// using Scanner scanner = new(new ScanSettings { Logs = logs, Rules = rules, LogSources = map, Writer = () => new JsonDetectionWriter() });
/// ScanResult result = scanner.Run(stop);
/// scanner.CopyTo(output);
/// </code>
/// </example>
public sealed class Scanner : IDisposable
{
    private readonly ScanSettings _settings;
    private readonly DetectionSpool _spool = new();
    private readonly LineageCandidates _candidates = new();
    private readonly CorrelationPlan? _correlations;

    /// <summary>Takes the settings; reads nothing yet.</summary>
    /// <param name="settings">What to read and how.</param>
    public Scanner(ScanSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Threads, 1, nameof(settings));
        _correlations = CorrelationPlan.Create(settings);
        _settings = _correlations?.Settings ?? settings;
    }

    /// <summary>How far the scan is; may be asked by another thread.</summary>
    public ScanProgress Progress { get; } = new();

    /// <summary>Reads all logs. Call once.</summary>
    /// <param name="stop">Ends the scan early; what was found until then counts.</param>
    public ScanResult Run(CancellationToken stop = default)
    {
        SigmaEngine engine = new(_settings.Rules, _settings.LogSources);
        EvtxTemplateCache templates = new();
        Dictionary<SigmaRule, int> ranks = [];
        foreach (SigmaRule rule in _settings.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).ThenBy(rule => rule.Path, StringComparer.Ordinal).ThenBy(rule => rule.Line))
            ranks.Add(rule, ranks.Count);
        List<ScanUnit> units = ScanUnit.Plan(_settings.Logs);
        RecoveredRecords? recovered = _settings.Carve ? new RecoveredRecords() : null;
        LayerCache? layers = _settings.Decode ? new LayerCache() : null;
        ScanWorker[] workers = new ScanWorker[Math.Min(_settings.Threads, Math.Max(units.Count, 1))];
        for (int i = 0; i < workers.Length; i++) workers[i] = new(_settings, engine, templates, ranks, _spool, _candidates, Progress, recovered, layers, stop);

        // Which recovered record counts is known when all records are: first find, then read the logs, then match what was found.
        List<ScanUnit> carved = [.. units.Where(unit => recovered is not null && _settings.Logs[unit.Log].Format is LogFormat.Evtx or LogFormat.Image)];
        units.RemoveAll(unit => _settings.Logs[unit.Log].Format == LogFormat.Image);
        Share(carved, workers, (worker, unit) => worker.FindRecovered(unit), stop);
        Share(units, workers, (worker, unit) => worker.Run(unit), stop);
        Share(carved, workers, (worker, unit) => worker.MatchRecovered(unit), stop);
        return Merge(workers, recovered, [.. ranks.Keys], stop.IsCancellationRequested);
    }

    /// <summary>Shares pieces out among the workers, one thread each, and waits for all.</summary>
    private static void Share(List<ScanUnit> units, ScanWorker[] workers, Action<ScanWorker, ScanUnit> work, CancellationToken stop)
    {
        if (units.Count == 0) return;
        int next = -1;
        Exception? failure = null;
        Thread[] threads = [.. workers.Select((worker, i) => new Thread(() => Work(worker), 16 << 20) { Name = $"scan {i}", IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);

        void Work(ScanWorker worker)
        {
            try
            {
                while (!stop.IsCancellationRequested && failure is null && Interlocked.Increment(ref next) is int unit && unit < units.Count)
                    work(worker, units[unit]);
            }
#pragma warning disable CA1031 // Rethrown on the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }
    }

    /// <summary>Writes the detections in order, header first.</summary>
    /// <param name="output">Receives them.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void CopyTo(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        DetectionWriter? writer = (_correlations is null ? _settings.Writer : _correlations.Inner)?.Invoke();
        output.Write(writer is null ? [] : writer.Header);
        bool any = false;
        foreach (SpooledLine line in InOrder())
        {
            if (any && writer is not null) output.Write(writer.Separator);
            output.Write(line.Line.Span);
            any = true;
        }

        output.Write(writer is null ? [] : writer.Footer);
    }

    /// <summary>The detections in order, each as its writer wrote it: not what lies there for correlations, which begins with a zero byte.</summary>
    internal IEnumerable<SpooledLine> InOrder()
    {
        foreach (SpooledLine line in _spool.InOrder())
        {
            ReadOnlyMemory<byte> detection = line.Line[CorrelationRecord.LengthOf(line.Line.Span)..];
            if (!detection.IsEmpty) yield return new SpooledLine(line.Key, detection);
        }
    }

    /// <summary>Deletes temporary files.</summary>
    public void Dispose()
    {
        _spool.Dispose();
        _candidates.Dispose();
    }

    private ScanResult Merge(ScanWorker[] workers, RecoveredRecords? recovered, SigmaRule[] byRank, bool isStopped)
    {
        DetectionTally tally = new();
        LogProblems problems = new();
        SigmaReadiness readiness = new() { Made = _settings.Decode ? LayerFields.Sources : new Dictionary<string, string[]>() };
        RuleProfile? profile = null;
        LogCensus? census = _settings.Census ? new LogCensus() : null;
        foreach (ScanWorker worker in workers)
        {
            readiness.Add(worker.Readiness);
            if (worker.Profile is not null) (profile ??= new RuleProfile()).Add(worker.Profile);
            if (worker.Census is not null) census?.Add(worker.Census);
            tally.Add(worker.Tally);
            problems.Add(worker.Problems);
        }

        long undecided = workers.Sum(worker => worker.Candidates);
        if (undecided > 0 && _settings.Lineage is { } lineage) undecided = Settle(lineage, byRank, tally);
        _correlations?.Evaluate(_spool, tally);
        IReadOnlyList<DetectionGroup> groups = tally.Groups();
        if (_correlations is not null) groups = [.. groups.Where(group => !_correlations.IsSilent(group.Rule))];
        long detections = _correlations is null ? tally.Count : groups.Sum(group => group.Count);
        Progress.AddDetections(detections - Progress.Detections);
        return new ScanResult
        {
            Records = workers.Sum(worker => worker.Records),
            Recovered = workers.Sum(worker => worker.Recovered),
            Duplicates = workers.Sum(worker => worker.Duplicates),
            Filtered = workers.Sum(worker => worker.Filtered),
            Others = workers.Sum(worker => worker.Others),
            Incomplete = workers.Sum(worker => worker.Incomplete),
            Eventless = workers.Sum(worker => worker.Eventless),
            Decoded = workers.Sum(worker => worker.Decoded),
            DecodedInPart = workers.Sum(worker => worker.DecodedInPart),
            Bytes = workers.Sum(worker => worker.Bytes),
            Damaged = problems.Damaged,
            Detections = detections,
            Undecided = undecided,
            Problems = [.. problems.ToList(_settings.Logs), .. _correlations?.Problems() ?? [], .. Uncompared(recovered)],
            Groups = groups,
            Hosts = readiness.Hosts,
            Gaps = readiness.Gaps(_settings.Rules),
            Profile = profile,
            Logs = census?.ToList(_settings.Logs) ?? [],
            IsStopped = isStopped,
        };
    }

    private long Settle(ILineageJudge lineage, SigmaRule[] byRank, DetectionTally tally)
    {
        DetectionSpool.Part part = _spool.NewPart();
        DetectionWriter? writer = _settings.Writer?.Invoke();
        return _candidates.Settle(lineage, _settings, byRank, (key, e, rule, matched) =>
        {
            tally.Add(rule, e.Host, key, () => matched, e.IsRecovered, e.Layer > 0);
            if (writer is null) return;
            writer.Write(part.Output, e, rule, matched);
            part.Add(key);
        });
    }

    private static IEnumerable<LogProblem> Uncompared(RecoveredRecords? recovered)
    {
        if (recovered is { IsFull: true })
            yield return new("recovered records", -1, $"there are more than {recovered.Capacity:N0}: some may be reported more than once", IsDamage: false);
    }
}
