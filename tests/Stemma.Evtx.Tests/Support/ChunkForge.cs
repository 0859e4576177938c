using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Checksums;

namespace Stemma.Evtx.Tests.Support;

/// <summary>
/// A chunk put together token by token, so that tests can write what the product's writer never would.
/// Names and templates stand inline where they are named; checksums are right unless a test spoils them.
/// </summary>
internal sealed class ChunkForge
{
    public const int Header = 512;
    private readonly byte[] _bytes = new byte[EvtxChunkParser.ChunkSize];
    private long _firstId = -1, _lastId;
    private int _recordStart;

    public int Position { get; private set; } = Header;

    public Span<byte> Bytes => _bytes;

    public ChunkForge Add(params ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(Position));
        Position += bytes.Length;
        return this;
    }

    public ChunkForge UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(Position), (ushort)value);
        Position += 2;
        return this;
    }

    public ChunkForge UInt32(long value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(Position), (uint)value);
        Position += 4;
        return this;
    }

    public ChunkForge UInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(Position), value);
        Position += 8;
        return this;
    }

    /// <summary>A record: header, fragment header, what the action writes, end token, trailing size.</summary>
    public ChunkForge Record(long id, Action<ChunkForge> content)
    {
        _recordStart = Position;
        if (_firstId < 0) _firstId = id;
        _lastId = id;
        UInt32(0x00002A2A).UInt32(0).UInt64(id).UInt64(LogWriter.Noon);
        Add(Token.FragmentHeader, 1, 1, 0);
        content(this);
        Add(Token.EndOfFragment);
        int size = Position + 4 - _recordStart;
        UInt32(size);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_recordStart + 4), (uint)size);
        return this;
    }

    /// <summary>A name's offset and the name just after it.</summary>
    public ChunkForge Name(string name)
    {
        UInt32(Position + 4).UInt32(0).UInt16(NameHash.Of(name)).UInt16(name.Length);
        return Add(MemoryMarshal.AsBytes(name.AsSpan())).UInt16(0);
    }

    /// <summary>A start tag; with a dependency id, as definitions have it, or without, as collectors write it.</summary>
    public ChunkForge Open(string name, bool hasAttributes = false, bool dependency = false)
    {
        Add((byte)(Token.OpenStartElement | (hasAttributes ? Token.More : 0)));
        if (dependency) UInt16(0xFFFF);
        UInt32(0).Name(name);
        return hasAttributes ? UInt32(0) : this;
    }

    public ChunkForge Attribute(string name) => Add(Token.Attribute).Name(name);

    public ChunkForge Text(string text) =>
        Add(Token.Value, (byte)EvtxType.String).UInt16(text.Length).Add(MemoryMarshal.AsBytes(text.AsSpan()));

    public ChunkForge Content() => Add(Token.CloseStartElement);

    public ChunkForge Empty() => Add(Token.CloseEmptyElement);

    public ChunkForge End() => Add(Token.EndElement);

    public ChunkForge Substitute(int index, EvtxType type, bool optional = false) =>
        Add(optional ? Token.OptionalSubstitution : Token.NormalSubstitution).UInt16(index).Add((byte)type);

    /// <summary>A template instance with its definition inline, then values; returns the definition's offset.</summary>
    public int Template(Action<ChunkForge> definition, params ReadOnlySpan<(EvtxType Type, byte[] Bytes)> values)
    {
        Add(Token.TemplateInstance, 1).UInt32(0);
        int offset = Position + 4;
        UInt32(offset).UInt32(0).Add(new byte[16]).UInt32(0);
        int start = Position;
        Add(Token.FragmentHeader, 1, 1, 0);
        definition(this);
        Add(Token.EndOfFragment);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(start - 4), (uint)(Position - start));
        Values(values);
        return offset;
    }

    /// <summary>A template instance whose definition stands elsewhere.</summary>
    public ChunkForge Instance(long offset, params ReadOnlySpan<(EvtxType Type, byte[] Bytes)> values)
    {
        Add(Token.TemplateInstance, 1).UInt32(0).UInt32(offset);
        Values(values);
        return this;
    }

    private void Values(ReadOnlySpan<(EvtxType Type, byte[] Bytes)> values)
    {
        UInt32(values.Length);
        foreach ((EvtxType type, byte[] bytes) in values) UInt16(bytes.Length).UInt16((int)type);
        foreach ((_, byte[] bytes) in values) Add(bytes);
    }

    /// <summary>The finished chunk; what a test changed in <see cref="Bytes"/> before this has right checksums.</summary>
    public byte[] Chunk()
    {
        Span<byte> bytes = _bytes;
        "ElfChnk\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], _firstId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], _lastId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], _firstId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], _lastId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[40..], 128);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[44..], (uint)_recordStart);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[48..], (uint)Position);
        return Sign(_bytes);
    }

    /// <summary>Puts right checksums into a chunk that a test has changed.</summary>
    public static byte[] Sign(byte[] file, int chunk = 0)
    {
        Span<byte> bytes = file.AsSpan(chunk);
        int end = (int)Math.Clamp(BinaryPrimitives.ReadUInt32LittleEndian(bytes[48..]), Header, (uint)Math.Min(bytes.Length, EvtxChunkParser.ChunkSize));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[52..], Crc32.Compute(bytes[Header..end]));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[124..], Crc32.Compute(bytes[..120], bytes[128..512]));
        return file;
    }
}
