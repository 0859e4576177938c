using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Stemma.Sigma.Matching;
using Stemma.Sigma.Rules;

namespace Stemma.Sigma;

/// <summary>
/// Notes what the logs at hand can show: which kinds of events each host has, and which fields of them ever hold a value. Then it says
/// which rules could not have fired, and why. One a thread, then added up.
/// </summary>
public sealed class SigmaReadiness
{
    private readonly Dictionary<string, Dictionary<MatchProgram, bool[]>> _hosts = [];
    private readonly Dictionary<string, Dictionary<MatchProgram, bool[]>>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private string? _lastHost;
    private Dictionary<MatchProgram, bool[]>? _lastSeen;

    /// <summary>Has noted nothing yet.</summary>
    public SigmaReadiness() => _byHost = _hosts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Fields that no log has, because whoever matches makes them of others, and those others: one that rules ask for is there when one of these is.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> Made { get; init; } = new Dictionary<string, string[]>();

    /// <summary>How many hosts were seen.</summary>
    public int Hosts => _hosts.Count;

    /// <summary>Notes an event.</summary>
    /// <param name="e">The event; its kind is from the engine that the rules are in.</param>
    /// <param name="host">The machine that recorded it.</param>
    public void Observe(SigmaEvent e, ReadOnlySpan<char> host)
    {
        ArgumentNullException.ThrowIfNull(e);
        EventKind kind = e.Kind;
        if (_lastHost is null || !host.SequenceEqual(_lastHost))
        {
            if (!_byHost.TryGetValue(host, out string? name, out _lastSeen)) _hosts.Add(name = host.ToString(), _lastSeen = []);
            _lastHost = name;
        }

        if (!kind.HasRules) return;
        if (!_lastSeen!.TryGetValue(kind.Program, out bool[]? seen)) _lastSeen.Add(kind.Program, seen = new bool[kind.Program.Fields.Length]);
        for (int field = 0; field < seen.Length; field++)
            if (!seen[field] && HasValue(e, kind.FieldSlots[field])) seen[field] = true;
    }

    /// <summary>Adds what another noted.</summary>
    public void Add(SigmaReadiness other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((string host, var theirs) in other._hosts)
        {
            if (!_hosts.TryGetValue(host, out var mine)) _hosts.Add(host, mine = []);
            foreach ((MatchProgram program, bool[] fields) in theirs)
            {
                if (!mine.TryGetValue(program, out bool[]? seen)) mine.Add(program, seen = new bool[fields.Length]);
                for (int i = 0; i < fields.Length; i++) seen[i] |= fields[i];
            }
        }
    }

    /// <summary>
    /// The rules that could not have fired, by host, in the order of the rules. Rules about other products than a host has events of
    /// are no gap there.
    /// </summary>
    /// <param name="rules">The rules that ran.</param>
    public IReadOnlyList<ReadinessGap> Gaps(IReadOnlyList<SigmaRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        KeyValuePair<string, Dictionary<MatchProgram, bool[]>>[] hosts = [.. _hosts.OrderBy(host => host.Key, StringComparer.Ordinal)];
        Dictionary<SigmaRule, int> places = [];
        foreach (SigmaRule rule in rules) places.TryAdd(rule, places.Count);
        SigmaRule[] ordered = [.. places.Keys];
        string[]?[] asked = new string[]?[ordered.Length]; // Two threads may both find a rule's; either serves.
        List<ReadinessGap>[] gaps = new List<ReadinessGap>[hosts.Length];
        ConcurrentDictionary<Known, Answer[]> known = [];
        InParallel.For(hosts.Length, i => gaps[i] = Gaps(hosts[i].Key, [.. hosts[i].Value.Select(seen => Answers(seen.Key, seen.Value, places, asked, known))], ordered));
        List<ReadinessGap> all = new(gaps.Sum(gaps => gaps.Count));
        foreach (List<ReadinessGap> own in gaps) all.AddRange(own);
        return all;
    }

    private static List<ReadinessGap> Gaps(string host, Answer[][] programs, SigmaRule[] rules)
    {
        // For each rule the answer that asks for the fewest fields.
        string[]?[] least = new string[]?[rules.Length];
        HashSet<string> products = [];
        foreach (Answer[] answers in programs)
        {
            foreach ((int place, string[] missing) in answers)
            {
                if (rules[place].LogSource.Product is { } product) products.Add(product);
                ref string[]? known = ref least[place];
                if (known is null || missing.Length < known.Length) known = missing;
            }
        }

        List<ReadinessGap> gaps = new(rules.Length);
        for (int place = 0; place < rules.Length; place++)
        {
            if (rules[place].LogSource.Product is { } product && !products.Contains(product)) continue;
            if (least[place] is not []) gaps.Add(new ReadinessGap(host, rules[place], ImmutableCollectionsMarshal.AsImmutableArray(least[place] ?? [])));
        }

        return gaps;
    }

    // For each rule of a program, the fields that it would need besides; none when it could fire. Hosts mostly see the same.
    private Answer[] Answers(MatchProgram program, bool[] seen, Dictionary<SigmaRule, int> places, string[]?[] asked, ConcurrentDictionary<Known, Answer[]> known)
    {
        Known key = new(program, Convert.ToHexString(MemoryMarshal.AsBytes(seen.AsSpan())));
        if (known.TryGetValue(key, out Answer[]? answers)) return answers;
        HashSet<string> fields = [.. program.Fields.Where((_, index) => seen[index]), "EventID"];
        foreach ((string field, string[] sources) in Made)
            if (Array.Exists(sources, source => fields.Contains(source) || Array.IndexOf(program.Fields, source) < 0)) fields.Add(field);
        List<Answer> found = new(program.Rules.Length);
        foreach (CompiledRule rule in program.Rules)
        {
            if (!places.TryGetValue(rule.Rule, out int place)) continue;
            found.Add(new Answer(place, Possible.Of(rule.Rule.EventCondition, fields).CanHold ? [] : Missing(asked[place] ??= Asked(rule.Rule), fields)));
        }

        return known.GetOrAdd(key, [.. found]);
    }

    private static string[] Asked(SigmaRule rule) => [.. Possible.Fields(rule.EventCondition).Distinct().Order(StringComparer.Ordinal)];

    private static string[] Missing(string[] asked, HashSet<string> fields) =>
        Array.FindAll(asked, field => !fields.Contains(field)) is { Length: > 0 } missing ? missing : ["(contradiction)"];

    private static bool HasValue(SigmaEvent e, int[] slots)
    {
        foreach (int slot in slots)
            if (!e.IsNull(slot) && e.Text(slot) is not ("" or "-")) return true;
        return false;
    }

    /// <summary>The fields that a rule, by its place, would need.</summary>
    private readonly record struct Answer(int Place, string[] Missing);

    /// <summary>A program and which of its fields were seen.</summary>
    private sealed record Known(MatchProgram Program, string Seen);

    /// <summary>What a condition may come to when only some fields ever have a value.</summary>
    private readonly record struct Possible(bool CanHold, bool CanFail)
    {
        public static Possible Of(SigmaExpression expression, HashSet<string> fields) => expression switch
        {
            SigmaExpression.And and => All(and.Terms, fields),
            SigmaExpression.Or or => Any(or.Terms, fields),
            SigmaExpression.Not not => Of(not.Term, fields).Negated,
            SigmaExpression.Leaf leaf => Of(leaf.Value, fields),
            _ => new(true, true),
        };

        private Possible Negated => new(CanFail, CanHold);

        private static Possible All(ImmutableArray<SigmaExpression> terms, HashSet<string> fields)
        {
            Possible all = new(true, false);
            foreach (SigmaExpression term in terms)
            {
                Possible one = Of(term, fields);
                all = new(all.CanHold && one.CanHold, all.CanFail || one.CanFail);
            }

            return all;
        }

        private static Possible Any(ImmutableArray<SigmaExpression> terms, HashSet<string> fields)
        {
            Possible any = new(false, true);
            foreach (SigmaExpression term in terms)
            {
                Possible one = Of(term, fields);
                any = new(any.CanHold || one.CanHold, any.CanFail && one.CanFail);
            }

            return any;
        }

        /// <summary>The fields whose values a condition asks for.</summary>
        public static IEnumerable<string> Fields(SigmaExpression expression) => expression switch
        {
            SigmaExpression.And and => and.Terms.SelectMany(Fields),
            SigmaExpression.Or or => or.Terms.SelectMany(Fields),
            SigmaExpression.Leaf { Value: { Field: { } field } and not (SigmaTest.Null or SigmaTest.Exists) } => [field],
            _ => [],
        };

        // A field may always be absent from one event; a test of emptiness needs no value.
        private static Possible Of(SigmaTest test, HashSet<string> fields) => test switch
        {
            { Field: null } or SigmaTest.Null or SigmaTest.Exists or SigmaTest.Literal { Text: "" } => new(true, true),
            SigmaTest.FieldReference reference => new(fields.Contains(reference.Field!) && fields.Contains(reference.Other), true),
            _ => new(fields.Contains(test.Field), true),
        };
    }
}
