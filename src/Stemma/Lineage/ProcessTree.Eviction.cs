namespace Stemma.Lineage;

public sealed partial class ProcessTree
{
    // A quarter goes at once, so that the sorting costs little a process. Ancestors of what stays stay too, unless they alone fill the memory.
    private void Evict()
    {
        int wanted = _limits.Processes / 4 * 3, most = _limits.Processes - (_limits.Processes / 16);
        LineageProcess[] warmest = [.. _processes];

        // Of equally warm ones some go: which, depends on the facts alone.
        long[] cold = Array.ConvertAll(warmest, process => process.IsKept ? long.MinValue : -process.Touched);
        Array.Sort(cold, warmest);
        foreach (LineageProcess process in warmest.AsSpan(0, wanted)) process.Stays = true;
        int staying = wanted;
        for (int i = 0; i < wanted; i++)
            for (LineageProcess? at = warmest[i].Parent; at is { Stays: false } && staying < most; at = at.Parent, staying++) at.Stays = true;

        List<LineageProcess> left = new(staying);
        foreach (LineageProcess process in _processes)
        {
            if (process.Stays)
            {
                left.Add(process);
                process.KeepChildren();
                if (process.Parent is { Stays: false }) (process.Parent, process.Link) = (null, ParentLink.None);
            }
            else
            {
                (process.IsGone, process.HostOf.HasEvicted) = (true, true);
            }
        }

        foreach (LineageProcess process in left) process.Stays = false;
        Counts.EvictedProcesses += _processes.Count - left.Count;
        _processes = left;
        _index.Rebuild(_hosts.Values, left);
        int edges = _edges.RemoveAll(edge => edge.To.IsGone || edge.From is { IsGone: true });
        Counts.EvictedEdges += edges;
        _known.RemoveWhere(edge => edge.To.IsGone || edge.From is { IsGone: true });
        Counts.EvictedNotes += _notes.RemoveAll(note => note.Process is { IsGone: true });
        _knownNotes.RemoveWhere(note => note.Item3 is { IsGone: true });
        _scripts.RemoveAll(script => script.Process is { IsGone: true });
    }
}
