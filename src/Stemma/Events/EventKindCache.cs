using Stemma.Sigma;

namespace Stemma.Events;

/// <summary>
/// Remembers the kinds of events by the layout they come in, so that a record costs a comparison and not a look-up among rules. One for each
/// reader and thread, since layouts are numbered by the reader; bounded, since an attacker may write any number of layouts.
/// </summary>
internal sealed class EventKindCache(SigmaEngine engine)
{
    private const int Capacity = 16_384;
    private readonly Dictionary<int, Entry> _byLayout = [];
    private int _count;

    private sealed record Entry(int EventId, string Channel, string Provider, EventKind Kind, Entry? Next);

    /// <summary>The kind of an event.</summary>
    /// <param name="layout">A number that stands for the event's fields in order.</param>
    /// <param name="eventId">Its id.</param>
    /// <param name="channel">Its channel.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="names">Gives the fields' names when the kind is new.</param>
    /// <param name="logSource">The log source for channels that the map does not know.</param>
    public EventKind Get(int layout, int eventId, ReadOnlySpan<char> channel, ReadOnlySpan<char> provider,
        Func<IReadOnlyList<string>> names, SigmaLogSource? logSource)
    {
        _byLayout.TryGetValue(layout, out Entry? first);
        for (Entry? entry = first; entry is not null; entry = entry.Next)
            if (entry.EventId == eventId && channel.SequenceEqual(entry.Channel) && provider.SequenceEqual(entry.Provider)) return entry.Kind;

        if (_count++ >= Capacity)
        {
            _byLayout.Clear();
            (_count, first) = (1, null);
        }

        Entry added = new(eventId, channel.ToString(), provider.ToString(),
            engine.GetKind(channel.ToString(), provider.ToString(), eventId, names(), logSource), first);
        _byLayout[layout] = added;
        return added.Kind;
    }
}
