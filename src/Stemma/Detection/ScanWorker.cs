using Stemma.Detection.Layers;
using Stemma.Events;
using Stemma.Evtx;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>One thread's part of a scan: it takes pieces, reads their records as events and matches them.</summary>
internal sealed partial class ScanWorker
{
    private readonly IReadOnlyList<LogFile> _logs;
    private readonly IReadOnlyDictionary<SigmaRule, int> _ranks;
    private readonly ScanProgress _progress;
    private readonly CancellationToken _stop;
    private readonly DetectionSpool.Part? _part, _candidates;
    private readonly DetectionWriter? _writer;
    private readonly EventFilter? _filter;
    private readonly EventObserver? _observer;
    private readonly Tuning? _tuning;
    private readonly SigmaMatcher _matcher;
    private readonly EvtxChunkParser _parser;
    private readonly EvtxTemplateCache _templates;
    private readonly EventKindCache _kinds;
    private readonly RecoveredRecords? _recovered;
    private readonly RecordHash _hash = new();
    private readonly EvtxLog _evtxLog;
    private readonly EvtxRecordEvent _evtx;
    private readonly SigmaEngine _engine;
    private readonly Dictionary<LogFormat, TextLog> _textLogs = [];
    private readonly LayerMatcher? _layers;
    private readonly Action<Event, SigmaRule> _keep;
    private readonly Action<Event, string> _noteCut;
    private int _log;

    public ScanWorker(ScanSettings settings, SigmaEngine engine, EvtxTemplateCache templates, IReadOnlyDictionary<SigmaRule, int> ranks,
        DetectionSpool spool, LineageCandidates candidates, ScanProgress progress, RecoveredRecords? recovered, LayerCache? layers, CancellationToken stop)
    {
        (_logs, _ranks, _progress, _stop, _engine) = (settings.Logs, ranks, progress, stop, engine);
        (_filter, _tuning) = (settings.Filter is { IsEmpty: false } filter ? filter : null, settings.Tuning);
        _matcher = new SigmaMatcher { Profile = settings.Profile ? new RuleProfile() : null };
        Census = settings.Census ? new LogCensus() : null;
        _writer = settings.Writer?.Invoke();
        _observer = settings.Observer?.Invoke();
        _part = _writer is null ? null : spool.NewPart();
        _candidates = settings.Lineage is null ? null : candidates.NewPart();
        (_parser, _templates, _kinds, _recovered) = (new EvtxChunkParser(templates), templates, new EventKindCache(engine), recovered);
        _evtxLog = new EvtxLog(_parser);
        _evtx = new EvtxRecordEvent(_parser, _kinds);
        _layers = layers is null ? null : new LayerMatcher(engine, _matcher, layers);
        _keep = Keep;
        _noteCut = (e, why) => Problems.Add(_log, e.Position, $"decoded in part: {why}", isDamage: false);
    }

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>JSON objects that are no events.</summary>
    public long Others { get; private set; }

    /// <summary>Logs of JSON objects none of which is an event.</summary>
    public int Eventless { get; private set; }

    /// <summary>Audit events that lack records which once were there.</summary>
    public long Incomplete { get; private set; }

    /// <summary>Records that the filter left out.</summary>
    public long Filtered { get; private set; }

    /// <summary>Matches of rules that look at lineage.</summary>
    public long Candidates { get; private set; }

    /// <summary>Events of which something was decoded.</summary>
    public long Decoded => _layers?.Decoded ?? 0;

    /// <summary>Events that were decoded in part.</summary>
    public long DecodedInPart => _layers?.Cut ?? 0;

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>What could not be read.</summary>
    public LogProblems Problems { get; } = new();

    /// <summary>What the logs can show.</summary>
    public SigmaReadiness Readiness { get; } = new();

    /// <summary>What each rule cost; null when it was not asked for.</summary>
    public RuleProfile? Profile => _matcher.Profile;

    /// <summary>What the logs hold; null when it was not asked for.</summary>
    public LogCensus? Census { get; }

    /// <summary>What was found.</summary>
    public DetectionTally Tally { get; } = new();

    /// <summary>Reads one piece. What cannot be read is noted.</summary>
    public void Run(ScanUnit unit)
    {
        LogFile log = _logs[_log = unit.Log];
        long before = Records, found = Tally.Count;
        try
        {
            if (log.Format == LogFormat.Evtx) ReadEvtx(log, unit);
            else ReadText(log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Problems.Add(unit.Log, unit.Start, $"cannot be read on: {e.Message}");
        }

        _progress.AddRecords(Records - before);
        _progress.AddDetections(Tally.Count - found);
    }

    private void ReadEvtx(LogFile log, ScanUnit unit)
    {
        using Stream stream = LogStream.Open(log);
        if (unit.Start > 0) stream.Position = unit.Start;
        _evtx.Source = log.Source;
        _evtxLog.Read(stream, unit.Start, log.IsCompressed ? long.MaxValue : unit.Length, log, Take, Note, Count, _stop);

        void Take()
        {
            _recovered?.AddLive(_hash.Of(_parser));
            _evtx.Take();
            Match(_evtx);
        }
    }

    private void ReadText(LogFile log)
    {
        using Stream stream = LogStream.Open(log);
        if (!_textLogs.TryGetValue(log.Format, out TextLog? reader)) _textLogs.Add(log.Format, reader = TextLog.Create(log.Format, _engine));
        if (reader.Surveys)
        {
            using Stream first = LogStream.Open(log);
            reader.Survey(first, log, _stop);
        }

        (long records, long damaged) = (Records, Problems.Damaged);
        reader.Read(stream, log, new LogSink(Match, (position, message, isDamage) => Problems.Add(_log, position, message, isDamage), Count, _stop));
        Others += reader.Others;
        Incomplete += reader.Incomplete;
        Census?.ObserveOthers(_log, reader.Others);
        if (reader.Others > 0 && Records == records && Problems.Damaged == damaged) Eventless++;
    }

    private void Match(Event e)
    {
        Records++;
        if (_filter is not null && !_filter.Passes(e))
        {
            Filtered++;
            return;
        }

        Census?.Observe(_log, e);
        _observer?.Observe(_log, e);
        Readiness.Observe(e, e.Host);
        IReadOnlyList<SigmaRule> rules = _matcher.Match(e);
        for (int i = 0; i < rules.Count; i++) Keep(e, rules[i]);
        _layers?.Match(e, rules, _keep, _noteCut);
    }

    private void Keep(Event e, SigmaRule rule)
    {
        if (_tuning is not null && _tuning.Hides(rule, e)) return;
        DetectionKey key = new(e.Time, _log, e.Position, _ranks[rule]);
        if (rule.LooksAtLineage)
        {
            Candidates++;
            if (_candidates is not null) LineageCandidates.Add(_candidates, key, e, _matcher.Decide(e, rule), _matcher.Explain(e, rule));
            return;
        }

        IReadOnlyList<MatchedItem>? matched = null;
        Tally.Add(rule, e.Host, key, Matched, e.IsRecovered, e.Layer > 0);
        if (_writer is null) return;
        _writer.Write(_part!.Output, e, rule, Matched());
        _part.Add(key);

        IReadOnlyList<MatchedItem> Matched() => matched ??= _matcher.Explain(e, rule);
    }

    private void Note(EvtxProblem problem) =>
        Problems.Add(_log, problem.Position, problem.Message, problem.Kind != EvtxProblemKind.FileDirty);

    private void Count(int bytes)
    {
        Bytes += bytes;
        _progress.AddBytes(bytes);
    }
}
