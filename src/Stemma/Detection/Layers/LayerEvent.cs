using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection.Layers;

/// <summary>
/// An event as rules see it when what it holds is decoded: all its own fields, and behind them those that decoding adds. A field that both have
/// has both values, so that what a rule excludes by the logged text stays excluded.
/// </summary>
internal sealed class LayerEvent : Event
{
    private readonly Event _inner;
    private readonly string?[] _added;
    private readonly int _own;

    /// <summary>Shows an event with what decoding adds.</summary>
    /// <param name="inner">The event as it was logged; what is written of a detection is its.</param>
    /// <param name="kind">The kind of the event with the added fields.</param>
    /// <param name="added">The values of the added fields; null for those that have none.</param>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="step">How the layer came out of layer 0.</param>
    public LayerEvent(Event inner, EventKind kind, string?[] added, int layer, string step)
    {
        (_inner, Kind, _added, _own) = (inner, kind, added, kind.Names.Length - added.Length);
        (Source, Layer, LayerStep) = (inner.Source, layer, step);
    }

    /// <inheritdoc/>
    public override EventKind Kind { get; }

    /// <inheritdoc/>
    public override long Position => _inner.Position;

    /// <inheritdoc/>
    public override long Time => _inner.Time;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Host => _inner.Host;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Channel => _inner.Channel;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Provider => _inner.Provider;

    /// <inheritdoc/>
    public override int EventId => _inner.EventId;

    /// <inheritdoc/>
    public override long RecordId => _inner.RecordId;

    /// <inheritdoc/>
    public override bool IsRecovered => _inner.IsRecovered;

    /// <inheritdoc/>
    public override int Layer { get; }

    /// <inheritdoc/>
    public override string LayerStep { get; }

    /// <inheritdoc/>
    public override bool IsNull(int slot) => slot < _own ? _inner.IsNull(slot) : _added[slot - _own] is null;

    /// <inheritdoc/>
    public override bool IsPlain(int slot) => slot < _own && _inner.IsPlain(slot);

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => slot < _own ? _inner.Text(slot) : _added[slot - _own];

    /// <inheritdoc/>
    public override bool IsPayload(int slot) => slot < _own && _inner.IsPayload(slot);
}
