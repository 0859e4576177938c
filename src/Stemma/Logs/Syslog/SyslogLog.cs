using System.Globalization;
using System.Text;
using System.Text.Json;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// Reads syslogs: each line is an event of channel <c>syslog</c> whose provider is the program. What programs wrap into a line (audit records,
/// Sysmon for Linux, events as JSON) is read as what it is.
/// </summary>
internal sealed class SyslogLog(FieldEvent e, JsonEvent json) : TextLog
{
    private readonly LineReader _lines = new();
    private readonly SyslogYears _years = new();
    private readonly AuditEvents _audit = new(e);
    private readonly EventXml _xml = new(e);
    private string _host = "";
    private long _time;

    /// <inheritdoc/>
    public override bool Surveys => true;

    /// <inheritdoc/>
    public override void Survey(Stream stream, LogFile log, CancellationToken stop)
    {
        _years.Clear();
        _lines.Open(stream, new LogSink(_ => { }, (_, _, _) => { }, _ => { }, stop));
        while (_lines.Next(out ReadOnlySpan<char> line))
            if (SyslogLine.TryRead(line, out SyslogLine read)) _years.Look(read.Stamp);
    }

    /// <inheritdoc/>
    public override void Read(Stream stream, LogFile log, LogSink sink)
    {
        (Others, _host, _time) = (0, "", 0);
        e.Source = json.Source = log.Source;
        _years.Begin(log.Modified);
        _audit.Begin(log.Source, sink);
        _lines.Open(stream, sink);
        long odd = 0, firstOdd = -1;
        while (_lines.Next(out ReadOnlySpan<char> line))
        {
            if (line.IsWhiteSpace()) continue;
            if (SyslogLine.TryRead(line, out SyslogLine read))
            {
                Show(read, _lines.Position, sink);
                continue;
            }

            // The rest of a message that went over several lines, or half of a line that was cut.
            if (odd++ == 0) firstOdd = _lines.Position;
            Begin(_lines.Position, "", line);
            sink.OnEvent(e);
        }

        _audit.End();
        Incomplete = _audit.Incomplete;
        if (odd > 0) sink.OnProblem(firstOdd, $"{odd} line{(odd == 1 ? "" : "s")} without a time, read with the time and host of the line before", false);
    }

    private void Show(SyslogLine line, long position, LogSink sink)
    {
        if (!line.Host.SequenceEqual(_host)) _host = line.Host.ToString();
        _time = line.Stamp != default && _years.Date(line.Stamp) is { } date ? date.ToFileTimeUtc() : 0;
        ReadOnlySpan<char> record = AuditEvents.Within(line.Message);
        if (!record.IsEmpty && _audit.TryAdd(record, position, line.Host)) return;
        if (line.Message.StartsWith("<Event>") || line.Message.StartsWith("<Event "))
        {
            if (_xml.Read(line.Message.ToString(), position) is not { } problem)
            {
                sink.OnEvent(e);
                return;
            }

            sink.OnProblem(position, $"the event in the message is cut or broken: {problem}", true);
        }

        if (Json(line.Message, position))
        {
            sink.OnEvent(json);
            return;
        }

        Begin(position, line.Program, line.Message, line);
        sink.OnEvent(e);
    }

    private bool Json(ReadOnlySpan<char> message, long position)
    {
        if (message.StartsWith("@cee:")) message = message["@cee:".Length..].TrimStart();
        if (message is not ['{', .., '}']) return false;
        try
        {
            StrictJsonReader reader = new(Encoding.UTF8.GetBytes(message.ToString()), isFinal: true);
            return json.Take(ref reader, position, out bool complete) && complete;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Begin(long position, ReadOnlySpan<char> program, ReadOnlySpan<char> message, SyslogLine line = default)
    {
        e.Begin(position);
        e.SetChannel("syslog");
        e.SetProvider(program);
        e.SetHost(_host);
        e.SetTime(_time);
        e.SetIds(-1);
        e.Add("Program", program);
        if (!line.ProcessId.IsEmpty) e.Add("ProcessId", line.ProcessId);
        if (!line.Stamp.Equals(default) && line.Priority >= 0)
        {
            e.Add("Facility", (line.Priority / 8).ToString(CultureInfo.InvariantCulture), false);
            e.Add("Severity", (line.Priority % 8).ToString(CultureInfo.InvariantCulture), false);
        }

        if (!line.MessageId.IsEmpty) e.Add("MessageId", line.MessageId);
        if (!line.Data.IsEmpty) SyslogData.Add(e, line.Data);
        e.Add("Message", message);
        if (program is "sudo") SudoMessage.Add(e, message);
        e.Finish(null);
    }
}
