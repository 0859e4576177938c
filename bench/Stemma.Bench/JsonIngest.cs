using BenchmarkDotNet.Attributes;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Bench;

/// <summary>The process starts of a chunk as JSON lines, read to events.</summary>
[MemoryDiagnoser]
public class JsonIngest
{
    private readonly byte[] _lines = Workload.JsonLines();
    private static readonly LogFile Log = new("log.json", null, false, LogFormat.Json, 0);
    private readonly TextLog _log = TextLog.Create(LogFormat.Json, new SigmaEngine([], LogSourceMap.Empty));

    [Benchmark]
    public int Events()
    {
        int events = 0;
        using MemoryStream stream = new(_lines, writable: false);
        _log.Read(stream, Log, new LogSink(_ => events++, static (_, message, _) => throw new InvalidDataException(message), static _ => { }, CancellationToken.None));
        return events;
    }
}
