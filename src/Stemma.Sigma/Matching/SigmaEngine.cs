using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Stemma.Sigma.Matching;

namespace Stemma.Sigma;

/// <summary>
/// Runs many rules over events. Rules are compiled per class of events (log sources and event id) when the first event of the class
/// arrives. Thread-safe; each thread matches with a <see cref="SigmaMatcher"/> of its own.
/// </summary>
/// <example>
/// <code>
/// SigmaEngine engine = new(rules, LogSourceMap.Load(["content/logsources"]));
/// EventKind kind = engine.GetKind("Security", "Microsoft-Windows-Security-Auditing", 4688, ["NewProcessName", "CommandLine"]);
/// foreach (SigmaRule rule in new SigmaMatcher().Match(eventOfThatKind)) Console.WriteLine(rule.Title);
/// </code>
/// </example>
public sealed class SigmaEngine
{
    // Channels and providers are the logs' to invent.
    private const int MaximumClasses = 16_384;

    private readonly LogSourceRules[] _rules;
    private readonly LogSourceMap _map;
    private readonly HashSet<int> _eventIds = [];
    private bool _comparesEventIds;
    private readonly ConcurrentDictionary<string, Lazy<MatchProgram>> _programs = new();
    private readonly ConcurrentDictionary<LogSourceEntry[], string> _keys = new(new SameEntries());
    private readonly ConcurrentDictionary<EventClassId, EventClass> _classes = new();

    /// <summary>Takes the rules; compiles nothing yet.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="map">Which events the rules' log sources mean.</param>
    public SigmaEngine(IReadOnlyList<SigmaRule> rules, LogSourceMap map)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
        Dictionary<SigmaLogSource, LogSourceRules> bySource = [];
        for (int rank = 0; rank < rules.Count; rank++)
        {
            SigmaRule rule = rules[rank];
            if (rule.Correlation is not null) continue;
            if (!bySource.TryGetValue(rule.LogSource, out LogSourceRules? same)) bySource.Add(rule.LogSource, same = new LogSourceRules(rule.LogSource, []));
            same.Rules.Add(new RuleToMatch(rule, rank, rule.EventCondition));
        }

        _rules = [.. bySource.Values];
        foreach (SigmaRule rule in rules) NoteEventIds(rule.EventCondition);
    }

    /// <summary>What events of one kind have in common. Costs a look-up; keep the answer for the events that follow.</summary>
    /// <param name="channel">The log's channel; empty when there is none.</param>
    /// <param name="provider">The provider; empty when there is none.</param>
    /// <param name="eventId">The event id; −1 when there is none.</param>
    /// <param name="names">The fields, in the order of the events' values.</param>
    /// <param name="logSource">The log source for events whose channel the map does not know; null when they have none.</param>
    public EventKind GetKind(
        string channel, string provider, int eventId, IReadOnlyList<string> names, SigmaLogSource? logSource = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (_classes.Count > MaximumClasses) _classes.Clear();
        EventClass known = _classes.GetOrAdd(new EventClassId(channel, provider, eventId, logSource), Classify);
        return new EventKind([.. names], known.Aliases, known.Program, known.LogSources);
    }

    private EventClass Classify(EventClassId id)
    {
        LogSourceEntry[] entries = [.. _map.Find(id.Channel, id.Provider, id.EventId)];
        if (id.LogSource is not null && !Array.Exists(entries, entry => entry.Channel is not null))
            entries = [.. entries, new LogSourceEntry(id.LogSource, null, [], [])];
        Dictionary<string, string> aliases = [];
        foreach (LogSourceEntry entry in entries)
            foreach ((string name, string own) in entry.Fields) aliases.TryAdd(name, own);
        return new EventClass(Program(entries, id.EventId), aliases, [.. entries.Select(entry => entry.LogSource).Distinct()]);
    }

    private MatchProgram Program(LogSourceEntry[] entries, int eventId)
    {
        // Ids and log sources that no rule names are one class: the number of programs is bounded by the rules, not by the logs.
        int? known = _eventIds.Contains(eventId) ? eventId : _comparesEventIds ? null : int.MinValue;
        if (_keys.Count > MaximumClasses) _keys.Clear();
        string key = _keys.GetOrAdd(entries, Key) + '#' + known;
        return _programs.GetOrAdd(key, _ => new Lazy<MatchProgram>(() => ProgramBuilder.Build(RulesOf(entries), known))).Value;
    }

    // Which rules' log sources are among an event's, and what the event must have besides.
    private string Key(LogSourceEntry[] entries)
    {
        StringBuilder key = new();
        for (int i = 0; i < _rules.Length; i++)
        {
            LogSourceEntry[] through = Through(_rules[i].LogSource, entries);
            if (through.Length == 0) continue;
            key.Append('|').Append(i);
            if (!IsUnconditional(through)) key.AppendJoin("", through.Select(entry => $"?{Text(entry.Where)}"));
        }

        return key.ToString();
    }

    private static LogSourceEntry[] Through(SigmaLogSource wanted, LogSourceEntry[] entries) => Array.FindAll(entries, entry => IsAbout(wanted, entry.LogSource));

    private static bool IsUnconditional(LogSourceEntry[] through) => Array.Exists(through, entry => entry.Where.IsEmpty);

    private List<RuleToMatch> RulesOf(LogSourceEntry[] entries)
    {
        List<RuleToMatch> about = [];
        foreach ((SigmaLogSource logSource, List<RuleToMatch> rules) in _rules)
        {
            LogSourceEntry[] through = Through(logSource, entries);
            if (through.Length == 0) continue;
            SigmaExpression? also = IsUnconditional(through) ? null : new SigmaExpression.Or([.. through.Select(Where)]);
            foreach (RuleToMatch rule in rules)
                about.Add(also is null ? rule : rule with { Condition = new SigmaExpression.And([rule.Condition, also]) });
        }

        about.Sort((a, b) => a.Rank.CompareTo(b.Rank));
        return about;
    }

    private static bool IsAbout(SigmaLogSource wanted, SigmaLogSource given) =>
        IsAbout(wanted.Product, given.Product) && IsAbout(wanted.Category, given.Category) && IsAbout(wanted.Service, given.Service);

    private static bool IsAbout(string? wanted, string? given) =>
        wanted is null || string.Equals(wanted, given, StringComparison.OrdinalIgnoreCase);

    private static SigmaExpression Where(LogSourceEntry entry) =>
        new SigmaExpression.And([.. entry.Where.Select(field => new SigmaExpression.Or(
            [.. field.Value.Select(value => new SigmaExpression.Leaf(
                new SigmaTest.Literal(field.Key, value, value, TextAnchor.Equals)))]))]);

    private static string Text(ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> where) =>
        string.Join('&', where.Select(field => $"{field.Key}={string.Join(',', field.Value)}"));

    // Which ids rules name.
    private void NoteEventIds(SigmaExpression expression)
    {
        switch (expression)
        {
            case SigmaExpression.And and:
                foreach (SigmaExpression term in and.Terms) NoteEventIds(term);
                break;
            case SigmaExpression.Or or:
                foreach (SigmaExpression term in or.Terms) NoteEventIds(term);
                break;
            case SigmaExpression.Not not:
                NoteEventIds(not.Term);
                break;
            case SigmaExpression.Leaf { Value: SigmaTest.Number { Field: "EventID" } number }:
                if (number.Comparison != NumberComparison.Equal) _comparesEventIds = true;
                else if (number.Value is >= 0 and <= int.MaxValue) _eventIds.Add((int)number.Value);
                break;
        }
    }

    /// <summary>Entries are the same when they are equal one by one.</summary>
    private sealed class SameEntries : IEqualityComparer<LogSourceEntry[]>
    {
        public bool Equals(LogSourceEntry[]? x, LogSourceEntry[]? y)
        {
            if (x!.Length != y!.Length) return false;
            for (int i = 0; i < x.Length; i++)
                if (!ReferenceEquals(x[i], y[i]) && !x[i].Equals(y[i])) return false;
            return true;
        }

        public int GetHashCode(LogSourceEntry[] entries)
        {
            HashCode hash = default;
            foreach (LogSourceEntry entry in entries) hash.Add(entry.LogSource);
            return hash.ToHashCode();
        }
    }

    /// <summary>The rules about one log source.</summary>
    private sealed record LogSourceRules(SigmaLogSource LogSource, List<RuleToMatch> Rules);

    /// <summary>What makes events of one class.</summary>
    private sealed record EventClassId(string Channel, string Provider, int EventId, SigmaLogSource? LogSource);

    /// <summary>What all events of one channel, provider and id share.</summary>
    private sealed record EventClass(MatchProgram Program, Dictionary<string, string> Aliases, ImmutableArray<SigmaLogSource> LogSources);
}
