using System.Text;
using Stemma.Events;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Reads text logs for tests: every event as its fields, in the order in which the reader gave them.</summary>
internal static class TextLogs
{
    public sealed record Seen(long Position, string Time, string Host, string Channel, string Provider, int EventId, Dictionary<string, string> Fields,
        IReadOnlyList<string> Own)
    {
        public long RecordId { get; init; }

        public string this[string name] => Fields.GetValueOrDefault(name, "");
    }

    public sealed record Reading(List<Seen> Events, List<(long Position, string Message, bool IsDamage)> Problems, long Others, long Incomplete);

    public static Reading Read(LogFormat format, string text) => Read(format, Encoding.UTF8.GetBytes(text));

    public static Reading Read(LogFormat format, byte[] bytes, DateTime modified = default)
    {
        LogFile file = new("test", null, false, format, bytes.Length) { Modified = modified == default ? DateTime.UnixEpoch : modified };
        TextLog log = TextLog.Create(format, new SigmaEngine([], Scans.LogSources));
        List<Seen> events = [];
        List<(long, string, bool)> problems = [];
        log.Survey(new MemoryStream(bytes), file, CancellationToken.None);
        log.Read(new MemoryStream(bytes), file, new LogSink(e => events.Add(See(e)), (position, message, isDamage) => problems.Add((position, message, isDamage)),
            _ => { }, CancellationToken.None));
        return new Reading(events, problems, log.Others, log.Incomplete);
    }

    /// <summary>How many detections one rule has in a text.</summary>
    public static long Count(string text, string name, SigmaRule rule) => Scans.RunText(text, [rule], name).Result.Detections;

    private static Seen See(Event e)
    {
        Dictionary<string, string> fields = [];
        for (int slot = 0; slot < e.Kind.Names.Length; slot++) fields.TryAdd(e.Kind.Names[slot], e.Text(slot).ToString());
        return new Seen(e.Position, e.Time == 0 ? "" : EventTime.Format(e.Time), e.Host.ToString(), e.Channel.ToString(), e.Provider.ToString(), e.EventId, fields,
            [.. e.Kind.OwnNames.Select((name, slot) => $"{name}={e.Text(slot)}")])
        { RecordId = e.RecordId };
    }
}
