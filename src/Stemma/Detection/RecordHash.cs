using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Stemma.Evtx;

namespace Stemma.Detection;

/// <summary>Tells records apart by number, time and all content; channel and computer are part of that. Serves one thread.</summary>
internal sealed class RecordHash
{
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>The hash of the record that the parser stands at.</summary>
    public UInt128 Of(EvtxChunkParser parser)
    {
        _content.ResetWrittenCount();
        Span<byte> head = _content.GetSpan(16);
        BinaryPrimitives.WriteInt64LittleEndian(head, parser.RecordId);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], parser.FileTime);
        _content.Advance(16);
        parser.WriteXml(_content);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_content.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
