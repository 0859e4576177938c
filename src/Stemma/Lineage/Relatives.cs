using System.Globalization;
using Stemma.Sigma;

namespace Stemma.Lineage;

/// <summary>
/// Finds the processes that stand to another as a rule asks. Who caused a process by a service, a task, WMI or an object counts among its ancestors,
/// since its parent is then only the part of Windows that starts such things. Bounded.
/// </summary>
internal sealed class Relatives
{
    private const int MostVisited = 10_000;
    private readonly SigmaRelationJudge _judge;
    private readonly ILookup<LineageProcess, LineageProcess> _causes, _effects;
    private readonly Dictionary<LineageProcess, IReadOnlyList<SigmaTest.Related>> _passed = [];

    /// <summary>Takes a finished tree and the rules.</summary>
    public Relatives(ProcessTree tree, IEnumerable<SigmaRule> rules)
    {
        _judge = new SigmaRelationJudge(rules);
        LineageEdge[] causes = [.. tree.Edges.Where(edge => edge.From is not null && edge.Kind is EdgeKind.Service or EdgeKind.Task or EdgeKind.Wmi or EdgeKind.Com or EdgeKind.RemoteLogon)];
        _causes = causes.ToLookup(edge => edge.To, edge => edge.From!);
        _effects = causes.ToLookup(edge => edge.From!, edge => edge.To);
    }

    /// <summary>The nearest such process that satisfies a test; null when none does.</summary>
    public LineageProcess? Find(LineageProcess process, SigmaTest.Related test)
    {
        switch (test.Relation)
        {
            case SigmaRelation.Parent:
                return Passes(process.Parent, test);
            case SigmaRelation.Grandparent:
                return Passes(process.Parent?.Parent, test);
            case SigmaRelation.Sibling:
                return process.Parent?.Children.Take(MostVisited).Where(sibling => sibling != process && Passes(sibling, test) is not null).Min(ProcessTree.ByStart);
            case SigmaRelation.Ancestor:
                return Search(process, test, at => at.Parent is null ? _causes[at] : _causes[at].Prepend(at.Parent));
            default:
                return Search(process, test, at => at.Children.Concat(_effects[at]).Order(ProcessTree.ByStart));
        }
    }

    private LineageProcess? Search(LineageProcess process, SigmaTest.Related test, Func<LineageProcess, IEnumerable<LineageProcess>> steps)
    {
        HashSet<LineageProcess> seen = [process];
        Queue<(LineageProcess Process, int Depth)> next = new([(process, 0)]);
        while (next.TryDequeue(out var at))
        {
            if (at.Depth >= test.Depth) continue;
            foreach (LineageProcess step in steps(at.Process))
            {
                if (seen.Count >= MostVisited) return null;
                if (!seen.Add(step)) continue;
                if (Passes(step, test) is not null) return step;
                next.Enqueue((step, at.Depth + 1));
            }
        }

        return null;
    }

    private LineageProcess? Passes(LineageProcess? process, SigmaTest.Related test)
    {
        if (process is null) return null;
        if (!_passed.TryGetValue(process, out IReadOnlyList<SigmaTest.Related>? passed)) _passed.Add(process, passed = _judge.Passed(new ProcessEvent(_judge.Kind, process)));
        foreach (SigmaTest.Related held in passed)
            if (ReferenceEquals(held, test)) return process;
        return null;
    }

    // In the order of SigmaRelationJudge.Fields.
    private sealed class ProcessEvent(EventKind kind, LineageProcess process) : SigmaEvent
    {
        public override EventKind Kind => kind;

        public override bool IsNull(int slot) => Text(slot).IsEmpty;

        public override ReadOnlySpan<char> Text(int slot) => slot switch
        {
            0 => process.Image,
            1 => process.CommandLine,
            2 => process.User,
            3 => process.Integrity,
            4 => process.Pid < 0 ? "" : process.Pid.ToString(CultureInfo.InvariantCulture),
            5 => process.Guid,
            6 => process.LogonId,
            _ => process.Host,
        };
    }
}
