using Microsoft.Win32.SafeHandles;
using Stemma.Events;
using Stemma.Evtx;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>One thread's part of a scan: it takes pieces, reads their records as events and matches them.</summary>
internal sealed class ScanWorker
{
    private readonly IReadOnlyList<LogFile> _logs;
    private readonly IReadOnlyDictionary<SigmaRule, int> _ranks;
    private readonly ScanProgress _progress;
    private readonly CancellationToken _stop;
    private readonly DetectionSpool.Part? _part;
    private readonly DetectionWriter? _writer;
    private readonly SigmaMatcher _matcher = new();
    private readonly EvtxChunkParser _parser;
    private readonly EvtxRecordEvent _evtx;
    private readonly JsonEvent _json;
    private readonly JsonLog _jsonLog;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(ScanUnit.Stretch + EvtxFileHeader.Size);
    private int _log;

    public ScanWorker(ScanSettings settings, SigmaEngine engine, EvtxTemplateCache templates, IReadOnlyDictionary<SigmaRule, int> ranks,
        DetectionSpool spool, ScanProgress progress, CancellationToken stop)
    {
        (_logs, _ranks, _progress, _stop) = (settings.Logs, ranks, progress, stop);
        _writer = settings.Writer?.Invoke();
        _part = _writer is null ? null : spool.NewPart();
        _parser = new EvtxChunkParser(templates);
        _evtx = new EvtxRecordEvent(_parser, new EventKindCache(engine));
        _json = new JsonEvent(new EventKindCache(engine));
        _jsonLog = new JsonLog(_json);
    }

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>JSON objects that are no events.</summary>
    public long Others { get; private set; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>What could not be read.</summary>
    public LogProblems Problems { get; } = new();

    /// <summary>What was found.</summary>
    public DetectionTally Tally { get; } = new();

    /// <summary>Reads one piece. What cannot be read is noted.</summary>
    public void Run(ScanUnit unit)
    {
        LogFile log = _logs[_log = unit.Log];
        long before = Records, found = Tally.Count;
        try
        {
            if (log.Format == LogFormat.Json) ReadJson(log);
            else if (log.IsCompressed) ReadCompressed(log);
            else ReadStretch(log, unit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Problems.Add(unit.Log, unit.Start, $"cannot be read on: {e.Message}");
        }

        _progress.AddRecords(Records - before);
        _progress.AddDetections(Tally.Count - found);
    }

    private void ReadStretch(LogFile log, ScanUnit unit)
    {
        using SafeFileHandle file = File.OpenHandle(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int held = 0;
        while (held < unit.Length && RandomAccess.Read(file, _buffer.AsSpan(held, (int)unit.Length - held), unit.Start + held) is > 0 and int read)
            held += read;
        ReadChunks(log, held, unit.Start);
    }

    private void ReadCompressed(LogFile log)
    {
        using Stream stream = LogStream.Open(log);
        for (long position = 0; !_stop.IsCancellationRequested;)
        {
            int wanted = ScanUnit.Stretch + (position == 0 ? (int)log.FirstChunk : 0);
            int held = stream.ReadAtLeast(_buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (held == 0) return;
            ReadChunks(log, held, position);
            position += held;
        }
    }

    private void ReadChunks(LogFile log, int held, long position)
    {
        Count(held);
        _evtx.Source = log.Source;
        int start = 0;
        if (position == 0 && log.FirstChunk > 0)
        {
            start = (int)log.FirstChunk;
            foreach (EvtxProblem problem in EvtxFileHeader.Check(_buffer.AsSpan(0, Math.Min(held, start)))) Note(problem);
        }

        for (; start < held && !_stop.IsCancellationRequested; start += EvtxChunkParser.ChunkSize)
        {
            if (_parser.Load(_buffer, start, Math.Min(EvtxChunkParser.ChunkSize, held - start), position + start))
            {
                while (_parser.Read())
                {
                    _evtx.Take();
                    Match(_evtx);
                }
            }

            foreach (EvtxProblem problem in _parser.Problems) Note(problem);
        }
    }

    private void ReadJson(LogFile log)
    {
        using Stream stream = LogStream.Open(log);
        _json.Source = log.Source;
        _jsonLog.Read(stream, () => Match(_json), (position, message) => Problems.Add(_log, position, message), Count, _stop);
        Others += _jsonLog.Others;
    }

    private void Match(Event e)
    {
        Records++;
        foreach (SigmaRule rule in _matcher.Match(e))
        {
            DetectionKey key = new(e.Time, _log, e.Position, _ranks[rule]);
            IReadOnlyList<MatchedItem>? matched = null;
            Tally.Add(rule, e.Host, key, Matched);
            if (_writer is null) continue;
            _writer.Write(_part!.Output, e, rule, Matched());
            _part.Add(key);

            IReadOnlyList<MatchedItem> Matched() => matched ??= _matcher.Explain(e, rule);
        }
    }

    private void Note(EvtxProblem problem) =>
        Problems.Add(_log, problem.Position, problem.Message, problem.Kind != EvtxProblemKind.FileDirty);

    private void Count(int bytes)
    {
        Bytes += bytes;
        _progress.AddBytes(bytes);
    }
}
