using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Says where an incident began: by what started or wrote its first process, the strongest evidence first.</summary>
internal static class RootCauses
{
    private static readonly string[] Attachments = [@"\Content.Outlook\", @"\INetCache\Content.", @"\Temporary Internet Files\Content.", @"\Mail Attachments\", @"\olk\Attachments\"];
    private static readonly string[] Downloads = [@"\Downloads\", "/Downloads/", @"\INetCache\", @"\Temp\Temp1_", @"\Temp\7z", @"\Temp\Rar$"];

    /// <summary>The cause of an incident's first process.</summary>
    public static RootCause Find(IncidentDraft draft)
    {
        if (draft.Root is not { } root) return WithoutProcess(draft);
        LineageProcess? by = draft.StartedBy;
        LineageProcess[] line = [root, .. Ancestors(root)];
        RootCause cause = FromCarriers(draft, root, line) ?? FromServer(root, line) ?? FromElsewhere(draft, root, line) ?? FromPlace(root, draft) ?? FromPersistence(draft, root, line)
            ?? FromDetections(draft, root) ?? FromSession(root, line) ?? Unknown(root);
        return cause with { StartedBy = by };
    }

    private static IEnumerable<LineageProcess> Ancestors(LineageProcess process)
    {
        int depth = 0;
        for (LineageProcess? at = process.Parent; at is not null && depth < 8; at = at.Parent, depth++) yield return at;
    }

    // Mail programs, browsers, documents: as ancestors, or as who wrote the file that ran.
    private static RootCause? FromCarriers(IncidentDraft draft, LineageProcess root, LineageProcess[] line)
    {
        if (Array.Find(line, process => ProgramRoles.Of(process) == ProgramRole.Mail) is { } mail)
            return Cause(InitialVector.Mail, root, 0.9, $"{Name(mail)} started {Name(root)}", ["T1566"], mail.Evidence, root.Evidence);
        LineageProcess? document = Array.Find(line, process => ProgramRoles.Of(process) == ProgramRole.Document);
        if (document is not null)
        {
            bool attached = Attachments.Any(place => document.CommandLine.Contains(place, StringComparison.OrdinalIgnoreCase));
            return Cause(attached ? InitialVector.Mail : InitialVector.Document, root, attached ? 0.9 : 0.8,
                attached ? $"{Name(document)} opened an attachment of a mail program" : $"{Name(document)} opened a document; what brought the document is not in the logs", attached ? ["T1566.001", "T1204.002"] : ["T1204.002"], document.Evidence);
        }

        foreach (LineageEdge edge in draft.Edges.Where(edge => edge.Kind == EdgeKind.File && (edge.To == root || edge.To.Parent == root)).OrderBy(edge => edge.Evidence.Time))
        {
            ProgramRole writer = edge.From is null ? ProgramRole.Other : ProgramRoles.Of(edge.From);
            if (writer == ProgramRole.Mail) return Cause(InitialVector.Mail, root, 0.9, $"{Name(edge.From!)} wrote {edge.Detail}, which ran", ["T1566.001", "T1204.002"], edge.Evidence, edge.To.Evidence);
            if (ProgramRoles.IsCarrier(writer)) return Cause(InitialVector.Download, root, 0.9, $"{Name(edge.From!)} wrote {edge.Detail}, which ran", ["T1204.002"], edge.Evidence, edge.To.Evidence);
        }

        return Array.Find(line, process => ProgramRoles.Of(process) == ProgramRole.Browser) is { } browser
            ? Cause(InitialVector.Browser, root, 0.85, $"{Name(browser)} started {Name(root)}", ["T1189"], browser.Evidence, root.Evidence) : null;
    }

    private static RootCause? FromServer(LineageProcess root, LineageProcess[] line) => Array.Find(line, process => ProgramRoles.Of(process) == ProgramRole.Server) is { } server
        ? Cause(InitialVector.Server, root, 0.8, $"{Name(server)}, which answers the network, {(server == root ? "started what was found" : $"started {Name(root)}")}", ["T1190"], server.Evidence, root.Evidence) : null;

    private static RootCause? FromElsewhere(IncidentDraft draft, LineageProcess root, LineageProcess[] line)
    {
        LineageEdge? logon = draft.Edges.Where(edge => edge.Kind == EdgeKind.RemoteLogon && Array.IndexOf(line, edge.To) >= 0).OrderBy(edge => edge.Evidence.Time).FirstOrDefault();
        if (logon is not null) return Cause(InitialVector.RemoteLogon, root, 0.8, $"{Name(root)} ran in a session of {Or(root.User, "somebody")} that came from {Or(logon.Detail, "another machine")}", ["T1078", "T1021"], logon.Evidence);
        if (Array.Find(line, process => ProgramRoles.Of(process) == ProgramRole.RemoteShell) is { } shell)
            return Cause(InitialVector.RemoteLogon, root, 0.75, $"{Name(shell)} ran it for another machine, which the logs do not name", ["T1021"], shell.Evidence);
        if (Array.Find(line, process => IsNamed(process, "WmiPrvSE")) is { } wmi)
            return Cause(InitialVector.RemoteLogon, root, 0.5, $"{Name(wmi)} started {Name(root)}: somebody asked through WMI, from another machine or this one, and the logs do not name who", ["T1047"], root.Evidence);
        return Array.Find(line, process => IsNamed(process, "sshd")) is { } ssh
            ? Cause(InitialVector.RemoteLogon, root, 0.8, $"{Name(root)} ran in a session of {Or(root.User, "somebody")} over SSH", ["T1078", "T1021.004"], ssh.Evidence) : null;
    }

    private static RootCause? FromPlace(LineageProcess root, IncidentDraft draft)
    {
        string place = $"{root.Image} {root.CommandLine}";
        if (Attachments.Any(part => place.Contains(part, StringComparison.OrdinalIgnoreCase)))
            return Cause(InitialVector.Mail, root, 0.7, $"{Name(root)} ran from where mail programs keep attachments", ["T1566.001", "T1204.002"], root.Evidence);
        if (Downloads.Any(part => place.Contains(part, StringComparison.OrdinalIgnoreCase)))
            return Cause(InitialVector.Download, root, 0.6, $"{Name(root)} ran from where downloads go; what wrote it is not in the logs", ["T1204.002"], root.Evidence);
        return root.Image.Length > 2 && root.Image[1] == ':' && char.ToUpperInvariant(root.Image[0]) is > 'C' and not 'X'
            && draft.Members.Keys.All(process => process.Image.Length < 2 || !process.Image.StartsWith($@"{root.Image[0]}:\Windows", StringComparison.OrdinalIgnoreCase))
            ? Cause(InitialVector.RemovableMedia, root, 0.4, $"{Name(root)} ran from drive {root.Image[..2]}, which is perhaps removable or a mounted image", ["T1091"], root.Evidence) : null;
    }

    private static RootCause? FromPersistence(IncidentDraft draft, LineageProcess root, LineageProcess[] line)
    {
        LineageEdge? made = draft.Edges.Where(edge => edge.To == root && edge.Kind is EdgeKind.Service or EdgeKind.Task).OrderBy(edge => edge.Evidence.Time).FirstOrDefault();
        if (made is { Kind: EdgeKind.Service }) return Cause(InitialVector.RemoteService, root, 0.5, $"service {made.Detail} was created shortly before it ran {Name(root)}; by whom, and from which machine, is not in the logs", ["T1569.002"], made.Evidence, root.Evidence);
        if (made is not null) return Cause(InitialVector.Persistence, root, 0.5, $"task {made.Detail} ran {Name(root)}; who registered it is not in the logs", ["T1053.005"], made.Evidence, root.Evidence);
        if (line.Length < 2) return null;
        if (IsNamed(line[1], "services")) return Cause(InitialVector.Persistence, root, 0.4, $"a service ran {Name(root)}; when it was created is not in the logs", ["T1543.003"], root.Evidence);
        return IsNamed(line[1], "taskeng") || IsNamed(line[1], "cron") || IsNamed(line[1], "crond") || IsNamed(line[1], "atd") || line[1].CommandLine.Contains("Schedule", StringComparison.OrdinalIgnoreCase)
            ? Cause(InitialVector.Persistence, root, 0.4, $"the scheduler ran {Name(root)}; when the task was registered is not in the logs", ["T1053"], root.Evidence) : null;
    }

    // Rules may know what processes alone do not show.
    private static RootCause? FromDetections(IncidentDraft draft, LineageProcess? root)
    {
        foreach (IncidentDetection one in draft.Detections.Select(one => one.Detection))
            foreach ((string technique, InitialVector vector, string why) in Known)
                if (one.Rule.Techniques.Any(id => BlindSpots.IsWithin(id, technique))) return Cause(vector, root, 0.5, $"{why}: {one.Rule.Title}", [technique], one.Evidence);
        return null;
    }

    private static readonly (string, InitialVector, string)[] Known =
    [
        ("T1566", InitialVector.Mail, "a rule about phishing fired"), ("T1189", InitialVector.Browser, "a rule about web pages fired"), ("T1190", InitialVector.Server, "a rule about servers fired"),
        ("T1133", InitialVector.RemoteLogon, "a rule about remote services fired"), ("T1091", InitialVector.RemovableMedia, "a rule about removable drives fired"),
        ("T1078", InitialVector.RemoteLogon, "a rule about valid accounts fired"), ("T1021", InitialVector.RemoteLogon, "a rule about remote services fired"),
        ("T1204", InitialVector.Download, "a rule about files that users open fired"),
    ];

    private static RootCause? FromSession(LineageProcess root, LineageProcess[] line) =>
        line.Length > 1 && (IsNamed(line[1], "explorer") || ProgramRoles.Of(line[1]) == ProgramRole.Shell || IsNamed(line[1], "login")) || ProgramRoles.Of(root) == ProgramRole.Shell && line.Length > 1
            ? Cause(InitialVector.LocalSession, root, 0.4, $"{Or(root.User, "a user")} started {Name(root)} in a session on the machine; whether the user or somebody in the user's name, the logs do not tell", [], root.Evidence) : null;

    private static RootCause Unknown(LineageProcess root) => new(InitialVector.Unknown, root, 0, root.Ghost == GhostReason.None
        ? $"what led to {Name(root)} is not in the logs: starts of processes with their parents from before {Name(root)} would tell"
        : $"the start of {Name(root)} is not in the logs: Sysmon 1, Security 4688 or audit execve from before would tell");

    private static RootCause WithoutProcess(IncidentDraft draft) => FromDetections(draft, null)
        ?? new RootCause(InitialVector.Unknown, null, 0, "no process can be named: starts of processes (Sysmon 1, Security 4688, audit execve) are not among these logs") { StartedBy = draft.StartedBy };

    private static RootCause Cause(InitialVector vector, LineageProcess? root, double confidence, string why, string[] techniques, params Evidence[] evidence) =>
        new(vector, root, confidence, why) { Techniques = techniques, Evidence = [.. evidence.Where(one => one.Source.Length > 0).Distinct()] };

    private static bool IsNamed(LineageProcess process, string name) => ProgramRoles.Name(process).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Name(LineageProcess process) => CommandText.FileName(process.Image) is { Length: > 0 } name ? name.ToString() : "a process";

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
