using System.Buffers;
using Stemma.Detection;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Reports;

/// <summary>Who logged on where, how and from where: logons counted while a scan with the timeline's rules runs.</summary>
public sealed class LogonSummary
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["2"] = "interactive",
        ["3"] = "network",
        ["4"] = "batch",
        ["5"] = "service",
        ["7"] = "unlock",
        ["8"] = "network, clear text",
        ["9"] = "new credentials",
        ["10"] = "remote desktop",
        ["11"] = "cached",
    };

    private readonly Dictionary<(string Host, string User, string Type, string From, bool Failed), (long Count, long First, long Last)> _logons = [];

    /// <summary>The titles of the rules whose events count: those of <c>content/timeline</c>.</summary>
    public static IReadOnlyList<string> Rules { get; } = ["Logon", "Logon failed"];

    /// <summary>The logons: failed ones apart, most frequent first.</summary>
    public IEnumerable<LogonGroup> Groups() => _logons
        .OrderByDescending(logon => logon.Value.Count).ThenBy(logon => logon.Key.Host, StringComparer.Ordinal).ThenBy(logon => logon.Key.User, StringComparer.Ordinal)
        .ThenBy(logon => logon.Key.Type, StringComparer.Ordinal).ThenBy(logon => logon.Key.From, StringComparer.Ordinal).ThenBy(logon => logon.Key.Failed)
        .Select(logon => new LogonGroup(logon.Key.Host, logon.Key.User, logon.Key.Type, logon.Key.From, logon.Key.Failed, logon.Value.Count, logon.Value.First, logon.Value.Last));

    /// <summary>Counts instead of writing; one instance a thread.</summary>
    public DetectionWriter CreateWriter() => new Writer(this);

    private void Add(Event e, bool failed)
    {
        string domain = Value(e, "TargetDomainName"), name = Value(e, "TargetUserName"), type = Value(e, "LogonType");
        string from = string.Join(' ', new[] { Value(e, "IpAddress"), Value(e, "WorkstationName") }.Where(part => part.Length > 0).Distinct());
        var key = (e.Host.ToString(), domain.Length > 0 ? $@"{domain}\{name}" : name, Types.GetValueOrDefault(type, type), from, failed);
        lock (_logons)
        {
            _logons[key] = _logons.TryGetValue(key, out var known)
                ? (known.Count + 1, Math.Min(known.First, e.Time), Math.Max(known.Last, e.Time)) : (1, e.Time, e.Time);
        }
    }

    private static string Value(Event e, string field)
    {
        foreach (int slot in e.Kind.Find(field))
            if (!e.IsNull(slot) && e.Text(slot) is not ("" or "-")) return e.Text(slot).ToString();
        return "";
    }

    private sealed class Writer(LogonSummary owner) : DetectionWriter
    {
        public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched) =>
            owner.Add(e, failed: rule.Title == Rules[1]);
    }
}

/// <summary>Logons of one user on one host of one type from one place.</summary>
/// <param name="Host">The host.</param>
/// <param name="User">The user, with its domain where the log has it.</param>
/// <param name="Type">The type in words.</param>
/// <param name="From">Address and workstation; empty when the log has neither.</param>
/// <param name="Failed">They failed.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first (100 ns units since 1601 UTC).</param>
/// <param name="Last">The last.</param>
public sealed record LogonGroup(string Host, string User, string Type, string From, bool Failed, long Count, long First, long Last);
