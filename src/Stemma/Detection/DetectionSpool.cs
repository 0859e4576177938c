using System.Buffers;
using System.Runtime.InteropServices;

namespace Stemma.Detection;

/// <summary>
/// Keeps written detections until all are there, then gives them out in order. Each thread fills a <see cref="Part"/>; a full part is
/// sorted and put to a temporary file, so memory stays bounded however much is found.
/// </summary>
internal sealed class DetectionSpool(int partSize = DetectionSpool.DefaultPart) : IDisposable
{
    private const int DefaultPart = 8 << 20;

    private readonly List<Part> _parts = [];
    private readonly List<FileStream> _runs = [];

    /// <summary>A part for one thread to fill.</summary>
    public Part NewPart()
    {
        lock (_parts)
        {
            Part part = new(this);
            _parts.Add(part);
            return part;
        }
    }

    /// <summary>Writes all detections in order. No part may be added to any more.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="separator">What stands between two.</param>
    /// <exception cref="IOException">The output or a temporary file cannot be written or read.</exception>
    public void CopyTo(Stream output, ReadOnlySpan<byte> separator = default)
    {
        bool first = true;
        foreach (SpooledLine line in InOrder())
        {
            if (!first) output.Write(separator);
            first = false;
            output.Write(line.Line.Span);
        }
    }

    /// <summary>All detections in order. What is added after this began is not among them.</summary>
    /// <exception cref="IOException">A temporary file cannot be read.</exception>
    public IEnumerable<SpooledLine> InOrder()
    {
        PriorityQueue<IEnumerator<SpooledLine>, DetectionKey> next = new();
        foreach (var source in _parts.Select(part => part.Sorted()).Concat(_runs.Select(ReadRun)).Select(lines => lines.GetEnumerator()))
            if (source.MoveNext()) next.Enqueue(source, source.Current.Key);
        while (next.TryDequeue(out var source, out _))
        {
            yield return source.Current;
            if (source.MoveNext()) next.Enqueue(source, source.Current.Key);
        }
    }

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose()
    {
        foreach (FileStream run in _runs) run.Dispose();
    }

    private void Spill(Part part)
    {
        FileStream run = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        lock (_runs) _runs.Add(run);
        foreach ((DetectionKey key, ReadOnlyMemory<byte> line) in part.Sorted())
        {
            run.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<DetectionKey>(in key)));
            int length = line.Length;
            run.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            run.Write(line.Span);
        }

        run.Flush();
    }

    private static IEnumerable<SpooledLine> ReadRun(FileStream run)
    {
        run.Position = 0;
        long length = run.Length; // Asking costs a system call.
        byte[] line = [];
        while (run.Position < length)
        {
            yield return ReadLine(run, ref line);
        }
    }

    private static SpooledLine ReadLine(FileStream run, ref byte[] line)
    {
        DetectionKey key = default;
        int length = 0;
        run.ReadExactly(MemoryMarshal.AsBytes(new Span<DetectionKey>(ref key)));
        run.ReadExactly(MemoryMarshal.AsBytes(new Span<int>(ref length)));
        if (line.Length < length) line = new byte[length];
        run.ReadExactly(line.AsSpan(0, length));
        return new SpooledLine(key, line.AsMemory(0, length));
    }

    /// <summary>One thread's share.</summary>
    public sealed class Part(DetectionSpool spool)
    {
        private readonly List<SpooledLine> _entries = [];
        private readonly LineBuffer _lines = new();

        /// <summary>Where a detection is written before <see cref="Add"/> is told of it.</summary>
        public IBufferWriter<byte> Output => _lines;

        /// <summary>Keeps what was written to <see cref="Output"/> since the last call.</summary>
        public void Add(DetectionKey key)
        {
            _entries.Add(new SpooledLine(key, _lines.EndLine()));
            if (_lines.Count < spool.PartSize) return;
            spool.Spill(this);
            _entries.Clear();
            _lines.Clear();
        }

        /// <summary>The detections in order.</summary>
        public IEnumerable<SpooledLine> Sorted()
        {
            _entries.Sort((a, b) => a.Key.CompareTo(b.Key));
            foreach (SpooledLine line in _entries) yield return line;
        }
    }

    private int PartSize => partSize;
}

/// <summary>A written detection and its place in the order.</summary>
/// <param name="Key">The place.</param>
/// <param name="Line">The bytes; they live until the next is asked for.</param>
internal readonly record struct SpooledLine(DetectionKey Key, ReadOnlyMemory<byte> Line);
