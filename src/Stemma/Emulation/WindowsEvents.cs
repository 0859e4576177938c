using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Stemma.Evtx;

namespace Stemma.Emulation;

/// <summary>Events as Windows and Sysmon write them: providers, versions, names and types of values.</summary>
internal static class WindowsEvents
{
    private const string Sysmon = "Microsoft-Windows-Sysmon/Operational";
    private static readonly Dictionary<string, (string Name, string Guid)> Providers = new()
    {
        [Sysmon] = ("Microsoft-Windows-Sysmon", "5770385F-C22A-43E0-BF4C-06F5698FFBD9"),
        ["Security"] = ("Microsoft-Windows-Security-Auditing", "54849625-5478-4994-A5BA-3E3B0328C30D"),
        ["System"] = ("Service Control Manager", "555908D1-A6D7-4695-8E1E-26931D2012F4"),
        ["Microsoft-Windows-PowerShell/Operational"] = ("Microsoft-Windows-PowerShell", "A0C1853B-5C40-4B15-8766-3CF1C58F985A"),
        ["Microsoft-Windows-TaskScheduler/Operational"] = ("Microsoft-Windows-TaskScheduler", "DE7B24EA-73C8-4A09-985D-5BDADCFA9017"),
    };

    // What Windows stores as numbers, GUIDs and truth values rather than as text.
    private static readonly HashSet<string> Numbers =
        ["ProcessId", "ParentProcessId", "SourceProcessId", "TargetProcessId", "TerminalSessionId", "SourcePort", "DestinationPort", "NewThreadId", "LogonType", "MessageNumber", "MessageTotal"];

    private static readonly HashSet<string> HexNumbers = ["LogonId", "SubjectLogonId", "TargetLogonId", "NewProcessId"];

    /// <summary>A process start as Sysmon 1.</summary>
    public static EvtxEvent SysmonProcess(DateTime time, EmulatedProcess process, EmulatedProcess parent, string originalName, string integrity) =>
        Create(Sysmon, null, 1, time, new Dictionary<string, string>
        {
            ["RuleName"] = "-",
            ["UtcTime"] = Utc(time),
            ["ProcessGuid"] = process.Guid.ToString(),
            ["ProcessId"] = Text(process.Pid),
            ["Image"] = process.Image,
            ["FileVersion"] = "10.0.19041.1 (WinBuild.160101.0800)",
            ["Description"] = Path.GetFileNameWithoutExtension(originalName),
            ["Product"] = "Microsoft® Windows® Operating System",
            ["Company"] = "Microsoft Corporation",
            ["OriginalFileName"] = originalName,
            ["CommandLine"] = process.Command,
            ["CurrentDirectory"] = @"C:\Windows\System32\",
            ["User"] = process.User,
            ["LogonGuid"] = Stable(process.User).ToString(),
            ["LogonId"] = LogonId(process.User),
            ["TerminalSessionId"] = "1",
            ["IntegrityLevel"] = integrity,
            ["Hashes"] = "SHA256=" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(process.Image.ToUpperInvariant()))),
            ["ParentProcessGuid"] = parent.Guid.ToString(),
            ["ParentProcessId"] = Text(parent.Pid),
            ["ParentImage"] = parent.Image,
            ["ParentCommandLine"] = parent.Command,
            ["ParentUser"] = parent.User,
        });

    /// <summary>A process start as Security 4688.</summary>
    public static EvtxEvent SecurityProcess(DateTime time, EmulatedProcess process, EmulatedProcess parent)
    {
        (string domain, string name) = Account(process.User);
        return Create("Security", null, 4688, time, new Dictionary<string, string>
        {
            ["SubjectUserSid"] = SidOf(process.User),
            ["SubjectUserName"] = name,
            ["SubjectDomainName"] = domain,
            ["SubjectLogonId"] = LogonId(process.User),
            ["NewProcessId"] = $"0x{process.Pid:x}",
            ["NewProcessName"] = process.Image,
            ["TokenElevationType"] = "%%1938",
            ["ProcessId"] = $"0x{parent.Pid:x}",
            ["CommandLine"] = process.Command,
            ["TargetUserSid"] = "S-1-0-0",
            ["TargetUserName"] = "-",
            ["TargetDomainName"] = "-",
            ["TargetLogonId"] = "0x0",
            ["ParentProcessName"] = parent.Image,
            ["MandatoryLabel"] = "S-1-16-8192",
        });
    }

    /// <summary>An event by its log and fields, each value of the type that Windows gives it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="provider">The provider; null for the channel's own.</param>
    /// <param name="id">The event id.</param>
    /// <param name="time">When, UTC.</param>
    /// <param name="fields">The values in order.</param>
    public static EvtxEvent Create(string channel, string? provider, ushort id, DateTime time, IDictionary<string, string> fields)
    {
        (string name, string guid) = Providers.GetValueOrDefault(channel, (provider ?? channel, Stable(channel).ToString()));
        EvtxEvent e = new()
        {
            Provider = provider ?? name,
            ProviderGuid = Guid.Parse(guid),
            EventId = id,
            Version = (byte)(channel == Sysmon ? 5 : id == 4688 ? 2 : 1),
            Level = 4,
            Task = channel == Sysmon ? id : (ushort)0,
            Keywords = channel == "Security" ? 0x8020000000000000 : 0x8000000000000000,
            FileTime = time.ToFileTimeUtc(),
            ProcessId = channel == Sysmon ? 3308u : 4u,
            ThreadId = 4008,
            Channel = channel,
            UserSid = channel == "Security" ? null : "S-1-5-18",
        };
        foreach ((string field, string value) in fields) e.Data.Add(new EvtxDatum(field, Value(channel, field, value)));
        return e;
    }

    /// <summary>A GUID that is the same for the same text.</summary>
    public static Guid Stable(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>Sysmon's way to write a time.</summary>
    public static string Utc(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static EvtxDataValue Value(string channel, string field, string value) => field switch
    {
        _ when field.EndsWith("Guid", StringComparison.OrdinalIgnoreCase) && Guid.TryParse(value, out Guid guid) => guid,
        _ when HexNumbers.Contains(field) || (channel == "Security" && field == "ProcessId") =>
            EvtxDataValue.Hex(ulong.Parse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ when Numbers.Contains(field) && uint.TryParse(value, out uint number) => number,
        _ when field.EndsWith("Sid", StringComparison.Ordinal) && value.StartsWith("S-1-", StringComparison.Ordinal) => EvtxDataValue.Sid(value),
        _ when field == "Initiated" => value == "true",
        _ => value,
    };

    private static (string Domain, string Name) Account(string user) =>
        user.Split('\\') is [var domain, var name] ? (domain, name) : ("-", user);

    private static string SidOf(string user) => user.StartsWith("NT AUTHORITY", StringComparison.Ordinal)
        ? "S-1-5-18" : $"S-1-5-21-1004336348-1177238915-682003330-{1100 + BitConverter.ToUInt16(Stable(user).ToByteArray()) % 900}";

    private static string LogonId(string user) => user.StartsWith("NT AUTHORITY", StringComparison.Ordinal)
        ? "0x3e7" : $"0x{(uint)BitConverter.ToInt32(Stable(user).ToByteArray()) >> 8:x}";

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
