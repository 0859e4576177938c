using Stemma.Detection;
using Stemma.Lineage;
using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>
/// Reads logs once, for rules and lineage together, and makes incidents of what both found. A detection goes to the process that lived when its
/// event was recorded, because it is taken in with the facts of lineage, in order of time. Memory is bounded: facts and detections wait in
/// temporary files.
/// </summary>
/// <example>
/// <code>
/// using InvestigationScan scan = new(new ScanSettings { Logs = logs, Rules = rules, LogSources = map }, chains);
/// ScanResult result = scan.Run(stop);
/// Investigation investigation = scan.Build();
/// </code>
/// </example>
public sealed class InvestigationScan : IDisposable
{
    private readonly ScanSettings _settings;
    private readonly IReadOnlyList<Chain> _chains;
    private readonly InvestigationLimits _limits;
    private readonly LineageScan _lineage = new();
    private readonly Scanner _scanner;
    private ScanResult? _result;

    /// <summary>Takes the settings; reads nothing yet.</summary>
    /// <param name="settings">What to read and with which rules; its writer, observer and lineage are not used.</param>
    /// <param name="chains">The chains to look for.</param>
    /// <param name="limits">How much is kept; the defaults when null.</param>
    public InvestigationScan(ScanSettings settings, IReadOnlyList<Chain> chains, InvestigationLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(chains);
        (_settings, _chains, _limits) = (settings, chains, limits ?? new InvestigationLimits());
        Dictionary<SigmaRule, int> ranks = [];
        for (int i = 0; i < settings.Rules.Count; i++) ranks.TryAdd(settings.Rules[i], i);
        _scanner = new Scanner(settings with { Writer = () => new FoundDetectionWriter(ranks), Observer = _lineage.CreateObserver, Lineage = _lineage });
    }

    /// <summary>How far the reading is; may be asked by another thread.</summary>
    public ScanProgress Progress => _scanner.Progress;

    /// <summary>Reads all logs. Call once.</summary>
    /// <param name="stop">Ends the reading early; what was found until then counts.</param>
    public ScanResult Run(CancellationToken stop = default) => _result = _scanner.Run(stop);

    /// <summary>Makes incidents of what was found. Call once, after <see cref="Run"/>.</summary>
    /// <exception cref="InvalidOperationException">Nothing was read yet.</exception>
    /// <exception cref="IOException">A temporary file cannot be read.</exception>
    public Investigation Build()
    {
        if (_result is null) throw new InvalidOperationException("the logs were not read yet");
        ProcessTree tree = new();
        DetectionShelf shelf = new(_limits);
        TakeIn(tree, shelf);
        tree.Finish();
        IncidentJoiner joiner = new(tree, shelf.Detections, _limits);
        joiner.Join();
        BlindSpots blind = new(_result.Gaps, _settings.Rules);
        IReadOnlyList<IncidentDraft> drafts = IncidentRepeats.Merge(joiner.Drafts, _limits);
        new ActivityReader(tree, drafts, _limits).Read(_lineage.Facts(_settings.Logs).Select(entry => entry.Fact));
        List<Incident> incidents = new IncidentBuilder(tree, _chains, blind, _settings.Decode ? new IncidentDecoding(_limits) : null, _limits).Build(drafts);
        return new Investigation
        {
            Incidents = [.. incidents.Take(_limits.Incidents)],
            Tree = tree,
            Blind = blind.List,
            Unjoined = joiner.Unjoined,
            LostDetections = shelf.Lost,
            LostIncidents = Math.Max(0, incidents.Count - _limits.Incidents),
        };
    }

    /// <summary>Deletes temporary files.</summary>
    public void Dispose()
    {
        _scanner.Dispose();
        _lineage.Dispose();
    }

    // Facts and detections in one order: a detection comes right after the fact of its event.
    private void TakeIn(ProcessTree tree, DetectionShelf shelf)
    {
        TextPool texts = new();
        using IEnumerator<SpooledLine> found = _scanner.InOrder().GetEnumerator();
        bool more = found.MoveNext();
        foreach ((DetectionKey key, LineageFact fact) in _lineage.Facts(_settings.Logs))
        {
            for (; more && found.Current.Key.CompareTo(key with { Rule = -1 }) < 0; more = found.MoveNext()) Take(null, null);
            LineageProcess? process = tree.Apply(fact);
            for (; more && (found.Current.Key with { Rule = key.Rule }) == key; more = found.MoveNext()) Take(fact, process);
        }

        for (; more; more = found.MoveNext()) Take(null, null);

        void Take(LineageFact? fact, LineageProcess? process)
        {
            if (FoundDetectionWriter.Read(found.Current, _settings.Rules, _settings.Logs[found.Current.Key.Log].Source, texts) is { } detection)
                shelf.Add(new FoundDetection(detection with { Process = process }, fact, fact is null ? null : tree.FindTarget(fact)));
        }
    }
}

/// <summary>Detections in order of time, of which those that say nothing new go first when there are too many.</summary>
internal sealed class DetectionShelf(InvestigationLimits limits)
{
    private readonly List<FoundDetection> _detections = [];
    private readonly Dictionary<(SigmaRule, LineageProcess?, string), int> _counts = [];

    /// <summary>What is kept.</summary>
    public IReadOnlyList<FoundDetection> Detections => _detections;

    /// <summary>How many were let go.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes one in.</summary>
    public void Add(FoundDetection found)
    {
        if (_detections.Count >= limits.Detections)
        {
            Lost++;
            return;
        }

        ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts,
            (found.Detection.Rule, found.Process, found.Process is null ? found.Detection.Host : ""), out _);
        if (count >= limits.SameDetections)
        {
            Lost++;
            return;
        }

        count++;
        if (found.Process is { } process) process.IsKept = true;
        _detections.Add(found);
    }
}
