using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Counts detections by rule and host. One a thread, then merged.</summary>
internal sealed class DetectionTally
{
    private const int MaximumHost = 255;
    private readonly Dictionary<RuleAndHost, Entry> _entries = new(new RuleOnHostComparer());
    private readonly Dictionary<RuleAndHost, Entry>.AlternateLookup<RuleOnHost> _lookup;

    /// <summary>Counts none yet.</summary>
    public DetectionTally() => _lookup = _entries.GetAlternateLookup<RuleOnHost>();

    /// <summary>How many detections were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="host">The host.</param>
    /// <param name="key">Its place in the order.</param>
    /// <param name="matched">What made the rule fire; asked for only when this is the earliest.</param>
    /// <param name="recovered">Its event was recovered.</param>
    /// <param name="layered">It is of a decoded layer.</param>
    public void Add(SigmaRule rule, ReadOnlySpan<char> host, DetectionKey key, Func<IReadOnlyList<MatchedItem>> matched, bool recovered = false, bool layered = false)
    {
        Count++;
        RuleOnHost id = new(rule, host[..Math.Min(host.Length, MaximumHost)]);
        if (!_lookup.TryGetValue(id, out Entry? entry))
        {
            entry = new Entry { Id = new RuleAndHost(rule, id.Host.ToString()), First = key, Last = key.Time, Example = matched() };
            _entries.Add(entry.Id, entry);
        }

        entry.Count++;
        if (recovered) entry.Recovered++;
        if (layered) entry.Layered++;
        entry.Last = Math.Max(entry.Last, key.Time);
        if (key.CompareTo(entry.First) < 0) (entry.First, entry.Example) = (key, matched());
    }

    /// <summary>Adds what another counted.</summary>
    public void Add(DetectionTally other)
    {
        Count += other.Count;
        foreach ((var id, Entry theirs) in other._entries)
        {
            if (!_entries.TryGetValue(id, out Entry? mine))
            {
                _entries.Add(id, theirs);
                continue;
            }

            mine.Count += theirs.Count;
            mine.Recovered += theirs.Recovered;
            mine.Layered += theirs.Layered;
            mine.Last = Math.Max(mine.Last, theirs.Last);
            if (theirs.First.CompareTo(mine.First) < 0) (mine.First, mine.Example) = (theirs.First, theirs.Example);
        }
    }

    /// <summary>The groups, worst level first.</summary>
    public IReadOnlyList<DetectionGroup> Groups()
    {
        Entry[] entries = [.. _entries.Values];
        Array.Sort(entries, (x, y) =>
        {
            int order = y.Id.Rule.Level.CompareTo(x.Id.Rule.Level);
            if (order == 0) order = x.First.CompareTo(y.First);
            return order == 0 ? string.CompareOrdinal(x.Id.Host, y.Id.Host) : order;
        });
        return Array.ConvertAll(entries, entry =>
            new DetectionGroup(entry.Id.Rule, entry.Id.Host, entry.Count, entry.First.Time, entry.Last, entry.Example) { Recovered = entry.Recovered, Layered = entry.Layered });
    }

    private sealed class Entry
    {
        public required RuleAndHost Id;
        public long Count;
        public long Recovered;
        public long Layered;
        public DetectionKey First;
        public long Last;
        public required IReadOnlyList<MatchedItem> Example;
    }

    private readonly ref struct RuleOnHost(SigmaRule rule, ReadOnlySpan<char> host)
    {
        public readonly SigmaRule Rule = rule;
        public readonly ReadOnlySpan<char> Host = host;
    }

    private sealed record RuleAndHost(SigmaRule Rule, string Host);

    private sealed class RuleOnHostComparer : IEqualityComparer<RuleAndHost>, IAlternateEqualityComparer<RuleOnHost, RuleAndHost>
    {
        public bool Equals(RuleAndHost? x, RuleAndHost? y) => ReferenceEquals(x!.Rule, y!.Rule) && x.Host == y.Host;

        public int GetHashCode(RuleAndHost id) => GetHashCode(new RuleOnHost(id.Rule, id.Host));

        public bool Equals(RuleOnHost alternate, RuleAndHost other) =>
            ReferenceEquals(alternate.Rule, other.Rule) && alternate.Host.SequenceEqual(other.Host);

        public int GetHashCode(RuleOnHost id) => HashCode.Combine(id.Rule, string.GetHashCode(id.Host));

        public RuleAndHost Create(RuleOnHost alternate) => new(alternate.Rule, alternate.Host.ToString());
    }
}
