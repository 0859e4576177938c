using System.Buffers.Binary;
using Stemma.Evtx.BinXml;

namespace Stemma.Evtx;

// What EvtxCarver needs: records at known places, in bytes of which nobody says that they belong together.
public sealed partial class EvtxChunkParser
{
    private bool _distrusted;

    /// <summary>
    /// Whether chunks come from a disk or memory image. All their records are marked as recovered, and in a chunk
    /// that is not whole no record gets names that may be another's: clusters of other files may stand in it.
    /// </summary>
    internal bool Carving { get; init; }

    /// <summary>Whether a template of the current record is lost, so that values stand without names.</summary>
    internal bool LacksNames { get; private set; }

    private bool IsDoubtful => _recovering || _distrusted;

    /// <summary>Takes a stretch that may be a chunk without its header; its records are read by <see cref="ReadAt"/>.</summary>
    /// <param name="buffer">Holds the stretch.</param>
    /// <param name="start">Where the chunk's header would be.</param>
    /// <param name="length">Bytes of the stretch.</param>
    /// <param name="filePosition">Where it stands in the image.</param>
    /// <param name="fresh">True: the limits of a chunk start anew. False: they go on, so that stretches over each other cost no more than one.</param>
    internal void LoadStretch(byte[] buffer, int start, int length, long filePosition, bool fresh)
    {
        Take(buffer, start, length, filePosition);
        if (!fresh) return;
        _canonicalBudget = Limits.CanonicalPerChunk;
        _valueBudget = Limits.ValuesPerChunk;
    }

    /// <summary>Reads the record at that offset of the stretch, as a deleted one. False: its content does not hold.</summary>
    internal bool ReadAt(int at, int size)
    {
        _recovering = true;
        _problems.Clear();
        ForgetRecord();
        if (!TryReadContent(at, size))
        {
            ForgetRecord();
            return false;
        }
        Describe(at);
        return true;
    }

    /// <summary>The next place that holds a whole record as far as signature, sizes and the start of its content tell.</summary>
    internal static bool TryFindRecord(ReadOnlySpan<byte> bytes, int from, int end, out int found, out int size)
    {
        while (TrySearch(bytes, from, end, out found))
        {
            if (IsRecord(bytes, found, end, out size)) return true;
            from = found + 4;
        }
        size = 0;
        return false;
    }

    /// <summary>Whether a whole record stands there, as far as signature, sizes and the start of its content tell.</summary>
    internal static bool IsRecord(ReadOnlySpan<byte> bytes, int at, int end, out int size) =>
        TrySized(bytes, at, Math.Min(end, at + ChunkSize - Limits.ChunkHeaderSize), out size)
        && TrailingSizeFits(bytes, at, size)
        && StartsFragment(bytes, at);

    /// <summary>
    /// Whether a chunk starts with these bytes: its header's checksum is right, or the header is plausible and
    /// a record stands where the first one should. The signature alone stands in every program that reads logs.
    /// </summary>
    internal static bool IsChunk(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Limits.ChunkHeaderSize || !bytes.StartsWith(ChunkSignature)) return false;
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[124..]);
        if (checksum != 0 && HeaderChecksumFits(bytes)) return true;
        if (bytes.Length > ChunkSize) bytes = bytes[..ChunkSize];
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..]) == 128
            && IsRecord(bytes, Limits.ChunkHeaderSize, bytes.Length, out _);
    }

    /// <summary>
    /// Where the chunk of a record started, told by the record itself: a template or a name that is defined where it
    /// is first used has its offset in the chunk beside it. False: it uses what other records define.
    /// </summary>
    /// <param name="bytes">Bytes that hold the record.</param>
    /// <param name="at">Where the record starts in them.</param>
    /// <param name="size">The record's size.</param>
    /// <param name="start">Where the chunk starts in <paramref name="bytes"/>; negative when that is before them.</param>
    internal static bool TryInferStart(ReadOnlySpan<byte> bytes, int at, int size, out int start)
    {
        ReadOnlySpan<byte> record = bytes.Slice(at, size);
        start = 0;
        const int content = RecordHeaderSize + 4;
        if (size < content + 34) return false;
        int definition;
        uint offset;
        if ((record[content] & ~Token.More) == Token.TemplateInstance)
        {
            definition = content + 10;
            offset = BinaryPrimitives.ReadUInt32LittleEndian(record[(content + 6)..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record[(content + 2)..]) != BinaryPrimitives.ReadUInt32LittleEndian(record[(definition + 4)..])) return false;
            if (BinaryPrimitives.ReadUInt32LittleEndian(record[(definition + 20)..]) > (uint)(size - definition - 24)) return false;
            if (record[definition + 24] != Token.FragmentHeader) return false;
        }
        else
        {
            definition = content + 9;
            offset = BinaryPrimitives.ReadUInt32LittleEndian(record[(content + 5)..]);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(record[(definition + 6)..]);
            if (length == 0 || length > (size - definition - 10) / 2) return false;
            ReadOnlySpan<char> name = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(record.Slice(definition + 8, length * 2));
            if (BinaryPrimitives.ReadUInt16LittleEndian(record[(definition + 4)..]) != NameHash.Of(name)) return false;
        }
        if (offset < Limits.ChunkHeaderSize + definition || offset > (uint)(ChunkSize - (size - definition))) return false;
        start = at + definition - (int)offset;
        return true;
    }

    /// <summary>Whether a record only seems to bring its template, because the place it names in its own chunk is here its own.</summary>
    private bool IsForeign(int instance, int definition, int end) =>
        end - definition >= 8 && !Chunk.Slice(instance + 2, 4).SequenceEqual(Chunk.Slice(definition + 4, 4));

    private static bool StartsFragment(ReadOnlySpan<byte> bytes, int record) =>
        bytes.Length - record >= SmallestRecord + 4 && bytes[record + RecordHeaderSize] == Token.FragmentHeader && bytes[record + RecordHeaderSize + 1] == 1;
}
