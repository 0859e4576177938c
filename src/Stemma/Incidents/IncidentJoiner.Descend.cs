using Stemma.Lineage;

namespace Stemma.Incidents;

internal sealed partial class IncidentJoiner
{
    private const int ManyChildren = 8;
    private const long Before = TimeSpan.TicksPerMinute;

    // From all in which something was found, in incidents that something raises. What is reached may belong to another, which is then part of it.
    private void Descend()
    {
        for (bool any = true; any;)
        {
            any = false;
            foreach (Node node in Detected().Where(node => node.Boss.SetRaises && !node.IsDescended))
            {
                any = true;
                Descend(node);
            }
        }
    }

    private void Descend(Node seed)
    {
        Queue<Node> next = new([seed]);
        while (next.TryDequeue(out Node? node))
        {
            if (node.IsDescended) continue;
            node.IsDescended = true;
            (long since, long until) = Span(node);
            bool isOutside = IsOutside(node.Process);
            foreach (LineageProcess child in node.Process.Children.OrderBy(child => child, ProcessTree.ByStart))
            {
                if (child.Recorded < since || child.Recorded > until) continue;
                Node? known = _nodes.GetValueOrDefault(child);
                if (known is not ({ Found.Count: > 0 } or { IsTouched: true }) && (isOutside || ProgramRoles.IsHelper(child))) continue;
                Reach(child, null);
            }

            foreach (LineageEdge edge in _outOf[node.Process])
            {
                bool isInjection = edge.Kind is EdgeKind.Injection;
                if (edge.To == node.Process || edge.Evidence.Time < since || (ProgramRoles.Of(edge.To) == ProgramRole.System && !isInjection)) continue;
                if (isOutside && _nodes.GetValueOrDefault(edge.To) is not { Found.Count: > 0 }) continue;
                Node to = Reach(edge.To, edge);
                if (isInjection && IsOutside(edge.To)) to.Since = to.Since == long.MinValue ? edge.Evidence.Time : Math.Min(to.Since, edge.Evidence.Time);
            }

            Node Reach(LineageProcess process, LineageEdge? edge)
            {
                bool isNew = !_nodes.ContainsKey(process);
                if (isNew && node.Boss.SetSize >= _limits.Processes)
                {
                    _letGo[node.Boss] = _letGo.GetValueOrDefault(node.Boss) + 1;
                    return node;
                }

                Node below = NodeOf(process);
                if (below.Boss != node.Boss || isNew)
                {
                    if (isNew || (below.Found.Count == 0 && below.Edge is null)) below.Role = edge is null ? ProcessRole.Descendant : ProcessRole.Caused;
                    below.Edge ??= edge;
                    node.Join(below);
                }

                next.Enqueue(below);
                return below;
            }
        }
    }

    private readonly Dictionary<Node, int> _letGo = [];

    // When a process was found by something it did, and starts much else, only what it started around then counts.
    private (long Since, long Until) Span(Node node)
    {
        if (node.Since != long.MinValue) return (node.Since, long.MaxValue);
        if (node.Found.Count == 0 || node.Found.Exists(one => one.IsStart) || node.Process.Children.Take(ManyChildren + 1).Count() <= ManyChildren) return (long.MinValue, long.MaxValue);
        return (node.Found.Min(one => one.Detection.Time) - Before, node.Found.Max(one => one.Detection.Time) + _limits.Gap.Ticks);
    }

    private void Draft()
    {
        Dictionary<Node, IncidentDraft> drafts = [];
        foreach (Node node in _nodes.Values.OrderBy(node => node.Order))
        {
            Node boss = node.Boss;
            if (!boss.SetRaises || (node.Found.Count == 0 && node.Role == ProcessRole.Detected))
            {
                Unjoined += node.Found.Count;
                continue;
            }

            if (!drafts.TryGetValue(boss, out IncidentDraft? draft))
            {
                drafts.Add(boss, draft = new IncidentDraft());
                Drafts.Add(draft);
            }

            draft.Members.Add(node.Process, new IncidentDraft.Member(node.Found.Count > 0 ? ProcessRole.Detected : node.Role, node.Edge));
            draft.Detections.AddRange(node.Found);
            draft.LetGo += _letGo.GetValueOrDefault(node);
        }

        foreach (LineageEdge edge in _edges)
        {
            if (!Counts(edge) || !_nodes.TryGetValue(edge.To, out Node? to) || !drafts.TryGetValue(to.Boss, out IncidentDraft? draft) || !draft.Members.TryGetValue(edge.To, out var member)) continue;
            if (draft.Edges.Count < _limits.Processes) draft.Edges.Add(edge);
            else draft.LetGo++;
            if (edge.From is not null && draft.Members.ContainsKey(edge.From) && !IsMember(draft, edge.To.Parent) && (member.Edge is null || Rank(edge) < Rank(member.Edge)))
                draft.Members[edge.To] = member with { Edge = edge };
        }

        foreach (IncidentDraft draft in Drafts) SetRoot(draft);
    }

    // What says most of how it came to run.
    private static int Rank(LineageEdge edge) => edge.Kind switch { EdgeKind.File => 2, EdgeKind.Injection or EdgeKind.WriteAccess => 3, EdgeKind.RemoteLogon => 1, _ => 0 };

    private static bool IsMember(IncidentDraft draft, LineageProcess? process) => process is not null && draft.Members.ContainsKey(process);

    private static void SetRoot(IncidentDraft draft)
    {
        LineageProcess? root = draft.Members.Where(member => member.Value.Edge is null && !IsMember(draft, member.Key.Parent)).Select(member => member.Key)
            .OrderBy(process => process.Recorded).ThenBy(process => process, ProcessTree.ByStart).FirstOrDefault();
        root ??= draft.Members.Keys.OrderBy(process => process.Recorded).ThenBy(process => process, ProcessTree.ByStart).FirstOrDefault();
        if (root is null) return;
        draft.Root = root;
        draft.StartedBy = IsMember(draft, root.Parent) ? null : root.Parent;
        draft.Members[root] = draft.Members[root] with { Role = ProcessRole.Root };
    }
}
