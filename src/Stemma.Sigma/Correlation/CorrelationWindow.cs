using System.Runtime.InteropServices;

namespace Stemma.Sigma.Correlations;

/// <summary>What of one group lies in the window of a correlation, and its measure kept up to date.</summary>
internal sealed class CorrelationWindow
{
    private readonly SigmaCorrelation _correlation;
    private readonly TimeQueue<Entry> _entries = new();
    private readonly int[] _counts;
    private readonly TimeQueue<bool>[] _times = [];
    private readonly Dictionary<string, int>? _distinct;
    private readonly List<double>? _sorted;
    private double _sum;

    /// <summary>An empty window.</summary>
    public CorrelationWindow(SigmaCorrelation correlation, IReadOnlyList<KeyValuePair<string, string>> group, string key)
    {
        (_correlation, Group, Key) = (correlation, group, key);
        _counts = new int[correlation.Rules.Length];
        if (correlation.Type == SigmaCorrelationType.TemporalOrdered) _times = [.. correlation.Rules.Select(_ => new TimeQueue<bool>())];
        if (correlation.Type == SigmaCorrelationType.ValueCount) _distinct = new(StringComparer.OrdinalIgnoreCase);
        if (correlation.Type is SigmaCorrelationType.ValuePercentile or SigmaCorrelationType.ValueMin or SigmaCorrelationType.ValueMax) _sorted = [];
    }

    private readonly record struct Entry(int Rule, string? Value, double Number, CorrelationPlace Place);

    /// <summary>The values that all events of the group share.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Group { get; }

    /// <summary>The group as one text.</summary>
    public string Key { get; }

    /// <summary>How many events there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The time of the earliest event.</summary>
    public long Start => _entries.First.Time;

    /// <summary>The rule of the earliest event.</summary>
    public int FirstRule => _entries.First.Item.Rule;

    /// <summary>The latest event.</summary>
    public CorrelationEvent? Last { get; private set; }

    /// <summary>The condition held when it was last judged.</summary>
    public bool Held { get; set; }

    /// <summary>Adds an event that is not earlier than the last.</summary>
    public void Add(CorrelationEvent e, int rule, string? value, double number)
    {
        Last = e;
        _entries.Add(e.Time, new Entry(rule, value, number, e.Place));
        _counts[rule]++;
        if (_times.Length > 0) _times[rule].Add(e.Time, true);
        if (_distinct is not null) CollectionsMarshal.GetValueRefOrAddDefault(_distinct, value!, out _)++;
        if (_sorted is not null) _sorted.Insert(_sorted.BinarySearch(number) is var at && at < 0 ? ~at : at, number);
        _sum += number;
    }

    /// <summary>Takes the earliest event out.</summary>
    public void RemoveFirst()
    {
        (_, Entry entry) = _entries.Take();
        _counts[entry.Rule]--;
        if (_times.Length > 0) _times[entry.Rule].Take();
        if (_distinct is not null && --CollectionsMarshal.GetValueRefOrAddDefault(_distinct, entry.Value!, out _) == 0) _distinct.Remove(entry.Value!);
        _sorted?.RemoveAt(_sorted.BinarySearch(entry.Number));
        _sum = _entries.Count == 0 ? 0 : _sum - entry.Number;
        if (_entries.Count == 0) Last = null;
    }

    /// <summary>The events in order of time; of many, the first and the last.</summary>
    public IReadOnlyList<CorrelationEvidence> Evidence()
    {
        const int ends = CorrelationMatch.EvidenceEnds;
        IEnumerable<int> shown = _entries.Count <= 2 * ends ? Enumerable.Range(0, _entries.Count)
            : Enumerable.Range(0, ends).Concat(Enumerable.Range(_entries.Count - ends, ends));
        return [.. shown.Select(_entries.At).Select(entry => new CorrelationEvidence(_correlation.Rules[entry.Item.Rule], entry.Time, entry.Item.Place))];
    }

    /// <summary>Whether the condition holds.</summary>
    public bool Holds()
    {
        if (_correlation.Expression is { } expression) return Holds(expression);
        double measure = Measure();
        foreach (CorrelationBound bound in _correlation.Bounds)
            if (!bound.Holds(measure)) return false;
        return true;
    }

    /// <summary>What the correlation's type measures.</summary>
    public double Measure() => _correlation.Type switch
    {
        SigmaCorrelationType.EventCount => _entries.Count,
        SigmaCorrelationType.ValueCount => _distinct!.Count,
        SigmaCorrelationType.Temporal => _counts.Count(count => count > 0),
        SigmaCorrelationType.TemporalOrdered => LongestOrder(),
        SigmaCorrelationType.ValueSum => _sum,
        SigmaCorrelationType.ValueAvg => _sum / _entries.Count,
        SigmaCorrelationType.ValueMin => _sorted![0],
        SigmaCorrelationType.ValueMax => _sorted![^1],
        _ => _sorted![Math.Max(0, (int)Math.Ceiling(_correlation.Percentile / 100 * _sorted.Count) - 1)],
    };

    // How many of the rules matched one after another, in their order, at times that do not decrease.
    private int LongestOrder()
    {
        Span<long> ends = stackalloc long[Math.Min(_times.Length, 256) + 1];
        int longest = 0;
        ends[0] = long.MinValue;
        foreach (TimeQueue<bool> times in _times)
        {
            for (int length = Math.Min(longest, ends.Length - 2); length >= 0; length--)
            {
                if (times.NotBefore(ends[length]) is not { } time) continue;
                if (length == longest) ends[++longest] = time;
                else ends[length + 1] = Math.Min(ends[length + 1], time);
            }
        }

        return longest;
    }

    private bool Holds(SigmaExpression expression)
    {
        switch (expression)
        {
            case SigmaExpression.And and:
                foreach (SigmaExpression term in and.Terms)
                    if (!Holds(term)) return false;
                return true;
            case SigmaExpression.Or or:
                foreach (SigmaExpression term in or.Terms)
                    if (Holds(term)) return true;
                return false;
            case SigmaExpression.Not not:
                return !Holds(not.Term);
            default:
                return _counts[_correlation.RuleOf((SigmaExpression.Leaf)expression)] > 0;
        }
    }
}
