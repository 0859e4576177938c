using System.Buffers;

namespace Stemma.Detection;

/// <summary>
/// Takes lines one after the other, each in one piece, in many small arrays: to grow one large array makes the collector look through
/// everything that is kept. Of one thread.
/// </summary>
internal sealed class LineBuffer : IBufferWriter<byte>
{
    // Below what counts as a large object.
    private const int ChunkSize = 80_000;

    private readonly List<byte[]> _chunks = [];
    private byte[] _chunk = [];
    private int _next, _lineStart, _end;

    /// <summary>Bytes of the lines that are there.</summary>
    public int Count { get; private set; }

    /// <summary>Ends the line that was written since the last call.</summary>
    /// <returns>The line; it stays what it is until <see cref="Clear"/>.</returns>
    public ReadOnlyMemory<byte> EndLine()
    {
        ReadOnlyMemory<byte> line = _chunk.AsMemory(_lineStart, _end - _lineStart);
        _lineStart = _end;
        Count += line.Length;
        return line;
    }

    /// <summary>Forgets all lines, keeps the arrays.</summary>
    public void Clear()
    {
        _chunk = [];
        _next = _lineStart = _end = Count = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_chunk.Length - _end), nameof(count));
        _end += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_chunk.Length - _end < Math.Max(sizeHint, 1)) Continue(sizeHint);
        return _chunk.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    // In another array, to which the part of the line that is there moves.
    private void Continue(int wanted)
    {
        ReadOnlySpan<byte> begun = _chunk.AsSpan(_lineStart, _end - _lineStart);
        int needed = checked(begun.Length + Math.Max(wanted, 1));
        if (_next == _chunks.Count || _chunks[_next].Length < needed) _chunks.Insert(_next, new byte[needed <= ChunkSize ? ChunkSize : checked(needed * 2)]);
        byte[] chunk = _chunks[_next++];
        begun.CopyTo(chunk);
        (_chunk, _lineStart, _end) = (chunk, 0, begun.Length);
    }
}
