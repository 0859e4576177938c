using System.Globalization;
using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>How urgent an incident is, term by term (<c>docs/investigate.md</c>), and how sure it is that it is one.</summary>
internal static class IncidentScore
{
    private const int ManyRepeats = 5;

    /// <summary>The terms of the score.</summary>
    public static IReadOnlyList<ScoreTerm> Terms(IncidentDraft draft, IReadOnlyList<string> tactics, IReadOnlyList<IncidentChain> chains, RootCause root)
    {
        SigmaLevel worst = draft.Detections.Max(one => one.Detection.Rule.Level);
        int rules = draft.Detections.Select(one => one.Detection.Rule.Id).Distinct().Count();
        List<ScoreTerm> terms =
        [
            new("level", worst switch { SigmaLevel.Critical => 45, SigmaLevel.High => 35, SigmaLevel.Medium => 20, SigmaLevel.Low => 5, _ => 0 }, $"the worst detection is {worst.Name()}"),
            new("rules", Math.Min(10, 2 * (rules - 1)), $"{Count(rules, "rule")} fired"),
            new("tactics", Math.Min(20, 5 * Math.Max(0, tactics.Count - 1)), tactics.Count == 0 ? "no tactic is named" : $"{Count(tactics.Count, "tactic")}: {string.Join(", ", tactics.Select(Tactics.Words))}"),
        ];
        if (chains.Count > 0)
        {
            IncidentChain best = chains[0];
            terms.Add(new("chain", (int)Math.Round((best.IsComplete ? 15 : 8) * best.Completeness * Math.Min(1, best.Steps.Count(step => step.IsMet) / 3.0)), $"{(best.IsComplete ? "follows" : "follows in part")}: {best.Title}"));
        }

        int hosts = draft.Members.Keys.Select(process => process.Host).Except(draft.Repeats.Select(repeat => repeat.Host)).Distinct().Count();
        if (hosts > 1) terms.Add(new("hosts", 10, $"goes over {Count(hosts, "machine")}"));
        terms.Add(new("root", (int)Math.Round(10 * root.Confidence), root.Vector == InitialVector.Unknown ? "where it began is unknown" : $"where it began is known with confidence {root.Confidence.ToString("0.0", CultureInfo.InvariantCulture)}"));
        if (draft.Repeats.Count >= ManyRepeats) terms.Add(new("repeats", -15, $"the same ran {Count(draft.Repeats.Count + 1, "time")}: what runs everywhere is mostly administration"));
        return terms;
    }

    /// <summary>How sure it is that it is one attack: what the worst rule alone says, more with each technique, tactic and chain that agrees, less without processes.</summary>
    public static double Confidence(IncidentDraft draft, IReadOnlyList<string> techniques, IReadOnlyList<IncidentChain> chains)
    {
        double level = draft.Detections.Max(one => one.Detection.Rule.Level) switch { SigmaLevel.Critical => 0.7, SigmaLevel.High => 0.55, _ => 0.35 };
        double sure = level + Math.Min(0.25, 0.04 * (techniques.Count - 1)) + (chains.Any(chain => chain.IsComplete && chain.Steps.Count(step => step.IsMet) > 2) ? 0.15 : chains.Any(chain => chain.IsComplete) ? 0.05 : 0);
        if (draft.Members.Count == 0) sure -= 0.1;
        if (draft.Repeats.Count >= ManyRepeats) sure -= 0.15;
        return Math.Round(Math.Clamp(sure, 0.05, 0.99), 2);
    }

    private static string Count(int count, string noun) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
