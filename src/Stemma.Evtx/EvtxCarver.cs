using Stemma.Evtx.Carving;

namespace Stemma.Evtx;

/// <summary>
/// Finds event records in bytes that are no log: a disk image, unallocated space, a memory dump. Chunks are found
/// by their signature at any byte, and single records outside of them where signature, both sizes and content
/// hold. Reading is forward only and takes the same memory for any length. Nothing in the bytes throws.
/// </summary>
/// <remarks>
/// A record that refers to a template which is not near it has values without names, never names that might be
/// another record's. A record that was found before, with the same number, time and content, is left out, unless
/// half a million others stand in between.
/// </remarks>
/// <example>
/// <code>
/// using EvtxCarver carver = EvtxCarver.Open("disk.raw");
/// foreach (EvtxRecord record in carver.ReadRecords())
///     Console.WriteLine($"{record.Position} {record.Written:O} {record.ToJson()}");
/// </code>
/// </example>
public sealed class EvtxCarver : IDisposable
{
    // What stands before a place is needed for a chunk whose start is behind it, what stands after it for a chunk and the next one's header.
    private const int Behind = EvtxChunkParser.ChunkSize;
    private const int Ahead = 2 * EvtxChunkParser.ChunkSize;
    private const int Page = 4096;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly EvtxChunkParser _parser;
    private readonly LooseRecords _loose;
    private readonly SeenRecords _seen = new(512 * 1024);
    private readonly HashSet<long> _ofChunk = [];
    private readonly List<EvtxProblem> _problems = [];
    // Starts with zeros in place of what is before the image, so that a chunk may have started there.
    private readonly byte[] _buffer = new byte[2 * 1024 * 1024];
    private int _held = Behind;
    private int _at = Behind;
    private long _position = -Behind;
    private long _attempts;
    private bool _mixed;
    private bool _ended;
    private bool _started;

    private EvtxCarver(Stream stream, bool leaveOpen, EvtxTemplateCache? cache)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _parser = new EvtxChunkParser(cache ?? new EvtxTemplateCache()) { RecoverDeleted = true, Carving = true };
        _loose = new LooseRecords(_parser, _buffer);
    }

    /// <summary>The parser that stands at the record given last, for reading its values in place.</summary>
    public EvtxChunkParser Parser => _parser;

    /// <summary>How many signatures of chunks and of records outside them were looked into: the work that hostile bytes could make grow.</summary>
    internal long Attempts => _attempts + _loose.Attempts;

    /// <summary>How many bytes have been searched so far.</summary>
    public long BytesSearched => _position + Math.Min(_at, _held);

    /// <summary>How many chunks were found so far.</summary>
    public long Chunks { get; private set; }

    /// <summary>How many of the records so far were found outside of chunks.</summary>
    public long RecordsOutsideChunks { get; private set; }

    /// <summary>How many records were left out so far because they had been found before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>What could not be read in chunks so far; 65,536 entries at most.</summary>
    public IReadOnlyList<EvtxProblem> Problems => _problems;

    /// <summary>Opens an image or a device by its path.</summary>
    /// <param name="path">The image.</param>
    /// <param name="cache">Templates to share with other files; a new one when null.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static EvtxCarver Open(string path, EvtxTemplateCache? cache = null)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return new EvtxCarver(stream, leaveOpen: false, cache);
    }

    /// <summary>Reads from a stream, from where it stands; it need not be seekable.</summary>
    /// <param name="stream">The bytes to search.</param>
    /// <param name="cache">Templates to share with other files; a new one when null.</param>
    /// <param name="leaveOpen">True: disposing this leaves the stream open.</param>
    public static EvtxCarver Open(Stream stream, EvtxTemplateCache? cache = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new EvtxCarver(stream, leaveOpen, cache);
    }

    /// <summary>
    /// The records in the order of their chunks, all with <see cref="EvtxRecord.IsRecovered"/> set; their
    /// <see cref="EvtxRecord.Position"/> is the place in the image. Reads as it is enumerated, and only once.
    /// </summary>
    /// <exception cref="InvalidOperationException">The records have been read before.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public IEnumerable<EvtxRecord> ReadRecords()
    {
        if (_started) throw new InvalidOperationException("The records have been read; open the image again.");
        _started = true;
        return Enumerate();
    }

    private IEnumerable<EvtxRecord> Enumerate()
    {
        while (Fill())
        {
            int limit = _ended ? _held : _held - Ahead;
            while (_at < limit)
            {
                int chunk = NextChunk(_at, _held);
                int end = Math.Min(chunk, limit);
                while (_loose.TryRead(ref _at, end, chunk, _held, _position, _ofChunk))
                    if (IsNew(outside: true)) yield return new EvtxRecord(_parser);
                if (chunk >= limit) break;

                int length = NextChunk(chunk + 8, Math.Min(_held, chunk + EvtxChunkParser.ChunkSize)) - chunk;
                Load(chunk, length);
                while (ReadOfChunk(chunk))
                    if (IsNew(outside: false)) yield return new EvtxRecord(_parser);
                AddProblems();
                // What stands in a chunk need not be its own: clusters of another log may have taken its place.
                _loose.StartAt(_position + chunk, _position);
                while (_loose.TryRead(ref _at, chunk + length, chunk + length, _held, _position, _ofChunk))
                    if (IsNew(outside: true)) yield return new EvtxRecord(_parser);
            }
        }
    }

    /// <summary>Moves what is needed to the buffer's front and fills the rest. False: everything has been searched.</summary>
    private bool Fill()
    {
        // Whole pages, since devices may want their reads aligned.
        int drop = (_at - Behind) & ~(Page - 1);
        _buffer.AsSpan(drop, _held - drop).CopyTo(_buffer);
        (_at, _held, _position) = (_at - drop, _held - drop, _position + drop);
        if (!_ended)
        {
            _held += _stream.ReadAtLeast(_buffer.AsSpan(_held), _buffer.Length - _held, throwOnEndOfStream: false);
            _ended = _held < _buffer.Length;
        }
        return _at < _held;
    }

    /// <summary>Where the next chunk starts, or the end. A start that lacks what tells it from noise is left for the next filling.</summary>
    private int NextChunk(int from, int end)
    {
        int last = _ended ? end : Math.Min(end, _held - EvtxChunkParser.ChunkSize);
        while (from < last)
        {
            int offset = _buffer.AsSpan(from, last - from).IndexOf(EvtxChunkParser.ChunkSignature);
            if (offset < 0) break;
            from += offset;
            _attempts++;
            if (EvtxChunkParser.IsChunk(_buffer.AsSpan(from, _held - from))) return from;
            from += EvtxChunkParser.ChunkSignature.Length;
        }
        return end;
    }

    private void Load(int chunk, int length)
    {
        Chunks++;
        _ofChunk.Clear();
        _mixed = false;
        _parser.Load(_buffer, chunk, length, _position + chunk);
    }

    /// <summary>The chunk's next record; one that says it is another chunk's, and those behind it that have no names here, are left for later.</summary>
    private bool ReadOfChunk(int chunk)
    {
        while (_parser.Read())
        {
            bool foreign = _loose.BelongsElsewhere((int)(_parser.Position - _position), chunk, _held);
            _mixed |= foreign;
            if (foreign || (_mixed && _parser.LacksNames)) continue;
            _ofChunk.Add(_parser.Position);
            return true;
        }
        return false;
    }

    private bool IsNew(bool outside)
    {
        if (!_seen.TryAdd(_parser))
        {
            Duplicates++;
            return false;
        }
        if (outside) RecordsOutsideChunks++;
        return true;
    }

    private void AddProblems()
    {
        foreach (EvtxProblem problem in _parser.Problems)
            if (_problems.Count < 65_536) _problems.Add(problem);
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        if (!_leaveOpen) _stream.Dispose();
    }
}
