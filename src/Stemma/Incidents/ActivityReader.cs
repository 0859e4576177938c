using System.Globalization;
using System.Net;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>
/// Reads the facts once more, when it is known which processes belong to incidents, and keeps what those did: their timelines and indicators.
/// Bounded: beyond a limit, what comes later is counted only.
/// </summary>
internal sealed class ActivityReader
{
    private readonly ProcessTree _tree;
    private readonly InvestigationLimits _limits;
    private readonly Dictionary<LineageProcess, IncidentDraft> _drafts = [];
    private readonly HashSet<string> _hosts = [];
    private readonly Dictionary<(string Host, string Session), IncidentDraft> _sessions = [];

    public ActivityReader(ProcessTree tree, IReadOnlyList<IncidentDraft> drafts, InvestigationLimits limits)
    {
        (_tree, _limits) = (tree, limits);
        foreach (IncidentDraft draft in drafts)
        {
            foreach (LineageProcess process in draft.Members.Keys)
            {
                _drafts.TryAdd(process, draft);
                _hosts.Add(LineageHost.KeyOf(process.Host));
                if (!IncidentJoiner.IsSystemSession(process.LogonId)) _sessions.TryAdd((LineageHost.KeyOf(process.Host), process.LogonId), draft);
            }
        }
    }

    /// <summary>Reads the facts.</summary>
    public void Read(IEnumerable<LineageFact> facts)
    {
        foreach (LineageFact fact in facts)
        {
            string host = LineageHost.KeyOf(fact.Host);
            if (!_hosts.Contains(host)) continue;
            LineageProcess? process = _tree.Find(fact);
            IncidentDraft? draft = process is null ? null : _drafts.GetValueOrDefault(process);
            if (draft is null && fact.Kind is LineageFactKind.Logon or LineageFactKind.Privileges or LineageFactKind.ShareAccess) draft = _sessions.GetValueOrDefault((host, fact.LogonId));
            if (draft is null) continue;

            // A part of the system that was injected did much before.
            if (process is not null && ProgramRoles.Of(process) == ProgramRole.System && draft.Members[process].Edge is { Kind: EdgeKind.Injection } edge && fact.Time < edge.Evidence.Time) continue;
            Take(draft, process, fact);
        }
    }

    private void Take(IncidentDraft draft, LineageProcess? process, LineageFact fact)
    {
        string name = process is null ? "" : CommandText.FileName(process.Image).ToString();
        switch (fact.Kind)
        {
            case LineageFactKind.Start:
                Add(draft, process, fact, ActivityKind.Process, $"starts {(process!.CommandLine.Length > 0 ? process.CommandLine : process.Image)}");
                foreach (string hash in fact.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    if (hash.StartsWith("SHA256=", StringComparison.OrdinalIgnoreCase) && IsSuspect(draft, process.Image)) Mark(draft, IndicatorKind.Hash, hash, $"of {process.Image}, which ran", fact);
                if (process.Image.Length > 0 && IsSuspect(draft, process.Image)) Mark(draft, IndicatorKind.File, process.Image, "it ran", fact);
                break;
            case LineageFactKind.Connected:
                string port = fact.Port > 0 ? string.Create(CultureInfo.InvariantCulture, $":{fact.Port}") : "";
                Add(draft, process, fact, ActivityKind.Network, $"connects to {fact.Address}{port}{(fact.Name.Length > 0 && fact.Name != fact.Address ? $" ({fact.Name})" : "")}");
                if (IsAddressOfInterest(fact.Address)) Mark(draft, IndicatorKind.Address, fact.Address, $"{name} connected to it{(port.Length > 0 ? $" at port {fact.Port}" : "")}", fact);
                break;
            case LineageFactKind.Accepted:
                Add(draft, process, fact, ActivityKind.Network, $"is connected to from {fact.Address}");
                break;
            case LineageFactKind.NameLookedUp:
                Add(draft, process, fact, ActivityKind.Network, $"looks up {fact.Name}");
                if (fact.Name.Contains('.', StringComparison.Ordinal)) Mark(draft, IndicatorKind.Domain, fact.Name, $"{name} looked it up", fact);
                break;
            case LineageFactKind.FileWritten:
                Add(draft, process, fact, ActivityKind.File, $"writes {fact.Name}");
                if (IsWorthNaming(fact.Name)) Mark(draft, IndicatorKind.File, fact.Name, $"{name} wrote it", fact);
                break;
            case LineageFactKind.FileDeleted:
                Add(draft, process, fact, ActivityKind.File, $"deletes {fact.Name}");
                break;
            case LineageFactKind.ShareAccess:
                Add(draft, process, fact, ActivityKind.File, $"opens {fact.Path} on {fact.Text} from {fact.Address}");
                break;
            case LineageFactKind.Transfer when fact.Address.Length > 0:
                Add(draft, process, fact, ActivityKind.Network, $"transfers {fact.Address}{(fact.Path.Length > 0 ? $" to {fact.Path}" : "")}");
                Mark(draft, IndicatorKind.Url, fact.Address, "a background transfer fetched it", fact);
                break;
            case LineageFactKind.RegistrySet:
                Add(draft, process, fact, ActivityKind.Registry, $"sets {fact.Name}{(fact.Text.Length > 0 ? $" to {fact.Text}" : "")}");
                if (IsAutostart(fact.Name)) Mark(draft, IndicatorKind.Registry, fact.Text.Length > 0 ? $"{fact.Name} = {fact.Text}" : fact.Name, $"{name} set it", fact);
                break;
            case LineageFactKind.PipeUsed:
                Add(draft, process, fact, ActivityKind.Network, $"uses the pipe {fact.Name}");
                if (fact.Name.Length > 1 && !IsOrdinaryPipe(fact.Name)) Mark(draft, IndicatorKind.Pipe, fact.Name, $"{name} made or opened it", fact);
                break;
            case LineageFactKind.Logon:
                Add(draft, process, fact, ActivityKind.Authentication, $"{fact.User} logs on{(fact.Address.Length > 0 ? $" from {fact.Address}" : "")} (type {(fact.Text.Length > 0 ? fact.Text : "unknown")})");
                if (IsAddressOfInterest(fact.Address)) Mark(draft, IndicatorKind.Address, fact.Address, $"{fact.User} logged on from it", fact);
                break;
            case LineageFactKind.Privileges:
                Add(draft, process, fact, ActivityKind.Authentication, $"the session of {fact.User} is given {string.Join(' ', fact.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
                break;
            case LineageFactKind.LogonElsewhere:
                Add(draft, process, fact, ActivityKind.Authentication, $"logs on to {fact.Name} with other credentials");
                break;
            case LineageFactKind.ServiceCreated:
                Add(draft, process, fact, ActivityKind.Persistence, $"installs the service {fact.Name}: {fact.Text}");
                break;
            case LineageFactKind.TaskRegistered:
                Add(draft, process, fact, ActivityKind.Persistence, $"registers the task {fact.Name}");
                break;
            case LineageFactKind.RemoteThread when _tree.FindTarget(fact) is { } target:
                Add(draft, process, fact, ActivityKind.Injection, $"starts a thread in {CommandText.FileName(target.Image)} {target.Pid}");
                break;
            case LineageFactKind.Accessed when _tree.FindTarget(fact) is { } target && target.Parent != process && (fact.Access & 0x30) != 0:
                Add(draft, process, fact, ActivityKind.Injection, string.Create(CultureInfo.InvariantCulture, $"opens {CommandText.FileName(target.Image)} {target.Pid} with rights 0x{fact.Access:x}"));
                break;
            case LineageFactKind.MalwareFound:
                Add(draft, process, fact, ActivityKind.File, $"Defender finds {fact.Name} in {fact.Path}{(fact.Text.Length > 0 ? $": {fact.Text}" : "")}");
                break;
            default:
                break;
        }
    }

    // The same again, as two logs or many repetitions tell it, is one moment.
    private void Add(IncidentDraft draft, LineageProcess? process, LineageFact fact, ActivityKind kind, string text)
    {
        for (int i = draft.Activities.Count - 1; i >= 0 && i >= draft.Activities.Count - 8; i--)
        {
            IncidentActivity last = draft.Activities[i];
            if (last.Process != process || last.Kind != kind || !last.Text.Equals(text, StringComparison.OrdinalIgnoreCase)) continue;
            if (last.Evidence.Event == fact.Evidence.Event) draft.Activities[i] = last with { Count = last.Count + 1 };
            return;
        }

        if (draft.Activities.Count >= _limits.Timeline) draft.LetGo++;
        else draft.Activities.Add(new IncidentActivity(fact.Time, fact.Host, kind, process, text.Length > _limits.Text ? $"{text.AsSpan(0, _limits.Text)}…" : text, fact.Evidence));
    }

    private void Mark(IncidentDraft draft, IndicatorKind kind, string value, string why, LineageFact fact)
    {
        var key = (kind, value.ToUpperInvariant());
        if (draft.Indicators.ContainsKey(key) || value.Length == 0) return;
        if (draft.Indicators.Count >= _limits.Indicators) draft.LetGo++;
        else draft.Indicators.Add(key, new Indicator(kind, value, why, fact.Evidence));
    }

    private static bool IsAddressOfInterest(string address) => IPAddress.TryParse(address, out IPAddress? ip) && !IPAddress.IsLoopback(ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any);

    // Programs that are installed are what others have too, unless the incident wrote them.
    private static bool IsSuspect(IncidentDraft draft, string image) => !IsOfSystem(image)
        && (!image.Contains(@"\Program Files", StringComparison.OrdinalIgnoreCase) || draft.Indicators.ContainsKey((IndicatorKind.File, image.ToUpperInvariant())));

    /// <summary>Whether a path is one of a program that comes with the system.</summary>
    internal static bool IsOfSystem(string image) => image.Contains(@"\Windows\System32\", StringComparison.OrdinalIgnoreCase) || image.Contains(@"\Windows\SysWOW64\", StringComparison.OrdinalIgnoreCase)
        || image.EndsWith(@"\Windows\explorer.exe", StringComparison.OrdinalIgnoreCase) || image.Contains(@"\Windows\Microsoft.NET\", StringComparison.OrdinalIgnoreCase)
        || image.StartsWith("/usr/bin/", StringComparison.Ordinal) || image.StartsWith("/bin/", StringComparison.Ordinal) || image.StartsWith("/usr/sbin/", StringComparison.Ordinal) || image.StartsWith("/sbin/", StringComparison.Ordinal);

    // What programs write beside their work says little.
    private static bool IsWorthNaming(string path) => !path.Contains(@"\Prefetch\", StringComparison.OrdinalIgnoreCase) && !path.Contains("__PSScriptPolicyTest_", StringComparison.OrdinalIgnoreCase)
        && !path.Contains(@"\StartupProfileData-", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/proc/", StringComparison.Ordinal);

    private static bool IsAutostart(string key) => Autostarts.Any(part => key.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Autostarts =
    [
        @"\CurrentVersion\Run", @"\Services\", @"\Winlogon\", @"\Image File Execution Options\", @"\InprocServer32", @"\AppInit_DLLs", @"\Policies\Explorer\Run", @"\Active Setup\", @"\User Shell Folders\",
        @"\Environment\UserInitMprLogonScript", @"\TaskCache\Tree\", @"\shell\open\command", @"\Windows Defender\", @"\Control\Lsa", @"\WDigest", @"\ScriptBlockLogging", @"\Terminal Server\",
    ];

    private static bool IsOrdinaryPipe(string pipe) => pipe.StartsWith(@"\PSHost.", StringComparison.OrdinalIgnoreCase) || pipe.StartsWith(@"\dotnet-diagnostic", StringComparison.OrdinalIgnoreCase)
        || pipe is "<Anonymous Pipe>" or @"\lsass" or @"\wkssvc" or @"\srvsvc" or @"\samr" or @"\svcctl" or @"\ntsvcs" or @"\winreg" or @"\eventlog";
}
