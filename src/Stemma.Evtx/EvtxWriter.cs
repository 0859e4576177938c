using System.Buffers.Binary;
using Stemma.Evtx.Checksums;
using Stemma.Evtx.Writing;

namespace Stemma.Evtx;

/// <summary>
/// Writes EVTX files: chunks with templates, name and template tables and checksums, as Windows writes them.
/// The file is complete when the writer is disposed; until then its header says that it is open (dirty).
/// The same events give the same bytes. Not for use by several threads.
/// </summary>
/// <example>
/// <code>
/// using EvtxWriter writer = EvtxWriter.Create("sample.evtx");
/// EvtxEvent start = new() { Provider = "Microsoft-Windows-Sysmon", EventId = 1, Channel = "Microsoft-Windows-Sysmon/Operational" };
/// start.Data.Add(new("Image", @"C:\Windows\System32\cmd.exe"));
/// writer.Write(start);
/// </code>
/// </example>
public sealed class EvtxWriter : IDisposable
{
    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly long _start;
    private readonly ChunkBuilder _chunk = new();
    private readonly RecordEncoder _encoder = new();
    private long _chunks;
    private bool _disposed;

    /// <summary>A writer onto a stream, from where it stands.</summary>
    /// <param name="output">Must be able to seek, since the header is written last.</param>
    /// <param name="leaveOpen">True: disposing the writer leaves the stream open.</param>
    /// <exception cref="ArgumentException">The stream cannot seek or be written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public EvtxWriter(Stream output, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!output.CanSeek || !output.CanWrite) throw new ArgumentException("The stream must be able to write and to seek.", nameof(output));
        _output = output;
        _leaveOpen = leaveOpen;
        _start = output.Position;
        WriteHeader(isDirty: true);
    }

    /// <summary>The number the next event gets, unless it brings its own.</summary>
    public long NextRecordId { get; private set; } = 1;

    /// <summary>Creates a file, or replaces one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static EvtxWriter Create(string path) => new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Writes an event after those before it.</summary>
    /// <param name="e">The event; it may be changed and written again afterwards.</param>
    /// <exception cref="ArgumentException">The event is larger than a chunk (64 KiB with its templates), or its tree too deep.</exception>
    /// <exception cref="FormatException">Its <see cref="EvtxEvent.UserSid"/> is no security identifier.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The file has 65,535 chunks (4 GiB), more than its header can count.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public void Write(EvtxEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        ObjectDisposedException.ThrowIf(_disposed, this);
        long id = e.RecordId != 0 ? e.RecordId : NextRecordId;
        if (!TryWrite(e, id))
        {
            bool wasEmpty = _chunk.Records == 0;
            if (!wasEmpty) FlushChunk();
            else _chunk.Clear();
            if (wasEmpty || !TryWrite(e, id))
            {
                _chunk.Clear();
                throw new ArgumentException("The event is larger than a chunk.", nameof(e));
            }
        }
        NextRecordId = id + 1;
    }

    private bool TryWrite(EvtxEvent e, long id)
    {
        try
        {
            _encoder.Write(_chunk, e, id);
        }
        catch
        {
            // What the event has brought so far is taken back; the names it brought stay, so the chunk ends here.
            _chunk.Cancel();
            if (_chunk.Records > 0) FlushChunk();
            else _chunk.Clear();
            throw;
        }
        if (!_chunk.Overflowed) return true;
        _chunk.Cancel();
        return false;
    }

    private void FlushChunk()
    {
        if (_chunks >= ushort.MaxValue) throw new InvalidOperationException("The file has as many chunks as its header can count.");
        _output.Write(_chunk.Finish());
        _chunks++;
        _chunk.Clear();
    }

    private void WriteHeader(bool isDirty)
    {
        Span<byte> header = stackalloc byte[EvtxFileHeader.Size];
        header.Clear();
        "ElfFile\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], Math.Max(0, _chunks - 1));
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], NextRecordId);
        BinaryPrimitives.WriteUInt32LittleEndian(header[32..], 128);
        BinaryPrimitives.WriteUInt16LittleEndian(header[36..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[38..], 3);
        BinaryPrimitives.WriteUInt16LittleEndian(header[40..], EvtxFileHeader.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(header[42..], (ushort)_chunks);
        BinaryPrimitives.WriteUInt32LittleEndian(header[120..], isDirty ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(header[124..], Crc32.Compute(header[..120]));
        _output.Write(header);
    }

    /// <summary>Writes the last chunk and the header, and closes the file.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        // A file has one chunk at least; without events it is an empty one.
        if (_chunk.Records > 0 || _chunks == 0) FlushChunk();
        long end = _output.Position;
        _output.Position = _start;
        WriteHeader(isDirty: false);
        _output.Position = end;
        if (!_leaveOpen) _output.Dispose();
    }
}
