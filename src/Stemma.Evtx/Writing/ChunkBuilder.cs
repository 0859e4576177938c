using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Checksums;

namespace Stemma.Evtx.Writing;

/// <summary>
/// A chunk being filled: records one after another, names and templates at their first use, both linked
/// into the header's hash tables (libevtx format document, "Chunk"). What does not fit sets
/// <see cref="Overflowed"/>; <see cref="Cancel"/> then takes the record back.
/// </summary>
internal sealed class ChunkBuilder
{
    private const int NameTable = 128, TemplateTable = 384;
    private readonly byte[] _bytes = new byte[Limits.ChunkSize];
    private readonly byte[] _tables = new byte[Limits.ChunkHeaderSize - NameTable];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly int[] _open = new int[64];
    private int _position = Limits.ChunkHeaderSize;
    private int _recordStart;
    private int _lastRecord;
    private long _firstId, _lastId;

    /// <summary>Which chunk this is, counted from one; blueprints remember it.</summary>
    public long Number { get; private set; } = 1;

    public int Records { get; private set; }

    public bool Overflowed { get; private set; }

    public int Position => _position;

    public void BeginRecord(long id, long fileTime)
    {
        _bytes.AsSpan(NameTable, _tables.Length).CopyTo(_tables);
        _recordStart = _position;
        Overflowed = false;
        UInt32(0x00002A2A);
        UInt32(0);
        UInt64((ulong)id);
        UInt64((ulong)fileTime);
    }

    /// <summary>Ends the record: padded to eight bytes, its size at both ends.</summary>
    public void EndRecord(long id)
    {
        int padding = (-(_position + 4 - _recordStart)) & 7;
        Room(padding).Clear();
        int size = _position + 4 - _recordStart;
        UInt32((uint)size);
        if (Overflowed) return;
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_recordStart + 4), (uint)size);
        if (Records++ == 0) _firstId = id;
        _lastId = id;
        _lastRecord = _recordStart;
    }

    /// <summary>Takes back the record begun last. Names it brought stay known, so the chunk must be finished next.</summary>
    public void Cancel()
    {
        _tables.CopyTo(_bytes.AsSpan(NameTable));
        _bytes.AsSpan(_recordStart).Clear();
        _position = _recordStart;
        Overflowed = false;
    }

    /// <summary>Fills in the header and the checksums; the bytes hold until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Span<byte> bytes = _bytes;
        "ElfChnk\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], _firstId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], _lastId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], _firstId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], _lastId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[40..], 128);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[44..], (uint)_lastRecord);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[48..], (uint)_position);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[52..], Crc32.Compute(bytes[Limits.ChunkHeaderSize.._position]));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[120..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[124..], Crc32.Compute(bytes[..120], bytes[NameTable..Limits.ChunkHeaderSize]));
        return bytes;
    }

    public void Clear()
    {
        Array.Clear(_bytes);
        _names.Clear();
        _position = Limits.ChunkHeaderSize;
        Records = 0;
        Number++;
    }

    public void Byte(byte value)
    {
        Span<byte> room = Room(1);
        if (room.Length == 1) room[0] = value;
    }

    public void UInt16(ushort value)
    {
        Span<byte> room = Room(2);
        if (room.Length == 2) BinaryPrimitives.WriteUInt16LittleEndian(room, value);
    }

    public void UInt32(uint value)
    {
        Span<byte> room = Room(4);
        if (room.Length == 4) BinaryPrimitives.WriteUInt32LittleEndian(room, value);
    }

    public void UInt64(ulong value)
    {
        Span<byte> room = Room(8);
        if (room.Length == 8) BinaryPrimitives.WriteUInt64LittleEndian(room, value);
    }

    /// <summary>Text of known length: the count of its units, then the units.</summary>
    public void CountedText(string text)
    {
        UInt16((ushort)text.Length);
        Utf16(text);
    }

    public void Utf16(ReadOnlySpan<char> text)
    {
        Span<byte> room = Room(text.Length * 2);
        if (room.Length > 0) MemoryMarshal.AsBytes(text).CopyTo(room);
    }

    public void Value(in EvtxDataValue value)
    {
        Span<byte> room = Room(value.Length);
        if (room.Length == value.Length) value.CopyTo(room);
    }

    public void Patch(int at, uint value)
    {
        if (!Overflowed) BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at), value);
    }

    public void Patch16(int at, ushort value)
    {
        if (!Overflowed) BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(at), value);
    }

    /// <summary>A name's offset, and the name itself where the chunk has none yet.</summary>
    public void Name(string name)
    {
        if (_names.TryGetValue(name, out int known))
        {
            UInt32((uint)known);
            return;
        }
        int at = _position + 4;
        ushort hash = NameHash.Of(name);
        int bucket = NameTable + (hash % 64 * 4);
        UInt32((uint)at);
        UInt32(BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(bucket)));
        UInt16(hash);
        CountedText(name);
        UInt16(0);
        if (Overflowed) return;
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(bucket), (uint)at);
        _names.Add(name, at);
    }

    /// <summary>A template's offset, and its definition where the chunk has none yet.</summary>
    public void Template(Blueprint blueprint)
    {
        if (blueprint.Chunk == Number)
        {
            UInt32((uint)blueprint.Offset);
            return;
        }
        int at = _position + 4;
        Span<byte> id = stackalloc byte[16];
        blueprint.Id.TryWriteBytes(id);
        int bucket = TemplateTable + (int)(BinaryPrimitives.ReadUInt32LittleEndian(id) % 32 * 4);
        UInt32((uint)at);
        UInt32(BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(bucket)));
        id.CopyTo(Room(16) is { Length: 16 } room ? room : id);
        UInt32(0);
        int start = _position;
        Definition(blueprint);
        Patch(start - 4, (uint)(_position - start));
        if (Overflowed) return;
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(bucket), (uint)at);
        blueprint.Chunk = Number;
        blueprint.Offset = at;
    }

    private void Definition(Blueprint blueprint)
    {
        UInt32(0x0001010F);
        int depth = 0, attributes = 0;
        BlueprintStep[] steps = blueprint.Steps;
        for (int i = 0; i < steps.Length; i++)
        {
            BlueprintStep step = steps[i];
            switch (step.Kind)
            {
                case BlueprintStepKind.Open or BlueprintStepKind.OpenWithAttributes:
                    bool with = step.Kind == BlueprintStepKind.OpenWithAttributes;
                    Byte((byte)(Token.OpenStartElement | (with ? Token.More : 0)));
                    // No part of the element depends on a value for its being there: the id of "none".
                    UInt16(0xFFFF);
                    UInt32(0);
                    _open[depth++] = _position;
                    Name(step.Text!);
                    if (with) UInt32(0);
                    attributes = _position;
                    break;
                case BlueprintStepKind.Attribute:
                    // The flag says whether another attribute follows its value.
                    bool more = i + 2 < steps.Length && steps[i + 2].Kind == BlueprintStepKind.Attribute;
                    Byte((byte)(Token.Attribute | (more ? Token.More : 0)));
                    Name(step.Text!);
                    break;
                case BlueprintStepKind.EndAttributes:
                    Patch(attributes - 4, (uint)(_position - attributes));
                    break;
                case BlueprintStepKind.CloseStart:
                    Byte(Token.CloseStartElement);
                    break;
                case BlueprintStepKind.CloseEmpty:
                    Byte(Token.CloseEmptyElement);
                    depth--;
                    Patch(_open[depth] - 4, (uint)(_position - _open[depth]));
                    break;
                case BlueprintStepKind.End:
                    Byte(Token.EndElement);
                    depth--;
                    Patch(_open[depth] - 4, (uint)(_position - _open[depth]));
                    break;
                case BlueprintStepKind.Text:
                    Byte(Token.Value);
                    Byte((byte)EvtxType.String);
                    CountedText(step.Text!);
                    break;
                default:
                    Byte(step.Kind == BlueprintStepKind.Substitution ? Token.NormalSubstitution : Token.OptionalSubstitution);
                    UInt16((ushort)step.Index);
                    Byte((byte)step.Type);
                    break;
            }
        }
        Byte(Token.EndOfFragment);
    }

    private Span<byte> Room(int count)
    {
        if (Overflowed || count > _bytes.Length - _position)
        {
            Overflowed = true;
            return default;
        }
        Span<byte> room = _bytes.AsSpan(_position, count);
        _position += count;
        return room;
    }
}
