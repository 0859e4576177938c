using Stemma.Evtx;

namespace Stemma.Logs;

/// <summary>
/// Reads the chunks of an EVTX log, or of a stretch of one: those that start within it. Where bytes are missing or too many, chunks
/// after that place no longer stand on their grid; they are found by their signature.
/// </summary>
internal sealed class EvtxLog(EvtxChunkParser parser)
{
    /// <summary>Bytes that are read at once.</summary>
    public const int BlockSize = (1 << 20) + EvtxFileHeader.Size;

    private const int ChunkSize = EvtxChunkParser.ChunkSize;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BlockSize + ChunkSize);
    private int _held;
    private bool _atEnd;

    /// <summary>Reads.</summary>
    /// <param name="stream">The log, standing at the stretch's start.</param>
    /// <param name="position">The stretch's start in the log.</param>
    /// <param name="length">The stretch's length; chunks that start beyond are not read.</param>
    /// <param name="log">The log.</param>
    /// <param name="onRecord">Called for each record, which the parser then holds.</param>
    /// <param name="onProblem">Told of what could not be read.</param>
    /// <param name="onProgress">Told of bytes read.</param>
    /// <param name="stop">Ends the reading early.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The compressed stream is damaged.</exception>
    public void Read(Stream stream, long position, long length, LogFile log, Action onRecord, Action<EvtxProblem> onProblem,
        Action<int> onProgress, CancellationToken stop)
    {
        (_held, _atEnd) = (0, false);
        Fill(stream, (int)Math.Min(length, BlockSize), onProgress);
        int start = 0;
        if (position == 0 && log.FirstChunk > 0)
        {
            start = Math.Min(_held, (int)log.FirstChunk);
            foreach (EvtxProblem problem in EvtxFileHeader.Check(_buffer.AsSpan(0, start))) onProblem(problem);
            if (IsCut(_buffer.AsSpan(0, start), log))
                onProblem(new(log.Length, EvtxProblemKind.FileTruncated, "the file ends before the last chunk that its header counts"));
        }
        else if (position > 0)
        {
            // A chunk of the stretch before may reach into this one.
            start = Math.Max(0, NextSignature(0));
        }

        while (!stop.IsCancellationRequested && start < length)
        {
            if (_held - start < ChunkSize && !_atEnd)
            {
                _buffer.AsSpan(start, _held - start).CopyTo(_buffer);
                (position, length, _held, start) = (position + start, length - start, _held - start, 0);
                Fill(stream, Math.Max((int)Math.Min(length, BlockSize), ChunkSize), onProgress);
            }

            if (start >= _held) return;
            start += ReadChunk(start, position, onRecord, onProblem);
        }
    }

    /// <summary>Reads one chunk; returns how far the next place to look at is.</summary>
    private int ReadChunk(int start, long position, Action onRecord, Action<EvtxProblem> onProblem)
    {
        int available = Math.Min(ChunkSize, _held - start);
        // What is searched for deleted records must not swallow the chunk behind it.
        if (parser.RecoverDeleted && !_buffer.AsSpan(start, available).StartsWith("ElfChnk\0"u8) && NextSignature(start + 1) is > 0 and int after)
            available = after - start;
        bool isChunk = parser.Load(_buffer, start, available, position + start);
        if (isChunk)
        {
            while (parser.Read()) onRecord();
        }

        foreach (EvtxProblem problem in parser.Problems) onProblem(problem);
        if (available < ChunkSize && parser.Problems.Count == 0)
            onProblem(new(position + _held, EvtxProblemKind.FileTruncated, "the file ends within a chunk"));
        int next = isChunk ? -1 : NextSignature(start + 1);
        return next < 0 ? available : next - start;
    }

    private int NextSignature(int from)
    {
        int length = Math.Min(ChunkSize - 1, _held - from);
        int found = length <= 0 ? -1 : _buffer.AsSpan(from, length).IndexOf("ElfChnk\0"u8);
        return found < 0 ? -1 : from + found;
    }

    private static bool IsCut(ReadOnlySpan<byte> header, LogFile log) =>
        !log.IsGzip && EvtxFileHeader.TryRead(header, out EvtxFileHeader? read)
        && log.Length < EvtxFileHeader.Size + ((long)read!.ChunkCount * ChunkSize);

    private void Fill(Stream stream, int wanted, Action<int> onProgress)
    {
        while (_held < wanted && !_atEnd)
        {
            int read = stream.Read(_buffer, _held, wanted - _held);
            _held += read;
            _atEnd = read == 0;
            onProgress(read);
        }
    }
}
