namespace Stemma.Evtx;

/// <summary>
/// An EVTX file to read from its first record to its last. Reading is forward only and takes the memory of
/// one chunk, whatever the file's size. Damage never throws: it costs the record or chunk it is in and is
/// listed in <see cref="Problems"/>. For many gigabytes use <see cref="EvtxChunkParser"/>, which allocates nothing a record.
/// </summary>
/// <example>
/// <code>
/// using EvtxFile file = EvtxFile.Open("Security.evtx");
/// foreach (EvtxRecord record in file.ReadRecords())
///     Console.WriteLine($"{record.Written:O} {record["EventID"]} {record["TargetUserName"]}");
/// foreach (EvtxProblem problem in file.Problems)
///     Console.Error.WriteLine($"{problem.Position}: {problem.Message}");
/// </code>
/// </example>
public sealed class EvtxFile : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly List<EvtxProblem> _problems = [];
    private readonly EvtxTemplateCache _cache;
    // Read and not yet given out: what stands behind a chunk that came too early. Few files have any.
    private byte[] _rest = [];
    private int _restLength;
    private long _position;
    private bool _started;

    private EvtxFile(Stream stream, bool leaveOpen, EvtxTemplateCache? cache)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _cache = cache ?? new EvtxTemplateCache();
        ReadHeader();
    }

    /// <summary>The file's header; null when it has none (<see cref="Problems"/> says so). Chunks are read all the same.</summary>
    public EvtxFileHeader? Header { get; private set; }

    /// <summary>What could not be read so far. A thousand chunks of noise fill it up to 65,536 entries, not further.</summary>
    public IReadOnlyList<EvtxProblem> Problems => _problems;

    /// <summary>How many problems there were, those that <see cref="Problems"/> had no more room for included.</summary>
    public long ProblemCount { get; private set; }

    /// <summary>
    /// Whether to find deleted records, too: what an older use of a chunk or a cleared log left behind the
    /// records that count. False unless set, before the first record is read. See <see cref="EvtxRecord.IsRecovered"/>.
    /// </summary>
    public bool RecoverDeleted { get; set; }

    /// <summary>Opens a file by its path, shared with others that read or write it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">Templates to share with other files; a new one when null.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static EvtxFile Open(string path, EvtxTemplateCache? cache = null)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return new EvtxFile(stream, leaveOpen: false, cache);
    }

    /// <summary>Reads from a stream, from where it stands; it need not be seekable.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="cache">Templates to share with other files; a new one when null.</param>
    /// <param name="leaveOpen">True: disposing this leaves the stream open.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static EvtxFile Open(Stream stream, EvtxTemplateCache? cache = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new EvtxFile(stream, leaveOpen, cache);
    }

    /// <summary>The file's records in the order they are stored in. Reads as it is enumerated, and only once.</summary>
    /// <exception cref="InvalidOperationException">The records have been read before.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public IEnumerable<EvtxRecord> ReadRecords()
    {
        Start();
        return Enumerate();
    }

    /// <summary>Marks the chunks as read.</summary>
    /// <exception cref="InvalidOperationException">They have been read before.</exception>
    internal void Start()
    {
        if (_started) throw new InvalidOperationException("The records have been read; open the file again.");
        _started = true;
    }

    /// <summary>
    /// Reads the bytes of the next chunk. Where there is none, those before the next one: when bytes are missing
    /// or too many, the chunks after them no longer stand where they should.
    /// </summary>
    /// <param name="buffer">Has room for a chunk.</param>
    /// <param name="start">Where to put them.</param>
    /// <param name="position">Where they stand in the file.</param>
    /// <returns>How many there are; 0 at the file's end.</returns>
    internal int ReadChunk(byte[] buffer, int start, out long position)
    {
        position = _position;
        Span<byte> room = buffer.AsSpan(start, EvtxChunkParser.ChunkSize);
        _rest.AsSpan(0, _restLength).CopyTo(room);
        int held = _restLength + _stream.ReadAtLeast(room[_restLength..], room.Length - _restLength, throwOnEndOfStream: false);
        int next = room[..held].IndexOf(EvtxChunkParser.ChunkSignature);
        int length = next > 0 ? next : held;
        Keep(room[length..held]);
        _position += length;
        return length;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        _restLength = rest.Length;
        if (rest.Length > _rest.Length) _rest = new byte[EvtxChunkParser.ChunkSize];
        rest.CopyTo(_rest);
    }

    /// <summary>Adds problems of one chunk, in the chunks' order.</summary>
    internal void AddProblems(IReadOnlyList<EvtxProblem> problems)
    {
        ProblemCount += problems.Count;
        foreach (EvtxProblem problem in problems)
            if (_problems.Count < 65_536) _problems.Add(problem);
    }

    /// <summary>Adds what only the end of the file shows.</summary>
    internal void End()
    {
        if (Header is { } header && _position < EvtxFileHeader.Size + ((long)header.ChunkCount * EvtxChunkParser.ChunkSize))
            AddProblems([new(_position, EvtxProblemKind.FileTruncated, "the file ends before the last chunk that its header counts")]);
    }

    private IEnumerable<EvtxRecord> Enumerate()
    {
        EvtxChunkParser parser = new(_cache) { RecoverDeleted = RecoverDeleted };
        byte[] buffer = new byte[EvtxChunkParser.ChunkSize];
        while (ReadChunk(buffer, 0, out long position) is > 0 and int length)
        {
            if (parser.Load(buffer, 0, length, position))
            {
                while (parser.Read())
                    yield return new EvtxRecord(parser);
            }
            AddProblems(parser.Problems);
        }
        End();
    }

    private void ReadHeader()
    {
        Span<byte> start = stackalloc byte[EvtxFileHeader.Size];
        start = start[.._stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        AddProblems(EvtxFileHeader.Check(start));
        bool isHeader = EvtxFileHeader.TryRead(start, out EvtxFileHeader? header);
        Header = header;
        // What was carved from a disk may start with a chunk; anything else takes the header's place.
        int chunk = isHeader ? -1 : start.IndexOf(EvtxChunkParser.ChunkSignature);
        _position = chunk >= 0 ? chunk : start.Length;
        Keep(start[(int)_position..]);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (!_leaveOpen) _stream.Dispose();
    }
}
