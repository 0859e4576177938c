using Stemma.Lineage;

namespace Stemma.Incidents;

internal sealed partial class IncidentJoiner
{
    private const long Near = 2 * TimeSpan.TicksPerMinute;
    private const int ShortestToken = 5;

    // Sessions of the machine itself, in which everything of it runs.
    private static readonly HashSet<string> SystemSessions = ["", "0x3e7", "0x3e5", "0x3e4", "4294967295"];

    /// <summary>Whether a session is the machine's own, in which everything of it runs, or none is named.</summary>
    internal static bool IsSystemSession(string session) => SystemSessions.Contains(session);

    private sealed class Stay(IncidentDraft draft)
    {
        public IncidentDraft Draft { get; } = draft;
        public long First { get; set; } = long.MaxValue;
        public long Last { get; set; } = long.MinValue;
        public HashSet<string> Sessions { get; } = [];
        public HashSet<string> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Widen(long time) => (First, Last) = (Math.Min(First, time), Math.Max(Last, time));
    }

    // Detections without a process, or on a part of the system: to the incident of the same process, the same session, or the same file or name
    // at the time; what is left makes incidents of machine, session and time.
    private void JoinLoose()
    {
        Dictionary<LineageProcess, IncidentDraft> byProcess = [];
        Dictionary<string, List<Stay>> byHost = [];
        foreach (IncidentDraft draft in Drafts)
        {
            foreach ((LineageProcess process, _) in draft.Members)
            {
                byProcess.TryAdd(process, draft);
                Stay place = PlaceOf(byHost, draft, process.Host);
                place.Widen(process.Recorded);
                if (!SystemSessions.Contains(process.LogonId)) place.Sessions.Add(process.LogonId);
                if (process.User.Length > 0) place.Users.Add(Account(process.User));
            }

            foreach (FoundDetection one in draft.Detections) PlaceOf(byHost, draft, one.Detection.Host).Widen(one.Detection.Time);
        }

        List<FoundDetection> left = [];
        foreach (FoundDetection one in _loose)
        {
            if (one.Process is { } process && byProcess.TryGetValue(process, out IncidentDraft? draft) || (draft = Fitting(byHost, one)) is not null) draft.Detections.Add(one);
            else left.Add(one);
        }

        JoinLeft(left);
        foreach (IncidentDraft draft in Drafts) draft.Detections = [.. draft.Detections.OrderBy(one => one.Detection.Time).ThenBy(one => one.Detection.Evidence.Source, StringComparer.Ordinal)
            .ThenBy(one => one.Detection.Evidence.Position).ThenBy(one => one.Detection.Rule.Id, StringComparer.Ordinal)];
    }

    private static Stay PlaceOf(Dictionary<string, List<Stay>> byHost, IncidentDraft draft, string host)
    {
        string key = LineageHost.KeyOf(host);
        if (!byHost.TryGetValue(key, out List<Stay>? places)) byHost.Add(key, places = []);
        if (places.Count == 0 || places[^1].Draft != draft) places.Add(new Stay(draft));
        return places[^1];
    }

    private IncidentDraft? Fitting(Dictionary<string, List<Stay>> byHost, FoundDetection one)
    {
        if (!byHost.TryGetValue(LineageHost.KeyOf(one.Detection.Host), out List<Stay>? places)) return null;
        string session = one.LogonId;
        long time = one.Detection.Time;
        if (!SystemSessions.Contains(session))
        {
            Stay? same = places.Find(place => place.Sessions.Contains(session) && time >= place.First - _limits.Gap.Ticks && time <= place.Last + _limits.Gap.Ticks);
            if (same is not null) return same.Draft;
        }

        if (one.Fact is { Kind: LineageFactKind.Logon or LineageFactKind.LogonElsewhere, User.Length: > 0 } logon
            && places.Find(place => place.Users.Contains(Account(logon.User)) && time >= place.First - _limits.Gap.Ticks && time <= place.Last) is { } user) return user.Draft;

        string[] tokens = [.. Tokens(one).Distinct(StringComparer.OrdinalIgnoreCase)];
        Stay[] then = [.. places.Where(place => time >= place.First - Near && time <= place.Last + Near)];
        if (tokens.Length > 0 && Array.Find(then, place => Names(place.Draft, tokens)) is { } named) return named.Draft;

        // Nothing else was going on there.
        return then.Length == 1 && one.Process is null ? then[0].Draft : null;
    }

    private static string Account(string user) => user[(user.LastIndexOf('\\') + 1)..];

    // Names of files, services and tasks in what made the rule fire.
    private static IEnumerable<string> Tokens(FoundDetection one)
    {
        foreach (string? value in one.Detection.Matched.Select(item => item.Value).Append(one.Fact?.Name).Append(one.Fact?.Text))
        {
            if (value is null) continue;
            string text = value.Length > 2_048 ? value[..2_048] : value;
            foreach (string path in CommandText.Paths(text))
            {
                string name = CommandText.FileName(path.TrimEnd('\\', '/')).ToString();
                if (name.Length >= ShortestToken && !IsCommonName(name)) yield return name;
            }
        }
    }

    private static bool IsCommonName(string name) => name.Equals("cmd.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("powershell.exe", StringComparison.OrdinalIgnoreCase)
        || name.Equals("rundll32.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("svchost.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("services.exe", StringComparison.OrdinalIgnoreCase)
        || name.Equals("system32", StringComparison.OrdinalIgnoreCase) || name.Equals("imagepath", StringComparison.OrdinalIgnoreCase);

    private static bool Names(IncidentDraft draft, string[] tokens) =>
        draft.Members.Keys.Any(process => tokens.Any(token => process.CommandLine.Contains(token, StringComparison.OrdinalIgnoreCase) || process.Image.EndsWith(token, StringComparison.OrdinalIgnoreCase)))
        || draft.Edges.Exists(edge => tokens.Any(token => edge.Detail.Contains(token, StringComparison.OrdinalIgnoreCase)));

    private void JoinLeft(List<FoundDetection> left)
    {
        Dictionary<string, List<(List<FoundDetection> Found, string Session)>> open = [];
        List<List<FoundDetection>> groups = [];
        foreach (FoundDetection one in left)
        {
            string key = LineageHost.KeyOf(one.Detection.Host), session = SystemSessions.Contains(one.LogonId) ? "" : one.LogonId;
            if (!open.TryGetValue(key, out var ofHost)) open.Add(key, ofHost = []);
            int at = ofHost.FindLastIndex(group => one.Detection.Time - group.Found[^1].Detection.Time <= _limits.Gap.Ticks && (session.Length == 0 || group.Session.Length == 0 || group.Session == session));
            if (at < 0)
            {
                ofHost.RemoveAll(group => one.Detection.Time - group.Found[^1].Detection.Time > _limits.Gap.Ticks);
                ofHost.Add(([], session));
                groups.Add(ofHost[^1].Found);
                at = ofHost.Count - 1;
            }

            ofHost[at].Found.Add(one);
            if (ofHost[at].Session.Length == 0) ofHost[at] = (ofHost[at].Found, session);
        }

        foreach (List<FoundDetection> group in groups)
        {
            if (group.Exists(one => one.Raises)) Drafts.Add(new IncidentDraft { Detections = group, StartedBy = group.Select(one => one.Process).FirstOrDefault(process => process is not null) });
            else Unjoined += group.Count;
        }
    }
}
