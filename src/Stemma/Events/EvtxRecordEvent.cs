using System.Buffers.Binary;
using System.Globalization;
using Stemma.Evtx;
using Stemma.Sigma;

namespace Stemma.Events;

/// <summary>The record that an EVTX parser stands at, as an event. Values are read in place.</summary>
internal sealed class EvtxRecordEvent : Event
{
    private static readonly SigmaLogSource Windows = new("windows", null, null);
    private readonly EvtxChunkParser _parser;
    private readonly EventKindCache _kinds;
    private readonly Func<IReadOnlyList<string>> _names;
    private EvtxShape _shape = null!;
    private EventKind _kind = null!;
    private int _eventId;

    /// <summary>Shows the records of a parser.</summary>
    public EvtxRecordEvent(EvtxChunkParser parser, EventKindCache kinds)
    {
        (_parser, _kinds) = (parser, kinds);
        _names = () => [.. _shape.Fields.Select(field => field.Name)];
    }

    /// <inheritdoc/>
    public override EventKind Kind => _kind;

    /// <inheritdoc/>
    public override long Position => _parser.Position;

    /// <inheritdoc/>
    public override long Time
    {
        get
        {
            if (_shape.TimeCreated < 0) return _parser.FileTime;
            EvtxValue value = _parser.Values[_shape.TimeCreated];
            if (value is { Type: EvtxType.FileTime, Length: 8 }) return BinaryPrimitives.ReadInt64LittleEndian(_parser.Bytes(value));
            return EventTime.TryParse(_parser.Text(value), out long time) ? time : _parser.FileTime;
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
        && long.TryParse(System(_shape.EventRecordId), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : _parser.RecordId;

    /// <inheritdoc/>
    public override bool IsRecovered => _parser.IsRecovered;

    /// <inheritdoc/>
    public override bool IsNull(int slot) => _parser.Values[slot].IsNull;

    /// <inheritdoc/>
    public override bool IsPlain(int slot) => _parser.Values[slot].Type is
        EvtxType.Int8 or EvtxType.UInt8 or EvtxType.Int16 or EvtxType.UInt16 or EvtxType.Int32 or EvtxType.UInt32 or EvtxType.Int64 or EvtxType.UInt64
        or EvtxType.HexInt32 or EvtxType.HexInt64 or EvtxType.SizeT or EvtxType.Guid or EvtxType.FileTime or EvtxType.SystemTime or EvtxType.Sid or EvtxType.Binary;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => _parser.Text(_parser.Values[slot]);

    /// <inheritdoc/>
    public override bool IsPayload(int slot) => _shape.Fields[slot].Section != EvtxSection.System;

    /// <summary>Takes the record that the parser has just read.</summary>
    public void Take()
    {
        _shape = _parser.Shape;
        _eventId = ReadEventId();
        _kind = _kinds.Get(_shape.Id, _eventId, Channel, Provider, _names, Windows);
    }

    private ReadOnlySpan<char> System(int index) => index < 0 ? [] : _parser.Text(_parser.Values[index]);

    private int ReadEventId()
    {
        if (_shape.EventId < 0) return -1;
        EvtxValue value = _parser.Values[_shape.EventId];
        if (value is { Type: EvtxType.UInt16, Length: 2 }) return BinaryPrimitives.ReadUInt16LittleEndian(_parser.Bytes(value));
        return int.TryParse(_parser.Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1;
    }
}
