using System.Globalization;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Lineage;

public sealed partial class LineageScan
{
    private const int MostCandidates = 200_000;

    // A tree of its own: a match belongs to the process that lived when its event was recorded, and what came of that is known at the end.
    JudgedCandidates ILineageJudge.Judge(IReadOnlyList<LogFile> logs, IEnumerable<LineageCandidate> candidates)
    {
        ProcessTree tree = new();
        List<(LineageCandidate Candidate, LineageProcess Process)> placed = [];
        long undecided = 0;
        using IEnumerator<LineageCandidate> next = candidates.GetEnumerator();
        bool more = next.MoveNext();
        foreach ((DetectionKey key, LineageFact fact) in Facts(logs))
        {
            LineageProcess? process = tree.Apply(fact);
            for (; more && next.Current.Key.CompareTo(key with { Rule = int.MaxValue }) <= 0; more = next.MoveNext())
            {
                bool isOfFact = next.Current.Key with { Rule = 0 } == key with { Rule = 0 };
                if (!isOfFact || process is null || placed.Count >= MostCandidates) undecided++;
                else
                {
                    process.IsKept = true;
                    placed.Add((next.Current, process));
                }
            }
        }

        for (; more; more = next.MoveNext()) undecided++;
        tree.Finish();
        Relatives relatives = new(tree, placed.Select(place => place.Candidate.Rule).Distinct());
        Dictionary<DetectionKey, IReadOnlyList<MatchedItem>> holding = [];
        foreach ((LineageCandidate candidate, LineageProcess process) in placed)
        {
            Dictionary<SigmaTest.Related, LineageProcess?> found = new(ReferenceEqualityComparer.Instance);
            if (!SigmaRelationJudge.Holds(candidate.Rule, candidate.Decided, test => (found[test] = relatives.Find(process, test)) is not null)) continue;
            holding[candidate.Key] = [.. found.Where(pair => pair.Value is not null).Select(pair => new MatchedItem($"{pair.Key.Field}.Image",
                string.Create(CultureInfo.InvariantCulture, $"{pair.Value!.Image} ({pair.Value.Pid})"), pair.Key.Pattern))];
        }

        return new JudgedCandidates(holding, undecided);
    }
}
