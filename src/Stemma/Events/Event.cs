using Stemma.Sigma;

namespace Stemma.Events;

/// <summary>
/// A normalised record: time, host, channel, provider and id, fields by Sigma names, and where it came from. A reader uses one event
/// object for one record after another; what must outlive the record is copied.
/// </summary>
public abstract class Event : SigmaEvent
{
    /// <summary>The log it came from (<see cref="Logs.LogFile.Source"/>).</summary>
    public string Source { get; set; } = "";

    /// <summary>Byte offset of the record in the (uncompressed) log.</summary>
    public abstract long Position { get; }

    /// <summary>When it happened, by the record's own time: 100 ns units since 1601-01-01 UTC; 0 when the record has none.</summary>
    public abstract long Time { get; }

    /// <summary>The machine that recorded it; empty when unknown.</summary>
    public abstract ReadOnlySpan<char> Host { get; }

    /// <summary>The channel; empty when there is none.</summary>
    public abstract ReadOnlySpan<char> Channel { get; }

    /// <summary>The provider; empty when there is none.</summary>
    public abstract ReadOnlySpan<char> Provider { get; }

    /// <summary>The event id; −1 when there is none.</summary>
    public abstract int EventId { get; }

    /// <summary>The record's number in its log; −1 when there is none.</summary>
    public abstract long RecordId { get; }

    /// <summary>Whether the log itself no longer counts the record: it was deleted, or stood in bytes that are no log.</summary>
    public virtual bool IsRecovered => false;

    /// <summary>The layer of its command line or script that this shows: 0 for what the log holds (docs/decoding.md).</summary>
    public virtual int Layer => 0;

    /// <summary>How that layer came out of layer 0, as <c>-EncodedCommand › evaluated</c>; empty for layer 0.</summary>
    public virtual string LayerStep => "";

    /// <summary>Whether a slot holds what the event tells, and not its envelope (time, host, channel …).</summary>
    public abstract bool IsPayload(int slot);
}
