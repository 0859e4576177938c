using Stemma.Events;
using Stemma.Logs;

namespace Stemma.Detection;

/// <summary>Counts what each log holds. One instance serves one thread; sums do not depend on which thread read what.</summary>
internal sealed class LogCensus
{
    /// <summary>How many names of a kind are kept of a log; of more, those that come first in ordinal order.</summary>
    public const int MaximumNames = 64;

    private readonly Dictionary<int, Counts> _logs = [];
    private Counts _current = new();
    private int _log = -1;

    private sealed class Counts
    {
        public readonly HashSet<string> Hosts = new(StringComparer.Ordinal), Channels = new(StringComparer.Ordinal);
        public long Records, First, Last, Others;
    }

    /// <summary>Takes an event of a log.</summary>
    public void Observe(int log, Event e)
    {
        Select(log);
        _current.Records++;
        Widen(_current, e.Time, e.Time);
        Note(_current.Hosts, e.Host);
        Note(_current.Channels, e.Channel);
    }

    /// <summary>Takes the number of JSON objects in a log that are no events.</summary>
    public void ObserveOthers(int log, long count)
    {
        Select(log);
        _current.Others += count;
    }

    /// <summary>Adds what another thread counted.</summary>
    public void Add(LogCensus other)
    {
        foreach ((int log, Counts counts) in other._logs)
        {
            if (!_logs.TryGetValue(log, out Counts? own)) _logs.Add(log, own = new Counts());
            own.Records += counts.Records;
            own.Others += counts.Others;
            Widen(own, counts.First, counts.Last);
            foreach (string host in counts.Hosts) Note(own.Hosts, host);
            foreach (string channel in counts.Channels) Note(own.Channels, channel);
        }
    }

    /// <summary>All logs, those without records too.</summary>
    public IReadOnlyList<LogSummary> ToList(IReadOnlyList<LogFile> logs) => [.. logs.Select((log, index) =>
    {
        Counts counts = _logs.GetValueOrDefault(index) ?? new Counts();
        return new LogSummary(log, counts.Records, counts.First, counts.Last,
            [.. counts.Hosts.Order(StringComparer.Ordinal)], [.. counts.Channels.Order(StringComparer.Ordinal)]) { Others = counts.Others };
    })];

    private void Select(int log)
    {
        if (log != _log && !_logs.TryGetValue(log, out _current!)) _logs.Add(log, _current = new Counts());
        _log = log;
    }

    private static void Widen(Counts counts, long first, long last)
    {
        if (first > 0 && (counts.First == 0 || first < counts.First)) counts.First = first;
        if (last > counts.Last) counts.Last = last;
    }

    private static void Note(HashSet<string> names, ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)) return;
        names.Add(name.ToString());
        if (names.Count > MaximumNames) names.Remove(names.Max(StringComparer.Ordinal)!);
    }
}
