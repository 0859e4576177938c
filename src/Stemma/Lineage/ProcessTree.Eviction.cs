namespace Stemma.Lineage;

public sealed partial class ProcessTree
{
    // A quarter goes at once, so that the sorting costs little a process. Ancestors of what stays stay too, unless they alone fill the memory.
    private void Evict()
    {
        int wanted = _limits.Processes / 4 * 3, most = _limits.Processes - (_limits.Processes / 16);
        LineageProcess[] warmest = [.. _processes];
        Array.Sort(warmest, (a, b) =>
        {
            int order = b.IsKept.CompareTo(a.IsKept);
            if (order == 0) order = b.Touched.CompareTo(a.Touched);
            return order == 0 ? ByStart.Compare(a, b) : order;
        });
        HashSet<LineageProcess> kept = [.. warmest.AsSpan(0, wanted)];
        for (int i = 0; i < wanted; i++)
            for (LineageProcess? at = warmest[i].Parent; at is not null && kept.Count < most && kept.Add(at);) at = at.Parent;

        List<LineageProcess> left = [];
        foreach (LineageProcess process in _processes)
        {
            if (kept.Contains(process))
            {
                left.Add(process);
                process.KeepChildren(kept.Contains);
                if (process.Parent is not null && !kept.Contains(process.Parent)) (process.Parent, process.Link) = (null, ParentLink.None);
            }
            else
            {
                (process.IsGone, process.HostOf.HasEvicted) = (true, true);
            }
        }

        Counts.EvictedProcesses += _processes.Count - left.Count;
        _processes = left;
        _index.Rebuild(left);
        int edges = _edges.RemoveAll(edge => edge.To.IsGone || edge.From is { IsGone: true });
        Counts.EvictedEdges += edges;
        _known.RemoveWhere(edge => edge.To.IsGone || edge.From is { IsGone: true });
        Counts.EvictedNotes += _notes.RemoveAll(note => note.Process is { IsGone: true });
        _knownNotes.RemoveWhere(note => note.Item3 is { IsGone: true });
        _scripts.RemoveAll(script => script.Process is { IsGone: true });
    }
}
