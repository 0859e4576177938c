namespace Stemma.Sigma;

public sealed partial record LogSourceMap
{
    private readonly ILookup<string, LogSourceEntry> _byChannel =
        Entries.ToLookup(entry => entry.Channel ?? "", StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries that an event belongs to, in the order of the map.</summary>
    /// <param name="channel">The event's channel; empty when it has none.</param>
    /// <param name="provider">The event's provider; empty when it has none.</param>
    /// <param name="eventId">The event's id; −1 when it has none.</param>
    public IEnumerable<LogSourceEntry> Find(string channel, string provider, int eventId) =>
        (channel.Length == 0 ? _byChannel[""] : _byChannel[channel].Concat(_byChannel[""])).Where(entry =>
            (entry.EventIds.IsEmpty || entry.EventIds.Contains(eventId))
            && (entry.Providers.IsEmpty || entry.Providers.Contains(provider, StringComparer.OrdinalIgnoreCase)));
}
