using Stemma.Incidents;
using Stemma.Lineage;

namespace Stemma.Reports.Html;

/// <summary>A line of a process tree's picture.</summary>
/// <param name="Process">The process.</param>
/// <param name="Member">What it is in the incident; null for an ordinary parent that is shown and no part of it.</param>
/// <param name="Depth">How far it is indented.</param>
/// <param name="Causes">What caused it besides its parent, a line each.</param>
internal sealed record TreeRow(LineageProcess Process, IncidentProcess? Member, int Depth, IReadOnlyList<string> Causes)
{
    /// <summary>The line of its parent on the same machine; null when that is not drawn.</summary>
    public TreeRow? Parent { get; init; }
}

/// <summary>A cause that is not parent and child, between two lines.</summary>
internal sealed record TreeLink(TreeRow From, TreeRow To, EdgeKind Kind);

/// <summary>
/// Which processes of an incident are drawn, in which order and where: a lane a machine, in order of its first process; in it a tree, in order of
/// time. What matters most is drawn first when not all fits.
/// </summary>
internal sealed class TreeLayout
{
    private const int DeepestIndent = 12;
    private const int ShownCauses = 3;
    private readonly Dictionary<LineageProcess, IncidentProcess> _members = [];
    private readonly HashSet<LineageProcess> _chosen = [];
    private readonly Dictionary<LineageProcess, List<LineageProcess>> _children = [];
    private readonly Dictionary<LineageProcess, TreeRow> _rows = [];
    private readonly ILookup<LineageProcess, LineageEdge> _edges;

    /// <summary>Lays out.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="limit">How many of its processes are drawn.</param>
    public TreeLayout(Incident incident, int limit)
    {
        foreach (IncidentProcess process in incident.Processes) _members.TryAdd(process.Process, process);
        _edges = incident.Edges.Concat(incident.Processes.Select(process => process.Edge).OfType<LineageEdge>())
            .DistinctBy(edge => (edge.Kind, edge.From, edge.To, edge.Detail)).ToLookup(edge => edge.To);
        Choose(incident, limit);
        Hidden = _members.Count - _chosen.Count;
        foreach (LineageProcess process in _chosen.Order(ProcessTree.ByStart))
        {
            if (ParentInLane(process) is not { } parent) continue;
            if (!_children.TryGetValue(parent, out List<LineageProcess>? children)) _children.Add(parent, children = []);
            children.Add(process);
        }

        LineageProcess[] roots = [.. _chosen.Where(process => ParentInLane(process) is null).Concat(_children.Keys.Where(parent => !_chosen.Contains(parent))).Order(ProcessTree.ByStart)];
        foreach (LineageProcess root in roots) AddTree(root);
        foreach (LineageProcess process in _chosen.Order(ProcessTree.ByStart)) AddTree(process); // what causes itself in a circle

        Lanes = [.. _rows.Values.GroupBy(row => row.Process.Host).Select(lane => (Host: lane.Key, Rows: (IReadOnlyList<TreeRow>)[.. lane]))
            .OrderBy(lane => lane.Rows.Where(row => row.Member is not null).Select(row => row.Process.Start).Where(start => start > 0).DefaultIfEmpty(long.MaxValue).Min())
            .ThenBy(lane => lane.Host, StringComparer.Ordinal)];
        Links = [.. Lanes.SelectMany(lane => lane.Rows).SelectMany(row => Others(row).Where(edge => edge.From is not null && _rows.ContainsKey(edge.From))
            .DistinctBy(edge => (edge.From, edge.Kind)).Select(edge => new TreeLink(_rows[edge.From!], row, edge.Kind)))];
    }

    /// <summary>The machines and their lines, from above.</summary>
    public IReadOnlyList<(string Host, IReadOnlyList<TreeRow> Rows)> Lanes { get; }

    /// <summary>Causes between lines that are not drawn as parent and child.</summary>
    public IReadOnlyList<TreeLink> Links { get; }

    /// <summary>How many processes of the incident are not drawn.</summary>
    public int Hidden { get; }

    private void Choose(Incident incident, int limit)
    {
        List<LineageProcess> path = [];
        foreach (IncidentProcess process in incident.Processes.OrderBy(process => process.Role switch
        {
            ProcessRole.Root or ProcessRole.Detected => 0,
            ProcessRole.Caused => 1,
            ProcessRole.Ancestor => 2,
            _ => 3,
        }))
        {
            path.Clear();
            for (LineageProcess? at = process.Process; at is not null && _members.ContainsKey(at) && !_chosen.Contains(at) && !path.Contains(at) && path.Count <= limit; at = _members[at].Parent) path.Add(at);
            if (_chosen.Count + path.Count <= limit) _chosen.UnionWith(path);
        }
    }

    // An ordinary parent is drawn too, as what it is.
    private LineageProcess? ParentInLane(LineageProcess process)
    {
        LineageProcess? parent = _members[process].Parent;
        return parent is null || parent == process || parent.Host != process.Host || (_members.ContainsKey(parent) && !_chosen.Contains(parent)) ? null : parent;
    }

    private void AddTree(LineageProcess root)
    {
        Stack<(LineageProcess Process, TreeRow? Parent)> next = new([(root, null)]);
        while (next.TryPop(out var at))
        {
            if (_rows.ContainsKey(at.Process)) continue;
            int depth = at.Parent is null ? 0 : Math.Min(at.Parent.Depth + 1, DeepestIndent);
            TreeRow row = new(at.Process, _members.GetValueOrDefault(at.Process), depth, Causes(at.Process)) { Parent = at.Parent };
            _rows.Add(at.Process, row);
            if (!_children.TryGetValue(at.Process, out List<LineageProcess>? children)) continue;
            for (int i = children.Count - 1; i >= 0; i--) next.Push((children[i], row));
        }
    }

    private List<string> Causes(LineageProcess process)
    {
        LineageEdge[] edges = [.. _edges[process]];
        List<string> causes = [.. edges.Take(ShownCauses).Select(edge => Cause(edge, process))];
        if (edges.Length > ShownCauses) causes.Add($"and {Humans.Count(edges.Length - ShownCauses, "more cause")}");
        return causes;
    }

    private static string Cause(LineageEdge edge, LineageProcess process)
    {
        string by = edge.From is null ? "" : $" by {ReportWords.Process(edge.From)}{(edge.From.Host == process.Host ? "" : $" on {edge.From.Host}")}";
        return $"{ReportWords.Of(edge.Kind)}{by}{(edge.Detail.Length == 0 ? "" : $": {edge.Detail}")}";
    }

    // The line from a parent above shows its own cause already.
    private IEnumerable<LineageEdge> Others(TreeRow row) => _edges[row.Process].Where(edge => edge.From != row.Process && (row.Parent is null || edge.From != row.Parent.Process));
}
