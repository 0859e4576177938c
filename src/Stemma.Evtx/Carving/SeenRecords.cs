using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Stemma.Evtx.Carving;

/// <summary>
/// Which records have been seen, by a hash of all they hold; channel and computer are part of that. Two
/// generations: when the younger is full the older is forgotten, so memory stays as it is.
/// </summary>
internal sealed class SeenRecords(int generation)
{
    private readonly ArrayBufferWriter<byte> _content = new();
    private HashSet<UInt128> _young = [], _old = [];

    /// <summary>Remembers the parser's record. False: one with the same number, time and content is known.</summary>
    public bool TryAdd(EvtxChunkParser parser)
    {
        _content.ResetWrittenCount();
        BinaryPrimitives.WriteInt64LittleEndian(_content.GetSpan(16), parser.RecordId);
        BinaryPrimitives.WriteInt64LittleEndian(_content.GetSpan(16)[8..], parser.FileTime);
        _content.Advance(16);
        parser.WriteXml(_content);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_content.WrittenSpan, hash);
        return TryAdd(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }

    /// <summary>Remembers a hash. False: it is known.</summary>
    internal bool TryAdd(UInt128 hash)
    {
        if (_old.Contains(hash) || !_young.Add(hash)) return false;
        if (_young.Count >= generation)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }
        return true;
    }
}
