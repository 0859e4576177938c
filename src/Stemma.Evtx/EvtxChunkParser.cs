using System.Buffers.Binary;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Checksums;

namespace Stemma.Evtx;

/// <summary>
/// Reads the records of one chunk after another, without allocating once it has seen a log's templates.
/// The contract: <see cref="Load"/> a chunk, <see cref="Read"/> until false; <see cref="Shape"/>,
/// <see cref="Values"/> and all texts hold until the next call of either. Nothing a file holds makes a
/// method throw: what cannot be read is noted in <see cref="Problems"/> and stepped over.
/// </summary>
/// <remarks>
/// A chunk is self-contained (libevtx format document, "Chunk"), so chunks of one file may go to several
/// parsers. One parser serves one thread; the <see cref="EvtxTemplateCache"/> serves all.
/// </remarks>
/// <example>
/// <code>
/// EvtxChunkParser parser = new(new EvtxTemplateCache());
/// if (parser.Load(bytes, 4096, 65536, filePosition: 4096))
///     while (parser.Read())
///         Console.WriteLine($"{parser.RecordId}: {parser.Shape.Fields.Length} fields");
/// </code>
/// </example>
public sealed partial class EvtxChunkParser
{
    /// <summary>Size of a chunk in bytes.</summary>
    public const int ChunkSize = Limits.ChunkSize;

    internal static ReadOnlySpan<byte> ChunkSignature => "ElfChnk\0"u8;

    private const int RecordHeaderSize = 24;
    private const int SmallestRecord = RecordHeaderSize + 4;
    private const uint RecordSignature = 0x00002A2A;

    private readonly EvtxTemplateCache _cache;
    private readonly ValueList _read = new();
    private readonly ValueList _values = new();
    private readonly CanonicalBuffer _form = new();
    private readonly TemplateSlots _slots = new();
    private readonly DefinitionCopies _copies = new();
    private readonly ProblemList _problems = new();
    private byte[] _buffer = [];
    private int _start;
    private int _length;
    private long _filePosition;
    private int _next;
    private int _recordsEnd;
    private bool _beyondHeader;
    private int _canonicalBudget;
    private int _valueBudget;
    private Layout? _layout;

    /// <summary>A parser that shares what it learns of templates through the cache.</summary>
    /// <param name="cache">The run's cache.</param>
    public EvtxChunkParser(EvtxTemplateCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache;
    }

    /// <summary>Whether the chunk's checksums are compared; true unless set. Wrong ones are noted, and reading goes on.</summary>
    public bool VerifyChecksums { get; set; } = true;

    /// <summary>The record's number from its header.</summary>
    public long RecordId { get; private set; }

    /// <summary>When the record was written: 100 ns units since 1601-01-01 UTC, from its header.</summary>
    public long FileTime { get; private set; }

    /// <summary>Offset of the record's header in the file, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>The names of the record's fields.</summary>
    /// <exception cref="InvalidOperationException">No record has been read.</exception>
    public EvtxShape Shape => (_layout ?? throw NoRecord()).Shape;

    /// <summary>What could not be read since <see cref="Load"/>.</summary>
    public IReadOnlyList<EvtxProblem> Problems => _problems;

    /// <summary>Counts records and loads, so that what belongs to an earlier record can tell.</summary>
    internal long Generation { get; private set; }

    private ReadOnlySpan<byte> Chunk => _buffer.AsSpan(_start, _length);

    /// <summary>
    /// Takes a chunk. False: it is not a usable one, and <see cref="Problems"/> says why; only a chunk of
    /// nothing but zeros, room that no record has filled yet, is no problem. A wrong checksum is a problem
    /// that is noted, and reading goes on. With <see cref="RecoverDeleted"/> a chunk without signature is searched.
    /// </summary>
    /// <param name="buffer">Holds the chunk; must stay as it is while the chunk's records are used.</param>
    /// <param name="start">Where the chunk starts in the buffer.</param>
    /// <param name="length">Its bytes: 65,536, or fewer at the end of a truncated file. More are not looked at.</param>
    /// <param name="filePosition">Where it stands in the file, for <see cref="Position"/> and problems.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the buffer.</exception>
    public bool Load(byte[] buffer, int start, int length, long filePosition)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, buffer.Length - start);
        Take(buffer, start, length, filePosition);
        _canonicalBudget = Limits.CanonicalPerChunk;
        _valueBudget = Limits.ValuesPerChunk;
        bool usable = LoadHeader();
        _distrusted = Carving && _problems.Count > 0;
        return usable;
    }

    private void Take(byte[] buffer, int start, int length, long filePosition)
    {
        _buffer = buffer;
        _start = start;
        _length = Math.Min(length, ChunkSize);
        _filePosition = filePosition;
        _problems.Clear();
        _slots.Clear();
        _known.Clear();
        ForgetRecord();
        RecordId = 0;
        _next = _recordsEnd = 0;
        _beyondHeader = _recovering = _distrusted = false;
    }

    private bool LoadHeader()
    {
        ReadOnlySpan<byte> chunk = Chunk;
        if (chunk.Length < 8 || !chunk.StartsWith(ChunkSignature))
        {
            // Logs are made larger ahead of need: zeros are room for chunks to come, not damage.
            if (!chunk.ContainsAnyExcept((byte)0)) return false;
            Note(0, EvtxProblemKind.ChunkSignature, "no chunk signature");
            return _recovering = RecoverDeleted;
        }
        if (chunk.Length < Limits.ChunkHeaderSize)
        {
            Note(0, EvtxProblemKind.ChunkTruncated, "the file ends within the chunk's header");
            return false;
        }
        uint end = BinaryPrimitives.ReadUInt32LittleEndian(chunk[48..]);
        bool sane = end is >= Limits.ChunkHeaderSize and <= ChunkSize;
        if (!sane) Note(48, EvtxProblemKind.ChunkHeader, "the end of records is out of bounds; reading as far as there are records");
        if (VerifyChecksums && !HeaderChecksumFits(chunk))
        {
            Note(124, EvtxProblemKind.ChunkHeader, "the header's checksum is wrong");
            // A damaged end would hide records, so the records themselves have the last word.
            sane = false;
        }
        _next = Limits.ChunkHeaderSize;
        _recordsEnd = sane ? (int)end : _length;
        if (_length < ChunkSize) Note(_length, EvtxProblemKind.ChunkTruncated, "the file ends within the chunk");
        if (_recordsEnd > _length) _recordsEnd = _length;
        else if (VerifyChecksums && sane)
        {
            uint expected = BinaryPrimitives.ReadUInt32LittleEndian(chunk[52..]);
            if (expected != 0 && expected != Crc32.Compute(chunk[Limits.ChunkHeaderSize.._recordsEnd]))
                Note(52, EvtxProblemKind.ChunkChecksum, "the checksum of the records is wrong");
        }
        _beyondHeader = !sane;
        return true;
    }

    /// <summary>A checksum of zero means that the writer made none (file flag 4).</summary>
    private static bool HeaderChecksumFits(ReadOnlySpan<byte> chunk)
    {
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(chunk[124..]);
        return expected == 0 || expected == Crc32.Compute(chunk[..120], chunk[128..512]);
    }

    /// <summary>Goes to the next readable record; damage in between is noted and stepped over. False: the chunk is at its end.</summary>
    public bool Read()
    {
        while ((!_recovering && TryNextRecord(out int at, out int size)) || TryRecover(out at, out size))
        {
            _next = at + size;
            ForgetRecord();
            if (!TryReadContent(at, size)) continue;
            Describe(at);
            return true;
        }
        ForgetRecord();
        return false;
    }

    private void Describe(int at)
    {
        ReadOnlySpan<byte> header = Chunk.Slice(at, RecordHeaderSize);
        RecordId = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        FileTime = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        Position = _filePosition + at;
        IsRecovered = _recovering || Carving;
    }

    private void ForgetRecord()
    {
        Generation++;
        _layout = null;
        _read.Clear();
        _values.Clear();
        _scratchUsed = 0;
        LacksNames = false;
    }

    private void Note(int at, EvtxProblemKind kind, string message) =>
        _problems.Add(_filePosition + at, _recovering && (kind is EvtxProblemKind.RecordContent or EvtxProblemKind.Limit) ? EvtxProblemKind.DeletedRecord : kind, message);

    private static InvalidOperationException NoRecord() => new("Read a record first.");
}
