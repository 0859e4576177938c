using System.Buffers.Binary;
using Stemma.Evtx.BinXml;

namespace Stemma.Evtx;

// Finding records: by their headers where those hold, by searching where they do not.
public sealed partial class EvtxChunkParser
{
    /// <summary>The next record's place and size. Always moves <c>_next</c> forward or ends.</summary>
    private bool TryNextRecord(out int at, out int size)
    {
        ReadOnlySpan<byte> chunk = Chunk;
        at = _next;
        size = 0;
        if (at >= _recordsEnd) return !_beyondHeader && TryContinuation(chunk, ref at, out size);
        if (TrySized(chunk, at, _recordsEnd, out size))
        {
            if (TrailingSizeFits(chunk, at, size)) return true;
            return TryWrongSize(chunk, at, ref size);
        }
        // Where the header's end is in doubt, anything but a record means that records are over.
        if (_beyondHeader && !MoreRecords(chunk, at)) return false;
        bool isRecord = BinaryPrimitives.TryReadUInt32LittleEndian(chunk[at.._recordsEnd], out uint signature) && signature == RecordSignature;
        if (isRecord && TrySized(chunk, at, _length, out size) && TrailingSizeFits(chunk, at, size))
        {
            // A chunk written in part: this record is whole, so it is the header's end that is behind.
            Note(at, EvtxProblemKind.RecordHeader, "a record reaches beyond the end of records that the chunk's header names");
            return true;
        }
        Note(at, EvtxProblemKind.RecordHeader, isRecord ? "a record's size is out of bounds" : "no record where one should be");
        if (!TrySearch(chunk, at + 1, _recordsEnd, out int found))
        {
            // Bound to be cut short, yet its content may still be whole.
            if (isRecord && _recordsEnd - at >= SmallestRecord)
            {
                size = _recordsEnd - at;
                return true;
            }
            _next = _recordsEnd;
            return false;
        }
        if (isRecord && found - at >= SmallestRecord)
        {
            // The signature is there, so this record ends where the next one starts.
            size = found - at;
            return true;
        }
        at = found;
        return TrySized(chunk, at, _recordsEnd, out size);
    }

    /// <summary>A record whose two sizes differ: believes the first when a record follows it, else searches for the next.</summary>
    private bool TryWrongSize(ReadOnlySpan<byte> chunk, int at, ref int size)
    {
        Note(at, EvtxProblemKind.RecordSize, "a record's sizes at its start and end differ");
        int after = at + size;
        if (after == _recordsEnd || (after < _recordsEnd && TrySized(chunk, after, _recordsEnd, out _))) return true;
        if (TrySearch(chunk, at + SmallestRecord, _recordsEnd, out int found)) size = found - at;
        return true;
    }

    /// <summary>
    /// A log that was not closed may hold records that its chunk's header does not know of yet. They go on
    /// with the next number; what is left over from an older use of the chunk does not.
    /// </summary>
    private bool TryContinuation(ReadOnlySpan<byte> chunk, ref int at, out int size)
    {
        if (at == Limits.ChunkHeaderSize || !TrySized(chunk, at, _length, out size) || !TrailingSizeFits(chunk, at, size) ||
            BinaryPrimitives.ReadInt64LittleEndian(chunk[(at + 8)..]) != RecordId + 1)
        {
            size = 0;
            return false;
        }
        _recordsEnd = at + size;
        return true;
    }

    private static bool MoreRecords(ReadOnlySpan<byte> chunk, int at) => TrySearch(chunk, at, chunk.Length, out _);

    private static bool TrySized(ReadOnlySpan<byte> chunk, int at, int end, out int size)
    {
        size = 0;
        if (end - at < SmallestRecord || BinaryPrimitives.ReadUInt32LittleEndian(chunk[at..]) != RecordSignature) return false;
        uint claimed = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 4)..]);
        if (claimed < SmallestRecord || claimed > (uint)(end - at)) return false;
        size = (int)claimed;
        return true;
    }

    private static bool TrailingSizeFits(ReadOnlySpan<byte> chunk, int at, int size) =>
        BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + size - 4)..]) == (uint)size;

    /// <summary>The next place from <paramref name="from"/> on that has a record's signature and two equal sizes.</summary>
    private static bool TrySearch(ReadOnlySpan<byte> chunk, int from, int end, out int found)
    {
        ReadOnlySpan<byte> signature = [0x2A, 0x2A, 0x00, 0x00];
        while (from < end)
        {
            int offset = chunk[from..end].IndexOf(signature);
            if (offset < 0) break;
            found = from + offset;
            if (TrySized(chunk, found, end, out int size) && TrailingSizeFits(chunk, found, size)) return true;
            from = found + 1;
        }
        found = -1;
        return false;
    }
}
