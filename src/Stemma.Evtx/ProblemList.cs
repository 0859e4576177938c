using System.Collections;
using Stemma.Evtx.BinXml;

namespace Stemma.Evtx;

/// <summary>The problems of one chunk; bounded, so that a chunk of noise cannot fill the memory.</summary>
internal sealed class ProblemList : IReadOnlyList<EvtxProblem>
{
    private readonly List<EvtxProblem> _items = [];

    public int Count => _items.Count;

    public EvtxProblem this[int index] => _items[index];

    public void Clear() => _items.Clear();

    public void Add(long position, EvtxProblemKind kind, string message)
    {
        if (_items.Count < Limits.ProblemsPerChunk) _items.Add(new EvtxProblem(position, kind, message));
        else if (_items.Count == Limits.ProblemsPerChunk) _items.Add(new EvtxProblem(position, EvtxProblemKind.Limit, "more problems follow in this chunk"));
    }

    public IEnumerator<EvtxProblem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
