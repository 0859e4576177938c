using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>
/// Correlations in a scan: matches that they need go through the spool, which puts them in order of time, and are evaluated when all
/// logs are read.
/// </summary>
internal sealed class CorrelationPlan
{
    private readonly ScanSettings _settings;
    private readonly SigmaCorrelator _correlator;
    private readonly Dictionary<SigmaRule, int> _ranks;
    private readonly Dictionary<SigmaRule, (int Index, string[] Fields)> _needed = [];
    private readonly HashSet<SigmaRule> _silent = [];
    private readonly SigmaRule[] _bases;
    private readonly EventKind _noKind;
    private readonly SigmaEngine _noRules;
    private readonly Dictionary<string, int> _logs = [];

    private CorrelationPlan(ScanSettings settings)
    {
        SigmaRule[] correlations = [.. settings.Rules.Where(rule => rule.Correlation is not null)];
        _correlator = new SigmaCorrelator(correlations);
        Dictionary<(string, string, int), SigmaRule> given = [];
        foreach (SigmaRule rule in settings.Rules) given.TryAdd(KeyOf(rule), rule);
        _bases = [.. _correlator.Rules.Select(rule => given.GetValueOrDefault(KeyOf(rule), rule))];
        for (int i = 0; i < _bases.Length; i++)
        {
            _needed.Add(_bases[i], (i, [.. _correlator.FieldsOf(_bases[i]).Order(StringComparer.Ordinal)]));
            if (!_bases[i].Generates || !given.ContainsKey(KeyOf(_bases[i]))) _silent.Add(_bases[i]);
        }

        SigmaRule[] rules = [.. settings.Rules.Where(rule => rule.Generates || rule.Correlation is not null || _needed.ContainsKey(rule)).Union(_bases)];
        _ranks = rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).ThenBy(rule => rule.Path, StringComparer.Ordinal).ThenBy(rule => rule.Line)
            .Select((rule, rank) => (rule, rank)).ToDictionary(pair => pair.rule, pair => pair.rank);
        for (int i = 0; i < settings.Logs.Count; i++) _logs.TryAdd(settings.Logs[i].Source, i);
        _noRules = new SigmaEngine([], settings.LogSources);
        _noKind = _noRules.GetKind("", "", -1, []);
        Inner = settings.Writer;
        _settings = settings;
        Settings = settings with { Rules = rules, Writer = () => new CorrelationTap(this, Inner?.Invoke()) };
    }

    /// <summary>The settings that the scan runs with.</summary>
    public ScanSettings Settings { get; }

    /// <summary>How detections are written in the end.</summary>
    public Func<DetectionWriter>? Inner { get; }

    /// <summary>The plan of a scan; null when none of its rules has to do with correlations.</summary>
    public static CorrelationPlan? Create(ScanSettings settings) =>
        settings.Rules.Any(rule => rule.Correlation is not null || !rule.Generates) ? new CorrelationPlan(settings) : null;

    /// <summary>Whether correlations need a rule's matches: its number among such rules and the fields to keep.</summary>
    public bool Needs(SigmaRule rule, out (int Index, string[] Fields) need) => _needed.TryGetValue(rule, out need);

    /// <summary>Whether a rule's matches are no detections.</summary>
    public bool IsSilent(SigmaRule rule) => _silent.Contains(rule);

    /// <summary>Evaluates the correlations; what they find is added to the spool and counted.</summary>
    public void Evaluate(DetectionSpool spool, DetectionTally tally)
    {
        DetectionSpool.Part part = spool.NewPart();
        DetectionWriter? writer = Inner?.Invoke();
        foreach (SpooledLine line in spool.InOrder())
        {
            if (CorrelationRecord.Read(line.Line.Span) is not { } record) continue;
            KeptEvent e = new(_settings.Logs, record, record.Names.Length == 0 ? _noKind : _noRules.GetKind("", "", -1, record.Names));
            Write(_correlator.Add(new CorrelationEvent(_bases[record.Rule], record.Time, record.Values(), e) { Place = new(record.Log, record.Position) }));
        }

        Write(_correlator.Finish());

        void Write(IReadOnlyList<CorrelationMatch> matches)
        {
            foreach (CorrelationMatch match in matches)
            {
                KeptEvent e = (KeptEvent)match.Event.Origin!;
                if (_settings.Tuning?.Hides(match.Rule, e) == true) continue;
                DetectionKey key = new(e.Time, e.Log, e.Position, _ranks[match.Rule]);
                IReadOnlyList<MatchedItem> matched = Matched(match);
                tally.Add(match.Rule, e.Host, key, () => matched, e.IsRecovered);
                if (writer is null) continue;
                writer.Write(part.Output, e, match.Rule, [.. matched, .. Evidence(match)]);
                part.Add(key);
            }
        }
    }

    /// <summary>What the correlations could not take account of.</summary>
    public IEnumerable<Logs.LogProblem> Problems()
    {
        if (_correlator.Incomplete > 0)
            yield return new("correlations", -1, $"{_correlator.Incomplete:N0} matches do not count: they lack a time, or a value that a correlation groups by or measures", false);
        if (_correlator.LeftOut > 0)
            yield return new("correlations", -1, $"{_correlator.LeftOut:N0} matches do not count: too many lie in open windows", false);
    }

    /// <summary>The index of a log.</summary>
    public int LogOf(Event e) => _logs.GetValueOrDefault(e.Source);

    // Where the events stand, so that an analyst can go there: of many, the first and the last.
    private IEnumerable<MatchedItem> Evidence(CorrelationMatch match)
    {
        yield return new MatchedItem("events", match.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), "in the window");
        foreach (CorrelationEvidence evidence in match.Evidence)
        {
            yield return new MatchedItem("event", string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{_settings.Logs[evidence.Place.Log].Source}:{evidence.Place.Position}"), evidence.Rule.Title);
        }
    }

    private static IReadOnlyList<MatchedItem> Matched(CorrelationMatch match)
    {
        SigmaCorrelation correlation = match.Rule.Correlation!;
        string span = correlation.Timespan == TimeSpan.MaxValue ? "" : $" within {correlation.Timespan:c}";
        string wanted = correlation.Expression is null ? string.Join(" and ", correlation.Bounds) : "the condition's rules";
        return
        [
            .. match.Group.Select(group => new MatchedItem(group.Key, group.Value, "group-by")),
            new MatchedItem("count", match.Measure.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{correlation.Type} {wanted}{span}"),
        ];
    }

    // A rule and its copy with another level are one.
    private static (string, string, int) KeyOf(SigmaRule rule) => (rule.Id, rule.Path, rule.Line);
}
