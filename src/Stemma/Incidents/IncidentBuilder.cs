using System.Security.Cryptography;
using System.Text;
using Stemma.Lineage;
using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>Makes incidents of drafts: names, chains, root cause, score, story.</summary>
internal sealed class IncidentBuilder(ProcessTree tree, IReadOnlyList<Chain> chains, BlindSpots blind, IncidentDecoding? decoding, InvestigationLimits limits)
{
    private const int IdLength = 10;
    private readonly ILookup<LineageProcess, LineageScript> _scripts = tree.Scripts.Where(script => script.Process is not null).ToLookup(script => script.Process!);

    /// <summary>The incidents, most urgent first.</summary>
    public List<Incident> Build(IReadOnlyList<IncidentDraft> drafts)
    {
        HashSet<string> ids = [];
        List<Incident> incidents = [.. drafts.Select(Build)];
        incidents.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.First != b.First ? a.First.CompareTo(b.First) : string.CompareOrdinal(a.Id, b.Id));

        // Two that nothing tells apart are numbered.
        for (int i = 0; i < incidents.Count; i++)
            for (int copy = 2; !ids.Add(incidents[i].Id); copy++) incidents[i] = incidents[i] with { Id = $"{incidents[i].Id.Split('.')[0]}.{copy}" };
        return incidents;
    }

    private Incident Build(IncidentDraft draft)
    {
        RootCause root = RootCauses.Find(draft);
        string[] hosts = [.. draft.Members.Keys.Select(process => process.Host).Concat(draft.Detections.Select(one => one.Detection.Host)).Concat(draft.Repeats.Select(repeat => repeat.Host))
            .GroupBy(host => LineageHost.KeyOf(host)).Select(same => same.MaxBy(host => host.Length)!).Order(StringComparer.Ordinal)];
        IReadOnlyList<SigmaRule> rules = [.. draft.Detections.Select(one => one.Detection.Rule).Distinct()];
        string[] techniques = [.. rules.SelectMany(rule => rule.Techniques).Distinct().Order(StringComparer.Ordinal)];
        IReadOnlyList<string> tactics = Tactics.Of(rules);
        IReadOnlyList<IncidentChain> followed = Follow(draft, hosts, rules);
        IReadOnlyList<ScoreTerm> terms = IncidentScore.Terms(draft, tactics, followed, root);
        IncidentDetection[] detections = [.. draft.Detections.Select(one => one.Detection)];

        ILookup<LineageProcess, LineageEdge> causes = draft.Edges.Where(edge => edge.From is not null && draft.Members.ContainsKey(edge.From)).ToLookup(edge => edge.To);

        // Of a process that was taken over, only what came then counts.
        long[] times = [.. draft.Members.Where(member => member.Key.Ghost == GhostReason.None).Select(member => member.Value.Edge is { Kind: EdgeKind.Injection or EdgeKind.WriteAccess } edge ? edge.Evidence.Time : member.Key.Recorded)
            .Concat(detections.Select(one => one.Time)).Where(time => time > 0)];
        LineageProcess[] processes = [.. draft.Members.Keys.Order(ProcessTree.ByStart)];
        LineageScript[] scripts = [.. processes.SelectMany(process => _scripts[process]).Take(limits.Timeline)];
        int left = 0;
        IReadOnlyList<IncidentDecoded> decoded = decoding?.Of(processes, scripts, out left) ?? [];
        Incident incident = new()
        {
            Id = Id(draft),
            Title = Title(draft, followed, root),
            Level = detections.Max(one => one.Rule.Level),
            Score = Math.Clamp(terms.Sum(term => term.Points), 0, 100),
            Terms = terms,
            Confidence = IncidentScore.Confidence(draft, techniques, followed),
            Hosts = hosts,
            First = times.DefaultIfEmpty(0).Min(),
            Last = times.DefaultIfEmpty(0).Max(),
            Root = root,
            Chains = followed,
            Techniques = [.. techniques.Union(decoded.SelectMany(one => one.Telling).Select(behaviour => behaviour.Technique)).Order(StringComparer.Ordinal)],
            Tactics = tactics,
            Processes = [.. draft.Members.OrderBy(member => member.Key, ProcessTree.ByStart).Select(member => Process(draft, causes, member.Key, member.Value))],
            Edges = draft.Edges,
            Detections = [.. detections.Take(limits.IncidentDetections)],
            Scripts = scripts,
            Decoded = decoded,
            Repeats = draft.Repeats,
            LetGo = draft.LetGo + left + Math.Max(0, detections.Length - limits.IncidentDetections),
        };
        return IncidentStory.Tell(incident, draft, blind, limits);
    }

    private static IncidentProcess Process(IncidentDraft draft, ILookup<LineageProcess, LineageEdge> causes, LineageProcess process, IncidentDraft.Member member)
    {
        // Another cause says more than a parent that starts all kinds of things.
        LineageEdge? edge = member.Edge ?? (process.Parent is not null && draft.Members.ContainsKey(process.Parent) ? null : causes[process].FirstOrDefault());
        LineageProcess? parent = edge?.From ?? process.Parent;
        return new IncidentProcess(process, member.Role, parent, edge) { IsParentOrdinary = parent is not null && !draft.Members.ContainsKey(parent) };
    }

    private IReadOnlyList<IncidentChain> Follow(IncidentDraft draft, string[] hosts, IReadOnlyList<SigmaRule> rules)
    {
        HashSet<string> products = [.. rules.Select(rule => rule.LogSource.Product).OfType<string>()];
        ChainMatcher matcher = new(draft, new LineageLimits().Skew.Ticks);
        return [.. chains.Where(chain => chain.Product.Length == 0 || products.Contains(chain.Product)).Select(chain => matcher.Match(chain, step => blind.Ask(step.Techniques, hosts, products))).OfType<IncidentChain>()
            .OrderByDescending(chain => chain.IsComplete).ThenByDescending(chain => chain.Steps.Count(step => step.IsMet)).ThenByDescending(chain => chain.Completeness).ThenBy(chain => chain.Id, StringComparer.Ordinal).Take(limits.Chains)];
    }

    private static string Title(IncidentDraft draft, IReadOnlyList<IncidentChain> chains, RootCause root)
    {
        IncidentDetection worst = draft.Detections.Select(one => one.Detection).OrderByDescending(one => one.Rule.Level).First();
        string what = chains.FirstOrDefault(chain => chain.IsComplete || chain.Completeness > 0.6)?.Title ?? worst.Rule.Title;
        string where = draft.Root?.Host ?? worst.Host;
        return where.Length == 0 ? what : $"{what} on {where.Split('.')[0]}";
    }

    private static string Id(IncidentDraft draft)
    {
        IncidentDetection first = draft.Detections[0].Detection;
        string what = draft.Root is { } root ? $"{LineageHost.KeyOf(root.Host)}\n{(root.Guid.Length > 0 ? root.Guid : $"{root.Pid}\n{root.Start}")}\n{root.Image}\n{root.Recorded}"
            : $"{LineageHost.KeyOf(first.Host)}\n{first.Time}\n{first.Rule.Id}\n{first.Evidence.Event}";
        return $"I-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..IdLength]}";
    }
}
