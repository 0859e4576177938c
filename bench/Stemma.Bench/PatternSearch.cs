using BenchmarkDotNet.Attributes;
using Stemma.Events;
using Stemma.Evtx;
using Stemma.Sigma.Matching;

namespace Stemma.Bench;

/// <summary>The multi-pattern search alone: the values of a chunk's process starts, folded, through the search of their field.</summary>
[MemoryDiagnoser]
public class PatternSearch
{
    private readonly List<(FieldSearch Search, char[] Text, byte[] Padded)> _values = [];
    private readonly byte[] _folded = new byte[1 << 16];
    private MatchProgram _program = null!;
    private CandidateSet _candidates = null!;

    /// <summary>Rules loaded, of all log sources.</summary>
    [Params(30, 300, 4000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        EvtxChunkParser parser = Workload.Load(new EvtxTemplateCache());
        EvtxRecordEvent e = new(parser, new EventKindCache(Workload.Engine(Rules)));
        while (parser.Read())
        {
            e.Take();
            _program = e.Kind.Program;
            foreach (FieldSearch search in _program.Searches.Where(search => search.Field >= 0))
            {
                foreach (int slot in e.Kind.FieldSlots[search.Field])
                {
                    byte[] padded = new byte[e.Text(slot).Length + TextFold.Padding];
                    TextFold.Value(e.Text(slot), padded);
                    _values.Add((search, e.Text(slot).ToArray(), padded));
                }
            }
        }

        _candidates = new CandidateSet(_program);
    }

    /// <summary>The fold that precedes it.</summary>
    [Benchmark]
    public int Fold()
    {
        foreach ((_, char[] text, _) in _values) TextFold.Value(text, _folded);
        return _values.Count;
    }

    /// <summary>The search.</summary>
    [Benchmark]
    public int Search()
    {
        int found = 0;
        foreach ((FieldSearch search, char[] text, byte[] padded) in _values)
        {
            _candidates.Begin();
            search.Scan(text, new FoldedText(padded, isBeyondAscii: false), _candidates);
            found += _candidates.Count;
        }

        return found;
    }
}
