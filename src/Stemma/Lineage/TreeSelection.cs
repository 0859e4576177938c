using System.IO.Enumeration;

namespace Stemma.Lineage;

/// <summary>The part of a tree that was asked for: processes of some machines, or one number with its ancestors and descendants.</summary>
public sealed class TreeSelection
{
    private readonly Dictionary<LineageProcess, List<LineageProcess>> _children = [];

    /// <summary>Selects.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="hosts">Machines, <c>*</c> and <c>?</c> allowed, compared without case; empty: all.</param>
    /// <param name="pid">A number; null: all.</param>
    public TreeSelection(ProcessTree tree, IReadOnlyList<string> hosts, long? pid = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        IReadOnlyList<LineageProcess> all = tree.Processes();
        HashSet<LineageProcess> chosen = [.. all.Where(process => (pid is null || process.Pid == pid)
            && IsOf(hosts, process.Host))];
        if (pid is not null) AddFamily(chosen);
        Processes = [.. all.Where(chosen.Contains)];
        foreach (LineageProcess process in Processes)
        {
            if (process.Parent is null || !chosen.Contains(process.Parent)) continue;
            if (!_children.TryGetValue(process.Parent, out List<LineageProcess>? children)) _children.Add(process.Parent, children = []);
            children.Add(process);
        }

        Roots = [.. Processes.Where(process => process.Parent is null || !chosen.Contains(process.Parent))];
        Edges = [.. tree.Edges.Where(edge => chosen.Contains(edge.To) || (edge.From is not null && chosen.Contains(edge.From)))];
        Notes = [.. tree.Notes.Where(note => note.Process is not null ? chosen.Contains(note.Process) : pid is null && IsOf(hosts, note.Host))];
        Scripts = [.. tree.Scripts.Where(script => script.Process is null ? pid is null : chosen.Contains(script.Process))];
    }

    /// <summary>The processes, in order of machine and time.</summary>
    public IReadOnlyList<LineageProcess> Processes { get; }

    /// <summary>Those whose parent is unknown or not among them.</summary>
    public IReadOnlyList<LineageProcess> Roots { get; }

    /// <summary>Edges that begin or end at one of them.</summary>
    public IReadOnlyList<LineageEdge> Edges { get; }

    /// <summary>Their notes; notes of no process only where all numbers were asked for.</summary>
    public IReadOnlyList<LineageNote> Notes { get; }

    /// <summary>Their scripts; scripts of nobody only where all numbers were asked for.</summary>
    public IReadOnlyList<LineageScript> Scripts { get; }

    /// <summary>A process's children among the selected, in order of time.</summary>
    public IReadOnlyList<LineageProcess> Children(LineageProcess process) => _children.TryGetValue(process, out List<LineageProcess>? children) ? children : [];

    private static bool IsOf(IReadOnlyList<string> hosts, string name) => hosts.Count == 0 || hosts.Any(host => FileSystemName.MatchesSimpleExpression(host, name, ignoreCase: true));

    private static void AddFamily(HashSet<LineageProcess> chosen)
    {
        Stack<LineageProcess> below = new(chosen);
        LineageProcess[] first = [.. chosen];
        while (below.TryPop(out LineageProcess? process))
            foreach (LineageProcess child in process.Children)
                if (chosen.Add(child)) below.Push(child);
        foreach (LineageProcess process in first)
            for (LineageProcess? at = process.Parent; at is not null && chosen.Add(at);) at = at.Parent;
    }
}
