using System.Buffers;
using BenchmarkDotNet.Attributes;
using Stemma.Evtx;

namespace Stemma.Bench;

/// <summary>A chunk of 64 KiB, record by record.</summary>
[MemoryDiagnoser]
public class ChunkParsing
{
    private readonly byte[] _chunk = Workload.Chunk;
    private readonly EvtxTemplateCache _templates = new();
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private EvtxChunkParser _parser = null!;

    [GlobalSetup]
    public void Setup() => _parser = Workload.Load(_templates);

    /// <summary>Every record to its values' places, checksums included; the shapes are known.</summary>
    [Benchmark(Baseline = true)]
    public int Records() => Read(_parser);

    /// <summary>The same with every template decoded and every shape made anew.</summary>
    [Benchmark]
    public int RecordsOfNewShapes() => Read(new EvtxChunkParser(new EvtxTemplateCache()));

    /// <summary>Every value as text.</summary>
    [Benchmark]
    public int Texts()
    {
        Load(_parser);
        int characters = 0;
        while (_parser.Read())
            foreach (EvtxValue value in _parser.Values) characters += _parser.Text(value).Length;
        return characters;
    }

    /// <summary>Every record as JSON.</summary>
    [Benchmark]
    public int Json()
    {
        Load(_parser);
        _output.ResetWrittenCount();
        while (_parser.Read()) _parser.WriteJson(_output);
        return _output.WrittenCount;
    }

    private int Read(EvtxChunkParser parser)
    {
        Load(parser);
        int values = 0;
        while (parser.Read()) values += parser.Values.Length;
        return values;
    }

    private void Load(EvtxChunkParser parser) => parser.Load(_chunk, 0, _chunk.Length, EvtxFileHeader.Size);
}
