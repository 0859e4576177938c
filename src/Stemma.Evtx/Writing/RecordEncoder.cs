using Stemma.Evtx.BinXml;

namespace Stemma.Evtx.Writing;

/// <summary>Writes one event as a record: the provider's template and its values, the event's own data as a fragment within.</summary>
internal sealed class RecordEncoder
{
    private readonly Blueprints _blueprints = new();
    private readonly List<EvtxDataValue> _values = [];
    private readonly Dictionary<string, EvtxDataValue> _sids = new(StringComparer.Ordinal);

    /// <summary>Writes the event; <see cref="ChunkBuilder.Overflowed"/> says afterwards whether it fitted.</summary>
    public void Write(ChunkBuilder chunk, EvtxEvent e, long id)
    {
        chunk.BeginRecord(id, e.FileTime);
        _values.Clear();
        _values.Add(e.Qualifiers is { } qualifiers ? EvtxDataValue.Number(EvtxType.UInt16, qualifiers) : default);
        _values.Add(EvtxDataValue.Number(EvtxType.UInt16, e.EventId));
        _values.Add(EvtxDataValue.Number(EvtxType.UInt8, e.Version));
        _values.Add(EvtxDataValue.Number(EvtxType.UInt8, e.Level));
        _values.Add(EvtxDataValue.Number(EvtxType.UInt16, e.Task));
        _values.Add(EvtxDataValue.Number(EvtxType.UInt8, e.Opcode));
        _values.Add(EvtxDataValue.Hex(e.Keywords));
        _values.Add(EvtxDataValue.FileTime(e.FileTime));
        _values.Add(EvtxDataValue.Number(EvtxType.UInt64, id));
        _values.Add(e.ActivityId is { } activity ? activity : default(EvtxDataValue));
        _values.Add(e.RelatedActivityId is { } related ? related : default(EvtxDataValue));
        _values.Add(e.ProcessId);
        _values.Add(e.ThreadId);
        _values.Add(e.Channel);
        _values.Add(e.Computer);
        _values.Add(Sid(e.UserSid));
        int descriptors = Instance(chunk, _blueprints.Event(e), _values.Count + 1);
        WriteValues(chunk, ref descriptors);

        int start = chunk.Position;
        bool hasData = WriteData(chunk, e);
        int length = chunk.Position - start;
        chunk.Patch16(descriptors, (ushort)length);
        chunk.Patch16(descriptors + 2, hasData ? (ushort)EvtxType.BinXml : (ushort)0);
        chunk.Byte(Token.EndOfFragment);
        chunk.EndRecord(id);
    }

    private bool WriteData(ChunkBuilder chunk, EvtxEvent e)
    {
        _values.Clear();
        Blueprint blueprint;
        if (e.UserData is not null)
        {
            blueprint = _blueprints.Tree(e.UserData);
            Blueprints.TreeValues(e.UserData, _values);
        }
        else if (e.Data.Count > 0 || e.Binary is not null)
        {
            blueprint = _blueprints.Data(e.Data, e.Binary is not null);
            for (int i = 0; i < e.Data.Count; i++) _values.Add(e.Data[i].Value);
            if (e.Binary is not null) _values.Add(EvtxDataValue.Binary(e.Binary));
        }
        else
        {
            return false;
        }
        int descriptors = Instance(chunk, blueprint, _values.Count);
        WriteValues(chunk, ref descriptors);
        chunk.Byte(Token.EndOfFragment);
        return true;
    }

    /// <summary>The fragment up to its values; returns where the sizes and types stand, still to be filled in.</summary>
    private static int Instance(ChunkBuilder chunk, Blueprint blueprint, int count)
    {
        chunk.UInt32(0x0001010F);
        chunk.Byte(Token.TemplateInstance);
        chunk.Byte(1);
        Span<byte> id = stackalloc byte[16];
        blueprint.Id.TryWriteBytes(id);
        chunk.UInt32(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(id));
        chunk.Template(blueprint);
        chunk.UInt32((uint)count);
        int descriptors = chunk.Position;
        for (int i = 0; i < count; i++) chunk.UInt32(0);
        return descriptors;
    }

    private void WriteValues(ChunkBuilder chunk, ref int descriptors)
    {
        foreach (EvtxDataValue value in _values)
        {
            chunk.Patch(descriptors, (uint)(value.Length | ((int)value.Type << 16)));
            chunk.Value(value);
            descriptors += 4;
        }
    }

    private EvtxDataValue Sid(string? text)
    {
        if (text is null) return default;
        if (_sids.TryGetValue(text, out EvtxDataValue known)) return known;
        EvtxDataValue sid = EvtxDataValue.Sid(text);
        if (_sids.Count < 4096) _sids.Add(text, sid);
        return sid;
    }
}
