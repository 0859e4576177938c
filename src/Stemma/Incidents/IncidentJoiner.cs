using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>
/// Joins detections into incidents. From each process that a rule fired on it goes up, over parents and causes, as far as one cause explains
/// the other: not through parts of the system that start all kinds of things, which are known by what they are and by how many things they started.
/// Where something was found it goes down again, to all that was started or caused. What meets is one incident.
/// </summary>
internal sealed partial class IncidentJoiner
{
    private const int DeepestPath = 64;
    private const int FewChildren = 4;

    private readonly InvestigationLimits _limits;
    private readonly IReadOnlyList<FoundDetection> _found;
    private readonly List<FoundDetection> _loose = [];
    private readonly Dictionary<LineageProcess, Node> _nodes = [];
    private readonly ILookup<LineageProcess, LineageEdge> _into, _outOf;
    private readonly IReadOnlyList<LineageEdge> _edges;
    private readonly HashSet<(string, long)> _raisingEvents;
    private readonly Dictionary<LineageProcess, HashSet<LineageProcess>> _onPath = [];
    private readonly Dictionary<LineageProcess, List<Node>> _siblings = [];

    public IncidentJoiner(ProcessTree tree, IReadOnlyList<FoundDetection> found, InvestigationLimits limits)
    {
        (_found, _limits, _edges) = (found, limits, tree.Edges);
        _raisingEvents = [.. found.Where(one => one.Raises).Select(one => (one.Detection.Evidence.Source, one.Detection.Evidence.Position))];
        _into = tree.Edges.Where(Counts).ToLookup(edge => edge.To);
        _outOf = tree.Edges.Where(edge => edge.From is not null && Counts(edge)).ToLookup(edge => edge.From!);
    }

    /// <summary>The incidents, in no order that matters, but always the same.</summary>
    public List<IncidentDraft> Drafts { get; } = [];

    /// <summary>Detections that belong to none.</summary>
    public long Unjoined { get; private set; }

    /// <summary>Joins.</summary>
    public void Join()
    {
        Place();
        foreach (Node node in Detected()) MarkPath(node.Process);
        foreach (Node node in Detected()) Climb(node);
        JoinSiblings();
        Descend();
        Draft();
        JoinLoose();
    }

    // A process that has to do with something.
    private sealed class Node(LineageProcess process, int order)
    {
        private Node? _boss;

        public LineageProcess Process { get; } = process;
        public int Order { get; } = order;
        public ProgramRole Program { get; } = ProgramRoles.Of(process);
        public List<FoundDetection> Found { get; } = [];
        public bool Raises { get; set; }
        public bool IsTouched { get; set; }
        public bool IsClimbed { get; set; }
        public bool IsDescended { get; set; }
        public ProcessRole Role { get; set; } = ProcessRole.Detected;
        public LineageEdge? Edge { get; set; }
        public long Since { get; set; } = long.MinValue;

        // Of a boss: whether something in its set raises, and how many there are.
        public bool SetRaises { get; set; }
        public int SetSize { get; set; } = 1;

        public Node Boss
        {
            get
            {
                Node at = this;
                for (; at._boss is not null; at = at._boss)
                    if (at._boss._boss is not null) at._boss = at._boss._boss;
                return at;
            }
        }

        public void Join(Node other)
        {
            (Node a, Node b) = (Boss, other.Boss);
            if (a == b) return;
            if (b.Order < a.Order) (a, b) = (b, a);
            b._boss = a;
            (a.SetRaises, a.SetSize) = (a.SetRaises || b.SetRaises, a.SetSize + b.SetSize);
        }
    }

    private Node NodeOf(LineageProcess process)
    {
        if (!_nodes.TryGetValue(process, out Node? node)) _nodes.Add(process, node = new Node(process, _nodes.Count));
        return node;
    }

    private List<Node> Detected() => [.. _nodes.Values.Where(node => node.Found.Count > 0).OrderBy(node => node.Order)];

    // A detection goes to its process; what a part of the system did goes to nobody yet, since much else was done by it.
    private void Place()
    {
        Dictionary<(string, long), LineageEdge> shown = [];
        foreach (LineageEdge edge in _edges) shown.TryAdd((edge.Evidence.Source, edge.Evidence.Position), edge);
        foreach (FoundDetection one in _found)
        {
            LineageProcess? process = one.Process;
            if (process is null && shown.TryGetValue((one.Detection.Evidence.Source, one.Detection.Evidence.Position), out LineageEdge? edge)) process = edge.To;
            if (one.Target is { } target && ProgramRoles.Of(target) != ProgramRole.System) NodeOf(target).IsTouched = true;
            if (process is null || IsIndifferent(process, one))
            {
                _loose.Add(one);
                continue;
            }

            Node node = NodeOf(process);
            node.Found.Add(one);
            if (one.Raises) node.Raises = node.SetRaises = true;
        }
    }

    private static bool IsIndifferent(LineageProcess process, FoundDetection one) => ProgramRoles.Of(process) switch
    {
        ProgramRole.System => true,
        ProgramRole role => ProgramRoles.IsCarrier(role) && !one.IsStart && one.Detection.Rule.Level < Sigma.SigmaLevel.High,
    };

    // Causes that tie two processes together: not every file that was opened, nor who looks into every process.
    private bool Counts(LineageEdge edge) => edge.Kind switch
    {
        EdgeKind.File => IsExecution(edge),
        EdgeKind.WriteAccess => _raisingEvents.Contains((edge.Evidence.Source, edge.Evidence.Position)),
        EdgeKind.Injection => edge.From is null || ProgramRoles.Of(edge.From) != ProgramRole.System || _raisingEvents.Contains((edge.Evidence.Source, edge.Evidence.Position)),
        _ => true,
    };

    private static bool IsExecution(LineageEdge edge)
    {
        ReadOnlySpan<char> name = CommandText.FileName(edge.Detail);
        if (name.Equals(CommandText.FileName(edge.To.Image), StringComparison.OrdinalIgnoreCase)) return true;
        int dot = name.LastIndexOf('.');
        return dot < 0 ? edge.Detail.StartsWith('/') : name[dot..] is var ending && Runnable.Contains(ending.ToString());
    }

    private static readonly HashSet<string> Runnable = new(StringComparer.OrdinalIgnoreCase)
    {
        ".exe", ".dll", ".ps1", ".psm1", ".bat", ".cmd", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".scr", ".cpl", ".ocx", ".sys", ".com", ".msi", ".jar", ".py", ".sh", ".pl", ".elf", ".so",
        ".lnk", ".chm", ".inf", ".xsl", ".sct", ".csproj", ".docm", ".xlsm",
    };

    private void MarkPath(LineageProcess process)
    {
        int depth = 0;
        for (LineageProcess at = process; at.Parent is { } parent && depth < DeepestPath; at = parent, depth++)
        {
            if (!_onPath.TryGetValue(parent, out HashSet<LineageProcess>? children)) _onPath.Add(parent, children = []);
            if (!children.Add(at) || ProgramRoles.Of(parent) == ProgramRole.System) return;
        }
    }

    // Where going up ends: what a process started has little in common when it is a part of the system, brings things, serves several users
    // or started mostly things in which nothing was found.
    private bool EndsAt(LineageProcess process)
    {
        ProgramRole role = ProgramRoles.Of(process);
        if (ProgramRoles.IsCarrier(role) || IsBroker(process)) return true;
        if (_nodes.TryGetValue(process, out Node? node) && node.Raises) return false;
        int children = 0;
        HashSet<string> users = new(StringComparer.OrdinalIgnoreCase);
        foreach (LineageProcess child in process.Children)
        {
            if (ProgramRoles.Name(child).Equals("conhost", StringComparison.OrdinalIgnoreCase) || child.Link == ParentLink.Exec) continue;
            children++;
            if (child.User.Length > 0) users.Add(child.User);
        }

        int found = _onPath.TryGetValue(process, out HashSet<LineageProcess>? onPath) ? onPath.Count : 0;
        return children > FewChildren && (found * 2 < children || users.Count > 2);
    }

    // Parts of the system, and what starts things in sessions of others: a logon service, an agent.
    private static bool IsBroker(LineageProcess process)
    {
        if (ProgramRoles.Of(process) == ProgramRole.System) return true;
        string? session = null;
        foreach (LineageProcess child in process.Children)
        {
            if (child.LogonId.Length == 0 || child.LogonId == process.LogonId) continue;
            if (session is not null && child.LogonId != session) return true;
            session = child.LogonId;
        }

        return false;
    }

    private void Climb(Node seed)
    {
        Stack<Node> next = new([seed]);
        while (next.TryPop(out Node? node))
        {
            if (node.IsClimbed) continue;
            node.IsClimbed = true;
            foreach (LineageEdge edge in _into[node.Process])
                if (edge.From is { } from && !IsOutside(from)) Reach(from);
            if (node.Process.Parent is not { } parent) continue;
            if (!EndsAt(parent)) Reach(parent);
            else if (!IsBroker(parent))
            {
                if (!_siblings.TryGetValue(parent, out List<Node>? siblings)) _siblings.Add(parent, siblings = []);
                siblings.Add(node);
            }

            void Reach(LineageProcess process)
            {
                bool isNew = !_nodes.ContainsKey(process);
                Node above = NodeOf(process);
                if (isNew) above.Role = ProcessRole.Ancestor;
                node.Join(above);
                next.Push(above);
            }
        }
    }

    private static bool IsOutside(LineageProcess process) => ProgramRoles.Of(process) is var role && (role == ProgramRole.System || ProgramRoles.IsCarrier(role));

    private void Lead(Node[] ordered, bool[] raises)
    {
        Node? last = null;
        for (int i = 0; i < ordered.Length; i++)
        {
            if (raises[i]) last = ordered[i];
            else if (last is not null && !ordered[i].Boss.SetRaises && Math.Abs(ordered[i].Process.Recorded - last.Process.Recorded) <= _limits.Gap.Ticks) ordered[i].Join(last);
        }
    }

    // What one program started that starts much else belongs together when it follows shortly.
    private void JoinSiblings()
    {
        foreach (List<Node> siblings in _siblings.OrderBy(group => group.Key, ProcessTree.ByStart).Select(group => group.Value))
        {
            Node[] ordered = [.. siblings.OrderBy(node => node.Process.Recorded).ThenBy(node => node.Order)];
            Node? strong = null;
            foreach (Node node in ordered.Where(node => node.Boss.SetRaises))
            {
                if (strong is not null && node.Process.Recorded - strong.Process.Recorded <= _limits.Gap.Ticks) node.Join(strong);
                strong = node;
            }

            // What is low comes along with what raises next to it, before or after.
            bool[] raises = [.. ordered.Select(node => node.Boss.SetRaises)];
            Lead(ordered, raises);
            Array.Reverse(ordered);
            Array.Reverse(raises);
            Lead(ordered, raises);
        }
    }
}
