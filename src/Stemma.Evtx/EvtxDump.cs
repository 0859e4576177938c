using Stemma.Evtx.Rendering;

namespace Stemma.Evtx;

/// <summary>
/// Writes whole files as text, a record a line, in the order the records are stored in. Reads and writes on the
/// caller's thread and renders on those of the thread pool; takes a few megabytes, whatever the files' sizes.
/// </summary>
/// <param name="output">Receives the lines, in UTF-8 with a line feed each.</param>
/// <param name="format">What a line is.</param>
/// <param name="cache">Templates to share with others; a new one when null.</param>
/// <example>
/// <code>
/// EvtxDump dump = new(Console.OpenStandardOutput(), EvtxTextFormat.Json);
/// using EvtxFile file = EvtxFile.Open("Security.evtx");
/// dump.Add(file, () => Console.Error.WriteLine($"{file.ProblemCount} problems"));
/// dump.Finish();
/// </code>
/// </example>
public sealed class EvtxDump(Stream output, EvtxTextFormat format, EvtxTemplateCache? cache = null)
{
    // Two for each thread, so that none waits for the writing of the other.
    private readonly int _atOnce = (Environment.ProcessorCount * 2) + 1;
    private readonly EvtxTemplateCache _cache = cache ?? new EvtxTemplateCache();
    private readonly Queue<(Stretch Stretch, Task<bool> Rendering)> _pending = new();
    private readonly Stack<Stretch> _free = new();

    /// <summary>Reads the file to its end. Returns before all of its records are written; the file may be disposed of then.</summary>
    /// <param name="file">A file of which no record has been read.</param>
    /// <param name="onWritten">Called, on this thread, when all is written and <see cref="EvtxFile.Problems"/> is complete.</param>
    /// <exception cref="InvalidOperationException">The file's records have been read.</exception>
    /// <exception cref="IOException">The file cannot be read, and what stands before that place is written; or the output cannot be written.</exception>
    public void Add(EvtxFile file, Action? onWritten = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Start();
        bool isLast = false;
        while (!isLast)
        {
            Stretch stretch = Take();
            try
            {
                isLast = !stretch.TryRead(file);
            }
            catch (IOException)
            {
                Finish();
                throw;
            }

            (stretch.IsLast, stretch.OnWritten) = (isLast, onWritten);
            _pending.Enqueue((stretch, Task.Run(stretch.Render)));
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public void Finish()
    {
        while (_pending.Count > 0) WriteOldest();
    }

    private Stretch Take()
    {
        if (_pending.Count == _atOnce) WriteOldest();
        return _free.TryPop(out Stretch? stretch) ? stretch : new Stretch(format, _cache);
    }

    private void WriteOldest()
    {
        (Stretch stretch, Task<bool> rendering) = _pending.Dequeue();
        bool isWhole = rendering.GetAwaiter().GetResult();
        output.Write(stretch.Output.Written);
        while (!isWhole)
        {
            isWhole = stretch.Render();
            output.Write(stretch.Output.Written);
        }

        stretch.Close();
        _free.Push(stretch);
    }

    /// <summary>A few chunks of a file, and their records as text.</summary>
    private sealed class Stretch(EvtxTextFormat format, EvtxTemplateCache cache)
    {
        private const int Chunks = 8;

        // Templates that use a value again and again make much text of few bytes.
        private const int MuchOutput = 16 << 20;

        private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Chunks * EvtxChunkParser.ChunkSize);
        private readonly List<(int Length, long Position)> _chunks = new(Chunks);
        private readonly List<EvtxProblem> _problems = [];
        private readonly EvtxChunkParser _parser = new(cache);
        private EvtxFile _file = null!;
        private int _next;
        private bool _inChunk;

        public Utf8Buffer Output => _parser.Output;

        public bool IsLast { get; set; }

        public Action? OnWritten { get; set; }

        /// <summary>Reads as many chunks as there is room for; false: the file is at its end.</summary>
        public bool TryRead(EvtxFile file)
        {
            (_file, _next, _parser.RecoverDeleted) = (file, 0, file.RecoverDeleted);
            _chunks.Clear();
            _problems.Clear();
            while (_chunks.Count < Chunks)
            {
                int length = file.ReadChunk(_buffer, _chunks.Count * EvtxChunkParser.ChunkSize, out long position);
                if (length == 0) return false;
                _chunks.Add((length, position));
            }

            return true;
        }

        /// <summary>Renders to the end, or until much waits to be written. False: there is more.</summary>
        public bool Render()
        {
            Output.Clear();
            while (true)
            {
                while (_inChunk && _parser.Read())
                {
                    _parser.Render(format);
                    Output.Add((byte)'\n');
                    if (Output.Written.Length > MuchOutput) return false;
                }

                if (_next > 0) _problems.AddRange(_parser.Problems);
                if (_next == _chunks.Count) return true;
                (int length, long position) = _chunks[_next];
                _inChunk = _parser.Load(_buffer, _next * EvtxChunkParser.ChunkSize, length, position);
                _next++;
            }
        }

        /// <summary>Hands on what could not be read.</summary>
        public void Close()
        {
            _inChunk = false;
            _file.AddProblems(_problems);
            if (!IsLast) return;
            _file.End();
            OnWritten?.Invoke();
        }
    }
}
