using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Finds how far an incident follows a chain: the most steps that can be met in their order, within their times, and by processes that lineage ties together.</summary>
internal sealed class ChainMatcher
{
    // How many detections are tried for a step, and how far the clocks of two sources of one machine lie apart.
    private const int Candidates = 40;
    private const int ShownEvidence = 4;
    private const long Tolerance = 2 * TimeSpan.TicksPerSecond;
    private const int DeepestWalk = 256;

    private readonly IncidentDraft _draft;
    private readonly long _skew;
    private readonly ILookup<LineageProcess, LineageEdge> _causes;
    private readonly Dictionary<(LineageProcess, LineageProcess), bool> _below = [];

    /// <summary>Looks at an incident.</summary>
    /// <param name="draft">The incident.</param>
    /// <param name="skew">How far the clocks of two machines may differ, in 100 ns units.</param>
    public ChainMatcher(IncidentDraft draft, long skew)
    {
        (_draft, _skew) = (draft, skew);
        _causes = draft.Edges.Where(edge => edge.From is not null).ToLookup(edge => edge.To);
    }

    // A step that is met by a detection, the way to it, and how many steps that needs and has.
    private sealed record Met(int Step, IncidentDetection By, Met? Before, int Needed, int All, long First);

    /// <summary>The chain as far as it is followed; null when it is not worth telling.</summary>
    public IncidentChain? Match(Chain chain, Func<ChainPattern, (bool Could, string Reason)> ask)
    {
        List<List<Met>> steps = [];
        Met? best = null;
        for (int i = 0; i < chain.Steps.Count; i++)
        {
            List<Met> met = [];
            ChainPattern pattern = chain.Steps[i];
            foreach (IncidentDetection one in Fitting(pattern).Take(Candidates))
            {
                Met at = new(i, one, null, pattern.IsOptional ? 0 : 1, 1, one.Time);
                foreach (Met before in steps.SelectMany(earlier => earlier))
                {
                    if (!Follows(before, one, pattern, chain)) continue;
                    Met longer = at with { Before = before, Needed = before.Needed + (pattern.IsOptional ? 0 : 1), All = before.All + 1, First = before.First };
                    if (IsBetter(longer, at)) at = longer;
                }

                met.Add(at);
                if (best is null || IsBetter(at, best)) best = at;
            }

            steps.Add(met);
        }

        return best is null ? null : Tell(chain, best, ask);
    }

    private static bool IsBetter(Met a, Met b) => a.Needed != b.Needed ? a.Needed > b.Needed : a.All > b.All;

    private IEnumerable<IncidentDetection> Fitting(ChainPattern pattern) => _draft.Detections.Select(found => found.Detection).Where(one => Shows(one, pattern))
        .DistinctBy(one => (one.Process, one.Rule, one.Process is null ? one.Evidence.Position : 0));

    private static bool Shows(IncidentDetection one, ChainPattern pattern) => one.Rule.Techniques.Any(id => pattern.Techniques.Any(technique => BlindSpots.IsWithin(id, technique)));

    private bool Follows(Met before, IncidentDetection one, ChainPattern pattern, Chain chain)
    {
        long tolerance = one.Host == before.By.Host ? Tolerance : _skew;
        long since = one.Time - before.By.Time;
        if (since < -tolerance || one.Time - before.First > chain.Within.Ticks || (pattern.Within is { } within && since > within.Ticks)) return false;
        return pattern.Relation switch
        {
            StepRelation.Same => one.Process is not null && one.Process == before.By.Process,
            StepRelation.Below => IsBelow(one.Process, before.By.Process),
            StepRelation.Near => IsBelow(one.Process, before.By.Process) || (before.By.Process!.Parent is { } parent && _draft.Members.ContainsKey(parent) && IsBelow(one.Process, parent)),
            _ => true,
        };
    }

    // What has no process is in the incident by its session, service or file, which is as near as it can be told.
    private bool IsBelow(LineageProcess? process, LineageProcess? above)
    {
        if (process is null || above is null || process == above) return true;
        if (!_below.TryGetValue((process, above), out bool known)) _below.Add((process, above), known = Walk(process, above));
        return known;
    }

    private bool Walk(LineageProcess process, LineageProcess above)
    {
        Stack<LineageProcess> next = new([process]);
        HashSet<LineageProcess> seen = [];
        while (next.TryPop(out LineageProcess? at))
        {
            if (at == above) return true;
            if (!seen.Add(at) || seen.Count > DeepestWalk) continue;
            if (at.Parent is { } parent && _draft.Members.ContainsKey(parent)) next.Push(parent);
            foreach (LineageEdge edge in _causes[at]) next.Push(edge.From!);
        }

        return false;
    }

    private IncidentChain? Tell(Chain chain, Met best, Func<ChainPattern, (bool Could, string Reason)> ask)
    {
        Dictionary<int, IncidentDetection> by = [];
        for (Met? at = best; at is not null; at = at.Before) by[at.Step] = at.By;
        List<ChainStep> told = [];
        for (int i = 0; i < chain.Steps.Count; i++)
        {
            ChainPattern pattern = chain.Steps[i];
            if (by.TryGetValue(i, out IncidentDetection? one))
            {
                // The detection that the order rests on first, then what else shows the same step of the same process.
                IncidentDetection[] evidence = [one, .. _draft.Detections.Select(found => found.Detection).Where(other => other != one && other.Process == one.Process && Shows(other, pattern)).Take(ShownEvidence - 1)];
                told.Add(new ChainStep(Technique(one, pattern), pattern.Name, pattern.IsOptional, true, evidence));
                continue;
            }

            (bool could, string reason) = _draft.Detections.Exists(found => Shows(found.Detection, pattern)) ? (true, "it was found, but not in this order, time or place") : ask(pattern);
            told.Add(new ChainStep(pattern.Techniques[0], pattern.Name, pattern.IsOptional, false, []) { CouldBeShown = could, Reason = reason });
        }

        // A part is told when it is at least half of the chain and more than one step, begins as the chain does or holds most of it; of two steps,
        // when the logs could not have shown the other.
        int needed = chain.Steps.Count(step => !step.IsOptional);
        IncidentChain result = new(chain.Id, chain.Title, told);
        if (result.IsComplete) return result;
        if (needed <= 2) return best.Needed == 1 && told.All(step => step.IsMet || step.IsOptional || !step.CouldBeShown) ? result : null;
        ChainStep begin = told.First(step => !step.IsOptional);
        return best.Needed >= 2 && best.Needed * 2 >= needed && (begin.IsMet || !begin.CouldBeShown || best.Needed >= 3) ? result : null;
    }

    private static string Technique(IncidentDetection one, ChainPattern pattern) => pattern.Techniques.First(technique => one.Rule.Techniques.Any(id => BlindSpots.IsWithin(id, technique)));
}
