using Stemma.Sigma.Correlations;

namespace Stemma.Sigma;

/// <summary>
/// Runs correlation rules over the matches of the rules they are about. Windows slide with the events' own time. A correlation fires at
/// the event with which its condition comes to hold, and again only after it has ceased to; one whose condition has an upper bound or
/// a rule that must not match fires when its window is over. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// SigmaCorrelator correlator = new(set.Correlations);
/// foreach (CorrelationEvent e in matches.OrderBy(e => e.Time)) Report(correlator.Add(e));
/// Report(correlator.Finish());
/// </code>
/// </example>
public sealed class SigmaCorrelator
{
    private const int FirstSweep = 1 << 16;

    private readonly HashSet<SigmaRule> _reported;
    private readonly List<CorrelationState> _states = [];
    private readonly Dictionary<SigmaRule, List<(CorrelationState State, int Rule)>> _users = new(SameRule.Comparer);
    private readonly Dictionary<SigmaRule, HashSet<string>> _fields = new(SameRule.Comparer);
    private readonly PriorityQueue<(CorrelationState State, CorrelationWindow Window), (long End, long Order)> _ends = new();
    private readonly List<CorrelationMatch> _matches = [];
    private readonly int _capacity;
    private long _kept, _sweepAt, _order, _time;

    /// <summary>Takes the rules.</summary>
    /// <param name="correlations">The correlation rules; those they are about need not be given. Only those given, which generate, are reported.</param>
    /// <param name="capacity">How many events may be kept at once; what exceeds it is left out and counted.</param>
    public SigmaCorrelator(IEnumerable<SigmaRule> correlations, int capacity = 4_000_000)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        _capacity = capacity;
        _sweepAt = Math.Min(FirstSweep, capacity);
        SigmaRule[] given = [.. correlations.Where(rule => rule.Correlation is not null)];
        _reported = new(given.Where(rule => rule.Generates), SameRule.Comparer);
        HashSet<SigmaRule> known = new(SameRule.Comparer);
        foreach (SigmaRule rule in given) Include(rule, known);
        foreach (SigmaRule rule in _users.Keys.Where(rule => rule.Correlation is null)) _fields[rule] = [];
        foreach (CorrelationState state in _states)
            for (int i = 0; i < state.Rule.Correlation!.Rules.Length; i++) Want(state.Rule.Correlation.Rules[i], state.Fields(i));
    }

    /// <summary>The rules about single events whose matches it needs.</summary>
    public IReadOnlyCollection<SigmaRule> Rules => _fields.Keys;

    /// <summary>How many events lacked a time or a value of <c>group-by</c> or of the field that is measured, once for each correlation.</summary>
    public long Incomplete => _states.Sum(state => state.Incomplete);

    /// <summary>How many events were left out because too many were kept already.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The fields whose values must be given with the matches of a rule; none when no correlation needs it.</summary>
    /// <param name="rule">The rule.</param>
    public IReadOnlyCollection<string> FieldsOf(SigmaRule rule) => _fields.TryGetValue(rule, out HashSet<string>? fields) ? fields : [];

    /// <summary>Takes a match. Matches come in order of time.</summary>
    /// <param name="e">The match.</param>
    /// <returns>What fires by it, or before it; lives until the next call.</returns>
    /// <exception cref="ArgumentException">It is earlier than the one before it.</exception>
    public IReadOnlyList<CorrelationMatch> Add(CorrelationEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Time > 0 && e.Time < _time) throw new ArgumentException("events must be given in order of time", nameof(e));
        _matches.Clear();
        EndWindows(Math.Max(_time, e.Time));
        _time = Math.Max(_time, e.Time);
        Take(e);
        return _matches;
    }

    /// <summary>Ends all windows.</summary>
    /// <returns>What fires by it; lives until the next call.</returns>
    public IReadOnlyList<CorrelationMatch> Finish()
    {
        _matches.Clear();
        EndWindows(null);
        return _matches;
    }

    private void Include(SigmaRule rule, HashSet<SigmaRule> known)
    {
        if (!known.Add(rule)) return;
        CorrelationState state = new(rule);
        _states.Add(state);
        for (int i = 0; i < rule.Correlation!.Rules.Length; i++)
        {
            SigmaRule about = rule.Correlation.Rules[i];
            if (!_users.TryGetValue(about, out var users)) _users.Add(about, users = []);
            users.Add((state, i));
            if (about.Correlation is not null) Include(about, known);
        }
    }

    private void Want(SigmaRule rule, IEnumerable<string> fields)
    {
        if (rule.Correlation is null) _fields[rule].UnionWith(fields);
        else foreach (SigmaRule about in rule.Correlation.Rules) Want(about, fields);
    }

    private void Take(CorrelationEvent e)
    {
        if (!_users.TryGetValue(e.Rule, out var users)) return;
        foreach ((CorrelationState state, int rule) in users)
        {
            if (!HasRoom(e.Time) || state.Find(e, rule, out string? value, out double number) is not { } window) continue;
            if (state.IsJudgedAtEnd)
            {
                if (window.Count == 0)
                {
                    if (!state.Opens(rule))
                    {
                        state.Forget(window);
                        continue;
                    }

                    _ends.Enqueue((state, window), (state.End(e.Time), _order++));
                }

                window.Add(e, rule, value, number);
                _kept++;
                continue;
            }

            _kept -= state.Prune(window, e.Time);
            window.Add(e, rule, value, number);
            _kept++;
            bool held = window.Held;
            window.Held = window.Holds();
            if (window.Held && !held) Fire(state.Rule, window, e.Time);
        }
    }

    private void EndWindows(long? before)
    {
        while (_ends.TryPeek(out var next, out var key) && (before is null || key.End < before))
        {
            _ends.Dequeue();
            bool fires = next.Window.Holds();
            if (key.End < long.MaxValue) _time = Math.Max(_time, key.End);
            if (fires) Fire(next.State.Rule, next.Window, Math.Min(key.End, _time));
            do _kept -= next.State.Advance(next.Window);
            while (fires && next.Window.Count > 0);
            if (next.Window.Count > 0) _ends.Enqueue(next, (next.State.End(next.Window.Start), _order++));
            else next.State.Forget(next.Window);
        }
    }

    private void Fire(SigmaRule rule, CorrelationWindow window, long time)
    {
        CorrelationEvent last = window.Last!;
        if (_reported.TryGetValue(rule, out SigmaRule? reported)) _matches.Add(new CorrelationMatch(reported, time, last, window.Group, window.Measure()) { Count = window.Count, Evidence = window.Evidence() });
        if (!_users.ContainsKey(rule)) return;
        Dictionary<string, string?> values = new(last.Values);
        foreach ((string name, string value) in window.Group) values[name] = value;
        Take(new CorrelationEvent(rule, time, values, last.Origin) { Place = last.Place });
    }

    private bool HasRoom(long time)
    {
        if (_kept >= _sweepAt)
        {
            foreach (CorrelationState state in _states) _kept -= state.PruneAll(time);
            _sweepAt = Math.Min(_capacity, Math.Max(FirstSweep, _kept * 2));
            if (_kept >= _capacity) _sweepAt = _kept + 1;
        }

        if (_kept < _capacity) return true;
        LeftOut++;
        if (LeftOut % FirstSweep == 0) _sweepAt = 0;
        return false;
    }
}
