using System.IO.Enumeration;
using Stemma.Events;

namespace Stemma.Detection;

/// <summary>Which events of the logs are looked at: of a time, of hosts, of channels.</summary>
public sealed record EventFilter
{
    /// <summary>Not before this time (100 ns units since 1601 UTC); null: from the beginning.</summary>
    public long? Since { get; init; }

    /// <summary>Before this time; null: to the end.</summary>
    public long? Until { get; init; }

    /// <summary>Host names, <c>*</c> and <c>?</c> allowed, compared without case; empty: all.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Channels, likewise.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whether everything passes.</summary>
    public bool IsEmpty => Since is null && Until is null && Hosts.Count == 0 && Channels.Count == 0;

    /// <summary>Whether an event is looked at. One without a time is outside every span of time.</summary>
    public bool Passes(Event e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (Since is not null || Until is not null)
        {
            long time = e.Time;
            if (time <= 0 || time < Since || time >= Until) return false;
        }

        return IsAmong(Hosts, e.Host) && IsAmong(Channels, e.Channel);
    }

    private static bool IsAmong(IReadOnlyList<string> patterns, ReadOnlySpan<char> name)
    {
        foreach (string pattern in patterns)
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true)) return true;
        return patterns.Count == 0;
    }
}
