using System.Text.RegularExpressions;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Makes one incident of many that are the same: the same rules on the same commands, whatever machine, user, number and time.</summary>
internal static partial class IncidentRepeats
{
    private const int LongestText = 4_096;

    /// <summary>Merges what is the same into the first.</summary>
    public static List<IncidentDraft> Merge(IReadOnlyList<IncidentDraft> drafts, InvestigationLimits limits)
    {
        Dictionary<string, IncidentDraft> first = [];
        List<IncidentDraft> merged = [];
        foreach (IncidentDraft draft in drafts.OrderBy(draft => draft.Detections[0].Detection.Time).ThenBy(draft => draft.Detections[0].Detection.Evidence.Source, StringComparer.Ordinal)
            .ThenBy(draft => draft.Detections[0].Detection.Evidence.Position).ThenBy(draft => draft.Detections[0].Detection.Rule.Id, StringComparer.Ordinal))
        {
            string signature = Signature(draft);
            if (!first.TryGetValue(signature, out IncidentDraft? one))
            {
                first.Add(signature, draft);
                merged.Add(draft);
                continue;
            }

            one.Repeats.Add(new IncidentRepeat(draft.Root?.Host ?? draft.Detections[0].Detection.Host, draft.Detections[0].Detection.Time, draft.Root));
            foreach ((LineageProcess process, IncidentDraft.Member member) in draft.Members)
            {
                if (one.Members.Count < limits.Processes) one.Members.TryAdd(process, member);
                else one.LetGo++;
            }

            int room = Math.Max(0, limits.IncidentDetections - one.Detections.Count);
            one.Detections.AddRange(draft.Detections.Take(room));
            int edges = Math.Max(0, limits.Processes - one.Edges.Count);
            one.Edges.AddRange(draft.Edges.Take(edges));
            one.LetGo += Math.Max(0, draft.Edges.Count - edges) + draft.LetGo + Math.Max(0, draft.Detections.Count - room);
        }

        return merged;
    }

    private static string Signature(IncidentDraft draft)
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        foreach (FoundDetection one in draft.Detections)
        {
            string what = one.Process is { } process ? $"{ProgramRoles.Name(process)} {process.CommandLine}" : string.Join(' ', one.Detection.Matched.Select(item => item.Value));
            lines.Add($"{one.Detection.Rule.Id} {Plain(what, one.Detection.Host, one.Process?.User ?? "")}");
        }

        return string.Join('\n', lines);
    }

    // Without what differs from machine to machine and run to run.
    private static string Plain(string text, string host, string user)
    {
        text = (text.Length > LongestText ? text[..LongestText] : text).ToLowerInvariant();
        string machine = LineageHost.KeyOf(host).ToLowerInvariant(), name = user[(user.LastIndexOf('\\') + 1)..].ToLowerInvariant();
        if (machine.Length > 2) text = text.Replace(host.ToLowerInvariant(), "%host%", StringComparison.Ordinal).Replace(machine, "%host%", StringComparison.Ordinal);
        if (name.Length > 2) text = text.Replace(name, "%user%", StringComparison.Ordinal);
        return Numbers().Replace(Identifiers().Replace(text, "#"), "#");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifiers();

    [GeneratedRegex("(0x[0-9a-f]+|[0-9]+)")]
    private static partial Regex Numbers();
}
