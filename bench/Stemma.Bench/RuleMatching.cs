using BenchmarkDotNet.Attributes;
using Stemma.Events;
using Stemma.Evtx;
using Stemma.Sigma;

namespace Stemma.Bench;

/// <summary>The process starts of a chunk against rules: parsed, shown as events, matched. Rules that fire are part of it.</summary>
[MemoryDiagnoser]
public class RuleMatching
{
    private readonly SigmaMatcher _matcher = new();
    private EvtxChunkParser _parser = null!;
    private EvtxRecordEvent _event = null!;

    /// <summary>Rules loaded, of all log sources.</summary>
    [Params(0, 30, 300, 4000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _parser = Workload.Load(new EvtxTemplateCache());
        _event = new EvtxRecordEvent(_parser, new EventKindCache(Workload.Engine(Rules)));
    }

    [Benchmark]
    public int Chunk()
    {
        _parser.Load(Workload.Chunk, 0, Workload.Chunk.Length, EvtxFileHeader.Size);
        int matches = 0;
        while (_parser.Read())
        {
            _event.Take();
            matches += _matcher.Match(_event).Count;
        }

        return matches;
    }
}
