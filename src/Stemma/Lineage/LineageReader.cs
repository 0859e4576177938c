using System.Globalization;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Lineage;

/// <summary>Turns events into facts. Which fields are meant is looked up once a kind of events. One a thread.</summary>
public sealed partial class LineageReader
{
    private const int MaximumKinds = 16_384;
    private const int LongestText = 64 << 10;

    // Linux's number of "no session", in which all daemons are.
    private const long NoSession = uint.MaxValue;
    private static readonly int Fields = Enum.GetValues<FactField>().Length;

    private readonly Dictionary<EventKind, Plan?> _plans = [];
    private readonly Dictionary<(EventKind, string), Plan> _calls = [];
    private readonly TextPool _texts = new();
    private readonly char[] _small = new char[64];

    // Slots[part]: where its value may stand, best first. Call: the slot of an audit record's system call, or type.
    private sealed record Plan(LineageRoute? Route, int[][] Slots, int Guard, int Call, string Event, Plan? Otherwise = null);

    /// <summary>The fact in an event; null when lineage learns nothing from it.</summary>
    public LineageFact? Read(Event e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (!_plans.TryGetValue(e.Kind, out Plan? plan))
        {
            if (_plans.Count >= MaximumKinds)
            {
                _plans.Clear();
                _calls.Clear();
            }

            _plans.Add(e.Kind, plan = Make(e));
        }

        if (plan is { Call: >= 0 }) plan = CallPlan(e, plan);
        if (plan?.Route is null || e.Time <= 0) return null;
        Plan? holds = plan;
        while (holds is not null && !Holds(e, holds)) holds = holds.Otherwise;
        LineageFactKind kind = holds?.Route!.Kind ?? LineageFactKind.Seen;
        plan = holds ?? plan;
        string domain = Text(FactField.Domain), user = Text(FactField.User);
        LineageFact fact = new()
        {
            Kind = kind,
            Host = _texts.Get(e.Host),
            Time = e.Time,
            Evidence = new Evidence(e.Source, e.Position, e.Time, plan.Event),
            UtcTime = plan.Route!.Fields.ContainsKey(FactField.UtcTime) && EventTime.TryParse(Value(e, plan, FactField.UtcTime), out long utc) ? utc : 0,
            Pid = Number(FactField.Pid),
            Guid = Guid(FactField.Guid),
            Image = Text(FactField.Image),
            CommandLine = Text(FactField.CommandLine),
            User = domain.Length > 0 && user.Length > 0 ? _texts.Get($@"{domain}\{user}") : user,
            Integrity = Integrity(Text(FactField.Integrity)),
            LogonId = Session(Value(e, plan, FactField.LogonId)),
            ParentPid = Number(FactField.ParentPid),
            ParentGuid = Guid(FactField.ParentGuid),
            ParentImage = Text(FactField.ParentImage),
            ParentCommandLine = Text(FactField.ParentCommandLine),
            TargetPid = Number(FactField.TargetPid),
            TargetGuid = Guid(FactField.TargetGuid),
            TargetImage = Text(FactField.TargetImage),
            Name = Text(FactField.Name),
            Text = Text(FactField.Text),
            Path = Text(FactField.Path),
            Address = Text(FactField.Address),
            Port = (int)Math.Clamp(Number(FactField.Port), -1, 65_535),
            OwnAddress = Text(FactField.OwnAddress),
            OwnPort = (int)Math.Clamp(Number(FactField.OwnPort), -1, 65_535),
            Access = (uint)Math.Clamp(Number(FactField.Access), 0, uint.MaxValue),
            Part = (int)Math.Clamp(Number(FactField.Part), 0, 100_000),
            Parts = (int)Math.Clamp(Number(FactField.Parts), 0, 100_000),
        };

        return Finish(fact);

        string Text(FactField part)
        {
            ReadOnlySpan<char> value = Value(e, plan, part);
            return _texts.Get(value[..Math.Min(value.Length, LongestText)]);
        }

        long Number(FactField part) => LineageReader.Number(Value(e, plan, part));

        string Guid(FactField part)
        {
            ReadOnlySpan<char> value = Value(e, plan, part).Trim("{}");
            if (value.Length > _small.Length) value = value[.._small.Length];
            int length = value.ToLowerInvariant(_small);
            return value.IndexOfAnyExcept('0', '-') < 0 ? "" : _texts.Get(_small.AsSpan(0, length));
        }
    }

    private static bool Holds(Event e, Plan plan) => plan.Guard < 0 || e.Text(plan.Guard).Equals(plan.Route!.GuardValue, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Value(Event e, Plan plan, FactField part)
    {
        foreach (int slot in plan.Slots[(int)part])
        {
            if (e.IsNull(slot)) continue;
            ReadOnlySpan<char> text = e.Text(slot);
            if (text is not ("" or "-") && !(text is "0x0" && part == FactField.LogonId)) return text;
        }

        return [];
    }

    private static long Number(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) ? hex : -1
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;

    private string Session(ReadOnlySpan<char> text) =>
        text.IsEmpty ? "" : Number(text) is > 0 and not NoSession and long number ? _texts.Get(string.Create(CultureInfo.InvariantCulture, $"0x{number:x}")) : "";

    private static string Integrity(string text) => text switch
    {
        "S-1-16-0" => "Untrusted",
        "S-1-16-4096" => "Low",
        "S-1-16-8192" or "S-1-16-8448" => "Medium",
        "S-1-16-12288" => "High",
        "S-1-16-16384" => "System",
        _ => text,
    };

    private static Plan? Make(Event e)
    {
        string id = e.EventId.ToString(CultureInfo.InvariantCulture), channel = e.Channel.ToString();
        string source = Source(e.Provider, channel);
        string name = e.EventId >= 0 ? $"{(channel.Length > 0 ? channel : e.Provider.ToString())} {id}" : channel.Length > 0 ? channel : "event";
        bool Has(string field) => e.Kind.Find(field).Length > 0;
        if (source == "audit" && !Has("Image"))
            return Has("SYSCALL") ? new Plan(null, [], -1, e.Kind.Find("SYSCALL")[0], name)
                : Has("addr") && Has("type") ? new Plan(null, [], -1, e.Kind.Find("type")[0], name) : null;
        string what = source switch
        {
            "audit" => Has("TargetFilename") ? "file" : Has("DestinationIp") ? "connect" : Has("ParentProcessId") ? "start" : "",
            "sshd" => "message",
            "other" => Other(channel, Has),
            _ => id,
        };
        return LineageRoute.Find(source, what) is { } route ? Bind(e.Kind, route, name) : null;
    }

    private Plan CallPlan(Event e, Plan plan)
    {
        string what = e.Text(plan.Call) switch
        {
            "exit" or "exit_group" => "exit",
            "fork" or "vfork" or "clone" or "clone3" => "fork",
            "USER_LOGIN" or "USER_START" or "CRED_ACQ" or "USER_AUTH" => "login",
            _ => "",
        };
        if (what.Length == 0) return plan;
        if (!_calls.TryGetValue((e.Kind, what), out Plan? bound)) _calls.Add((e.Kind, what), bound = Bind(e.Kind, LineageRoute.Find("audit", what)!, plan.Event));
        return bound;
    }

    private static Plan Bind(EventKind kind, LineageRoute route, string name)
    {
        int[][] slots = new int[Fields][];
        for (int part = 0; part < Fields; part++)
            slots[part] = route.Fields.TryGetValue((FactField)part, out string[]? fields) ? [.. fields.SelectMany(field => Slots(kind, field))] : [];
        int[] guard = route.Guard.Length > 0 ? Slots(kind, route.Guard) : [];
        return new Plan(route, slots, guard.Length > 0 ? guard[0] : -1, -1, name, route.Otherwise is null ? null : Bind(kind, route.Otherwise, name));
    }

    // The log's own name first: ProcessId of 4688 is the parent, and Sigma's name for another field.
    private static int[] Slots(EventKind kind, string field)
    {
        for (int slot = 0; slot < kind.OwnNames.Length; slot++)
            if (kind.OwnNames[slot] == field) return [slot];
        return kind.Find(field).ToArray();
    }

    private static string Source(ReadOnlySpan<char> provider, string channel) => provider switch
    {
        "Microsoft-Windows-Sysmon" or "Linux-Sysmon" => "Sysmon",
        "Microsoft-Windows-Security-Auditing" => "Security",
        "Service Control Manager" => "System",
        "Microsoft-Windows-TaskScheduler" => "Task",
        "Microsoft-Windows-PowerShell" or "PowerShellCore" => "PowerShell",
        "PowerShell" => "Engine",
        "Microsoft-Windows-WMI-Activity" => "Wmi",
        "Microsoft-Windows-WinRM" => "WinRM",
        "Microsoft-Windows-Bits-Client" => "Bits",
        "Microsoft-Windows-AppLocker" => "AppLocker",
        "Microsoft-Windows-CodeIntegrity" => "CodeIntegrity",
        "Microsoft-Windows-Windows Defender" => "Defender",
        "sshd" or "sshd-session" => "sshd",
        _ => channel switch
        {
            "Microsoft-Windows-Sysmon/Operational" => "Sysmon",
            "Security" => "Security",
            "System" => "System",
            "Microsoft-Windows-TaskScheduler/Operational" => "Task",
            "Microsoft-Windows-PowerShell/Operational" or "PowerShellCore/Operational" => "PowerShell",
            "Windows PowerShell" => "Engine",
            "Microsoft-Windows-WMI-Activity/Operational" => "Wmi",
            "Microsoft-Windows-WinRM/Operational" => "WinRM",
            "Microsoft-Windows-Bits-Client/Operational" => "Bits",
            "Microsoft-Windows-CodeIntegrity/Operational" => "CodeIntegrity",
            "Microsoft-Windows-Windows Defender/Operational" => "Defender",
            _ when channel.StartsWith("Microsoft-Windows-AppLocker/", StringComparison.Ordinal) => "AppLocker",
            "auditd" => "audit",
            _ => "other",
        },
    };

    // Exports of other tools: a start names parent and process; the schema of EQL says the rest.
    private static string Other(string channel, Func<string, bool> has) =>
        !has("Image") || !(has("ProcessId") || has("ProcessGuid")) ? ""
        : channel is "EQL/process/terminate" ? "end"
        : channel.StartsWith("EQL/", StringComparison.Ordinal) && channel is not "EQL/process/create" ? "seen"
        : has("ParentProcessId") || has("ParentProcessGuid") ? "start" : "";
}
