using Stemma.Attack;
using Stemma.Decoding;
using Stemma.Events;
using Stemma.Incidents;
using Stemma.Lineage;

namespace Stemma.Reports;

/// <summary>What reports call things.</summary>
internal static class ReportWords
{
    /// <summary>From here on something is known with high confidence.</summary>
    public const double High = 0.75;

    /// <summary>How an attack came in.</summary>
    public static string Of(InitialVector vector) => vector switch
    {
        InitialVector.Mail => "by mail",
        InitialVector.Document => "through a document",
        InitialVector.Browser => "through a browser",
        InitialVector.Download => "by a downloaded file",
        InitialVector.Server => "through a server that answers the network",
        InitialVector.RemovableMedia => "from a removable drive",
        InitialVector.RemoteLogon => "by a logon over the network",
        InitialVector.RemoteService => "by a service created from elsewhere",
        InitialVector.Persistence => "by a service or task of the machine",
        InitialVector.LocalSession => "in a session on the machine",
        _ => "unknown",
    };

    /// <summary>What a process is in an incident.</summary>
    public static string Of(ProcessRole role) => role switch
    {
        ProcessRole.Root => "root",
        ProcessRole.Ancestor => "on the way",
        ProcessRole.Detected => "detected",
        ProcessRole.Descendant => "started",
        _ => "caused",
    };

    /// <summary>How one process caused another.</summary>
    public static string Of(EdgeKind kind) => kind == EdgeKind.WriteAccess ? "opened for writing" : kind switch
    {
        EdgeKind.Wmi or EdgeKind.Com => TreeJson.Name(kind).ToUpperInvariant(),
        _ => TreeJson.Name(kind).Replace('_', ' '),
    };

    /// <summary>A kind of moment.</summary>
    public static string Of(ActivityKind kind) => InvestigationJson.Name(kind);

    /// <summary>The language of a layer.</summary>
    public static string Of(ScriptKind kind) => kind switch
    {
        ScriptKind.PowerShell or ScriptKind.JavaScript or ScriptKind.Python or ScriptKind.AppleScript => kind.ToString(),
        ScriptKind.VisualBasic => "Visual Basic",
        ScriptKind.Html => "HTML",
        _ => InvestigationJson.Name(kind).Replace('_', ' '),
    };

    /// <summary>How sure something is, in words and number.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static string Confidence(double share) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{share switch { >= High => "high", >= 0.4 => "medium", _ => "low" }} ({Math.Clamp(share, 0, 1):0.00})");

    /// <summary>A program's name without its folder; <c>?</c> when unknown.</summary>
    public static string Program(LineageProcess process)
    {
        string name = process.Image[(process.Image.LastIndexOfAny(['\\', '/']) + 1)..];
        return name.Length > 0 ? name : "?";
    }

    /// <summary>A process by its program and number.</summary>
    public static string Process(LineageProcess process) => process.Pid < 0 ? Program(process) : $"{Program(process)} {process.Pid}";

    /// <summary>A period, <c>from – to UTC (how long)</c>.</summary>
    public static string Period(long first, long last)
    {
        if (first <= 0) return "no time known";
        string from = Humans.Time(first), to = Humans.Time(last);
        if (last <= first) return $"{from} UTC";
        return $"{from} – {(from[..10] == to[..10] ? to[11..] : to)} UTC ({Length(last - first)})";
    }

    /// <summary>How long something took.</summary>
    /// <param name="ticks">100 ns units.</param>
    public static string Length(long ticks)
    {
        TimeSpan span = TimeSpan.FromTicks(ticks);
        return span.TotalDays >= 2 ? $"{(long)span.TotalDays} days {span.Hours} h"
            : span.TotalHours >= 1 ? $"{(long)span.TotalHours} h {span.Minutes:00} min" : span.Ticks >= TimeSpan.TicksPerMinute && span.Seconds == 0 ? $"{(long)span.TotalMinutes} min" : Humans.Duration(span);
    }

    /// <summary>Where an event stands: its kind, the log's own name, and the place in it.</summary>
    public static string Place(Evidence evidence) => $"{evidence.Event} in {evidence.Source[(evidence.Source.LastIndexOfAny(['/', '\\', '!']) + 1)..]} at byte {Humans.Count(evidence.Position)}";

    /// <summary>A day and second as an event's time, or nothing when it has none.</summary>
    public static string Moment(long time) => time > 0 ? EventTime.ToDateTime(time).ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture) : "";

    /// <summary>A technique's page at MITRE; null when the id is none.</summary>
    public static string? Link(string technique)
    {
        bool isTechnique = technique.Length is 5 or 9 && technique[0] == 'T' && technique.AsSpan(1, 4).IndexOfAnyExceptInRange('0', '9') < 0
            && (technique.Length == 5 || (technique[5] == '.' && technique.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0));
        return isTechnique ? Playbook.Address(technique) : null;
    }
}
