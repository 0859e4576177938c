namespace Stemma.Sigma.Correlations;

/// <summary>One correlation rule at work: its groups and their windows.</summary>
internal sealed class CorrelationState
{
    private readonly SigmaCorrelation _correlation;
    private readonly long _span;
    private readonly string[][] _groupFields;
    private readonly string[][] _valueFields;
    private readonly bool[] _opens;
    private readonly bool _slides;
    private readonly Dictionary<string, CorrelationWindow> _windows = new(StringComparer.OrdinalIgnoreCase);

    public CorrelationState(SigmaRule rule)
    {
        Rule = rule;
        _correlation = rule.Correlation!;
        _span = _correlation.Timespan.Ticks;
        int[] rules = [.. Enumerable.Range(0, _correlation.Rules.Length)];
        _groupFields = [.. rules.Select(index => _correlation.GroupBy.Select(name => _correlation.FieldOf(name, index)!).ToArray())];
        _valueFields = [.. rules.Select(index => _correlation.Fields.Select(name => _correlation.FieldOf(name, index)!).ToArray())];
        IsJudgedAtEnd = _correlation.IsJudgedAtEnd;
        _slides = _correlation.Expression is not null;
        _opens = [.. rules.Select(index => _correlation.Expression is null || _correlation.IsWanted(index))];
    }

    /// <summary>The rule.</summary>
    public SigmaRule Rule { get; }

    /// <summary>Whether it fires at the end of windows.</summary>
    public bool IsJudgedAtEnd { get; }

    /// <summary>Events that lack a value it needs.</summary>
    public long Incomplete { get; private set; }

    /// <summary>The fields it looks at in the events of one of its rules.</summary>
    public IEnumerable<string> Fields(int rule) => _groupFields[rule].Concat(_valueFields[rule]);

    /// <summary>The window that an event belongs to; null when it lacks a value.</summary>
    public CorrelationWindow? Find(CorrelationEvent e, int rule, out string? value, out double number)
    {
        (value, number) = (null, 0);
        string?[] group = [.. _groupFields[rule].Select(field => e.Values.GetValueOrDefault(field))];
        string?[] values = [.. _valueFields[rule].Select(field => e.Values.GetValueOrDefault(field))];
        if (e.Time <= 0 || group.Contains(null) || values.Contains(null)
            || (_correlation.Type >= SigmaCorrelationType.ValueSum && !NumberText.TryParse(values[0], out number)))
        {
            Incomplete++;
            return null;
        }

        if (values.Length > 0) value = Key(values);
        string key = Key(group);
        if (!_windows.TryGetValue(key, out CorrelationWindow? window))
        {
            _windows.Add(key, window = new CorrelationWindow(_correlation,
                [.. _correlation.GroupBy.Select((name, index) => KeyValuePair.Create(name, group[index]!))], key));
        }

        return window;
    }

    /// <summary>Takes out what is too old at a time. Returns how many.</summary>
    public int Prune(CorrelationWindow window, long time)
    {
        int removed = 0;
        while (window.Count > 0 && window.Start < time - _span)
        {
            window.RemoveFirst();
            removed++;
        }

        if (window.Count == 0) window.Held = false;
        return removed;
    }

    /// <summary>Takes out what is too old in all groups, and groups that hold nothing. Returns how many events.</summary>
    public int PruneAll(long time)
    {
        int removed = 0;
        foreach (CorrelationWindow window in _windows.Values)
        {
            if (!IsJudgedAtEnd) removed += Prune(window, time);
            if (window.Count == 0) Forget(window);
        }

        return removed;
    }

    /// <summary>Whether an event of a rule may be the first of a window: of one that must not match, it may not.</summary>
    public bool Opens(int rule) => _opens[rule];

    /// <summary>When a window that begins now ends.</summary>
    public long End(long start) => start > long.MaxValue - _span ? long.MaxValue : start + _span;

    /// <summary>Ends a window that did not fire. A count starts afresh; what relates rules goes on from the next event that may open one.</summary>
    public int Advance(CorrelationWindow window)
    {
        int before = window.Count;
        do window.RemoveFirst();
        while (window.Count > 0 && !(_slides && _opens[window.FirstRule]));
        return before - window.Count;
    }

    /// <summary>Lets go of an empty window.</summary>
    public void Forget(CorrelationWindow window) => _windows.Remove(window.Key);

    private static string Key(string?[] values) =>
        values is [{ } only] ? only : string.Concat(values.Select(value => $"{value!.Length}:{value}"));
}
