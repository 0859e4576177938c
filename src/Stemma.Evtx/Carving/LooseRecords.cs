namespace Stemma.Evtx.Carving;

/// <summary>Reads records that stand in no chunk that is whole, from the carver's buffer.</summary>
internal sealed class LooseRecords(EvtxChunkParser parser, byte[] buffer)
{
    private const long Nowhere = long.MinValue;

    // Where the chunk of the records at hand started, as one of them told; positions are those of the image.
    private long _start = Nowhere;
    private (long Start, long Buffer) _loaded = (Nowhere, 0);
    private long _limitsFrom = Nowhere;

    /// <summary>How many records were tried.</summary>
    public long Attempts { get; private set; }

    /// <summary>The parser holds the chunk at that position of the image, and what it has learned of its templates; what it left is loose.</summary>
    public void StartAt(long chunk, long position)
    {
        _start = _limitsFrom = chunk;
        _loaded = (chunk, position);
    }

    /// <summary>Reads the next loose record into the parser.</summary>
    /// <param name="at">Where to search from, then where to go on; at <paramref name="end"/> or behind it when there is none.</param>
    /// <param name="end">Where no record may start any more.</param>
    /// <param name="bound">Where no record may reach beyond.</param>
    /// <param name="held">Bytes in the buffer.</param>
    /// <param name="position">Where the buffer stands in the image.</param>
    /// <param name="known">Records that have been read.</param>
    public bool TryRead(ref int at, int end, int bound, int held, long position, HashSet<long> known)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, held);
        while (at < end && EvtxChunkParser.TryFindRecord(bytes, at, bound, out int found, out int size) && found < end)
        {
            at = found + size;
            if (known.Contains(position + found)) continue;
            if (TryReadAt(found, size, held, position)) return true;
            at = found + 4;
        }
        at = Math.Max(at, end);
        return false;
    }

    /// <summary>Whether a record tells that its chunk started somewhere else.</summary>
    public bool BelongsElsewhere(int at, int chunk, int held)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, held);
        return EvtxChunkParser.IsRecord(bytes, at, Math.Min(held, chunk + EvtxChunkParser.ChunkSize), out int size)
            && EvtxChunkParser.TryInferStart(bytes, at, size, out int start) && start != chunk;
    }

    private bool TryReadAt(int at, int size, int held, long position)
    {
        Attempts++;
        if (EvtxChunkParser.TryInferStart(buffer.AsSpan(0, held), at, size, out int told)) _start = position + told;
        long start = _start;
        // Not in that chunk; then any start will do that the record fits behind, since names are only believed when they are checked.
        if (start < position || position + at - start is < 512 or > EvtxChunkParser.ChunkSize || position + at + size - start > EvtxChunkParser.ChunkSize)
            start = position + at - 512;
        // Limits are for a chunk's length of the image, whatever starts its records claim.
        bool fresh = _limitsFrom == Nowhere || position + at - _limitsFrom >= EvtxChunkParser.ChunkSize;
        if (fresh) _limitsFrom = position + at;
        if (fresh || _loaded != (start, position))
        {
            int offset = (int)(start - position);
            parser.LoadStretch(buffer, offset, Math.Min(EvtxChunkParser.ChunkSize, held - offset), start, fresh);
            _loaded = (start, position);
        }
        return parser.ReadAt((int)(position + at - start), size);
    }
}
