using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Stemma.Evtx;
using Stemma.Sigma;

namespace Stemma.Events;

/// <summary>The record that an EVTX parser stands at, as an event. Values are read in place.</summary>
internal sealed class EvtxRecordEvent(EvtxChunkParser parser, EventKindCache kinds) : Event
{
    private static readonly SigmaLogSource Windows = new("windows", null, null);
    private EvtxShape _shape = null!;
    private EventKind _kind = null!;
    private int _eventId;

    /// <inheritdoc/>
    public override EventKind Kind => _kind;

    /// <inheritdoc/>
    public override long Position => parser.Position;

    /// <inheritdoc/>
    public override long Time
    {
        get
        {
            if (_shape.TimeCreated < 0) return parser.FileTime;
            EvtxValue value = parser.Values[_shape.TimeCreated];
            if (value is { Type: EvtxType.FileTime, Length: 8 }) return BinaryPrimitives.ReadInt64LittleEndian(parser.Bytes(value));
            return EventTime.TryParse(parser.Text(value), out long time) ? time : parser.FileTime;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Host => System(_shape.Computer);

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Channel => System(_shape.Channel);

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Provider => System(_shape.Provider);

    /// <inheritdoc/>
    public override int EventId => _eventId;

    /// <inheritdoc/>
    public override long RecordId => _shape.EventRecordId >= 0
        && long.TryParse(System(_shape.EventRecordId), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : parser.RecordId;

    /// <inheritdoc/>
    public override bool IsNull(int slot) => parser.Values[slot].IsNull;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => parser.Text(parser.Values[slot]);

    /// <inheritdoc/>
    public override bool IsPayload(int slot) => _shape.Fields[slot].Section != EvtxSection.System;

    /// <summary>Takes the record that the parser has just read.</summary>
    public void Take()
    {
        _shape = parser.Shape;
        _eventId = ReadEventId();
        EvtxShape shape = _shape;
        _kind = kinds.Get(shape.Id, _eventId, Channel, Provider, () => shape.Fields.Select(field => field.Name).ToImmutableArray(), Windows);
    }

    private ReadOnlySpan<char> System(int index) => index < 0 ? [] : parser.Text(parser.Values[index]);

    private int ReadEventId()
    {
        if (_shape.EventId < 0) return -1;
        EvtxValue value = parser.Values[_shape.EventId];
        if (value is { Type: EvtxType.UInt16, Length: 2 }) return BinaryPrimitives.ReadUInt16LittleEndian(parser.Bytes(value));
        return int.TryParse(parser.Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1;
    }
}
