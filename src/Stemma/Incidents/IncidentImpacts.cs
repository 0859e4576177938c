using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Says what an incident reached, as far as the logs show.</summary>
internal static partial class IncidentImpacts
{
    // Linear in the text, which is an attacker's.
    private static readonly Regex Account = new("""\bnet1?(?:\.exe)?"?\s+user\s+("[^"]{1,64}"|[^\s/]{1,64})\s.{0,200}/add\b|\bnet1?(?:\.exe)?"?\s+localgroup\s+\S+\s+("[^"]{1,64}"|[^\s/]{1,64})\s+/add\b|\b(?:useradd|adduser)\s+(?:-\S+\s+(?:\S+\s+)?){0,8}([a-z_][\w.-]{0,31})\s*$|New-LocalUser\s+(?:-Name\s+)?("[^"]{1,64}"|\S{1,64})""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private const int Most = 50;
    private static readonly string[] Levels = ["Untrusted", "Low", "Medium", "High", "System"];
    private static readonly string[] UserFolders = [@"\Documents\", @"\Desktop\", @"\Downloads\", "/home/", "/root/", @"\OneDrive"];

    /// <summary>What it reached.</summary>
    public static IncidentImpact Of(Incident incident)
    {
        LineageProcess[] processes = [.. incident.Processes.Select(one => one.Process)];
        return new IncidentImpact(
            Sorted(processes.Select(process => process.User).Concat(incident.Indicators.Where(one => one.Kind == IndicatorKind.Account).Select(one => $"{one.Value} (made or changed)"))),
            Sorted(incident.Hosts.Concat(incident.Indicators.Where(one => one.Kind == IndicatorKind.Address && IsInternal(one.Value)).Select(one => $"{one.Value} ({one.Why})"))),
            Sorted(incident.Timeline.Where(one => one.Kind == ActivityKind.File && UserFolders.Any(folder => one.Text.Contains(folder, StringComparison.OrdinalIgnoreCase))).Select(one => one.Text)
                .Concat(processes.SelectMany(process => Share().Matches(process.CommandLine).Select(match => match.Value)))),
            Privileges(incident, processes),
            Exposure(incident));
    }

    /// <summary>The account that a command makes or gives rights; null when it makes none.</summary>
    public static string? AccountMade(string command) => Account.Match(command) is { Success: true } match ? match.Groups.Values.Skip(1).First(group => group.Success).Value.Trim('"') : null;

    private static string[] Privileges(Incident incident, LineageProcess[] processes)
    {
        List<string> held = [];
        if (processes.MaxBy(process => Array.IndexOf(Levels, process.Integrity)) is { Integrity.Length: > 0 } highest) held.Add($"{highest.Integrity} integrity ({IncidentStory.Name(highest)} on {highest.Host})");
        if (Array.Find(processes, process => process.User.EndsWith("SYSTEM", StringComparison.OrdinalIgnoreCase) || process.User is "root" or "0" || process.User.EndsWith('$')) is { } system)
            held.Add($"the machine's own account {system.User} ({IncidentStory.Name(system)} on {system.Host})");
        held.AddRange(incident.Detections.Where(one => one.Rule.Tags.Contains("attack.privilege-escalation")).Select(one => one.Rule.Title).Distinct().Take(8).Select(title => $"raised by: {title}"));
        return [.. held];
    }

    private static string[] Exposure(Incident incident)
    {
        List<string> exposed = [];
        if (Has("T1003", "T1555", "T1552", "T1558")) exposed.Add("credentials of those who were logged on, or that were stored there: rules about their theft fired");
        if (Has("T1041", "T1048", "T1567", "T1020")) exposed.Add("data was perhaps sent out: rules about exfiltration fired");
        if (Has("T1560", "T1005", "T1039", "T1114", "T1113", "T1115")) exposed.Add("data was gathered: rules about collection fired");
        string[] outside = Sorted(incident.Timeline.Where(one => one.Kind == ActivityKind.Network).SelectMany(one => Outside().Matches(one.Text).Select(match => match.Value))
            .Where(address => IPAddress.TryParse(address, out IPAddress? ip) && !IPAddress.IsLoopback(ip) && !IsInternal(address)));
        if (outside.Length > 0) exposed.Add($"connections to the outside: {string.Join(", ", outside.Take(8))}{(outside.Length > 8 ? $" and {outside.Length - 8} more" : "")}; how much went over them is not in the logs");
        return [.. exposed];

        bool Has(params string[] techniques) => incident.Techniques.Any(technique => techniques.Any(wanted => BlindSpots.IsWithin(technique, wanted)));
    }

    private static bool IsInternal(string address)
    {
        if (!IPAddress.TryParse(address, out IPAddress? ip)) return false;
        if (ip.AddressFamily == AddressFamily.InterNetworkV6) return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal;
        byte[] bytes = ip.GetAddressBytes();
        return bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254);
    }

    private static string[] Sorted(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(Most)];

    [GeneratedRegex("""\\\\[\w.-]{2,64}\\[\w$. -]{1,64}(?:\\[^\s"|<>]{1,200})?""")]
    private static partial Regex Share();

    [GeneratedRegex(@"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")]
    private static partial Regex Outside();
}
