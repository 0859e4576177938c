using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// Reads audit logs of Linux (raw and enriched). Records are put together to events first, so that each knows of the others; then each is
/// an event of <c>service: auditd</c> with the record's own field names. The one that stands for a program start, a file made or removed, or a
/// connection also belongs to that category, with Sysmon's names.
/// </summary>
internal sealed class AuditLog(FieldEvent e) : TextLog
{
    private readonly LineReader _lines = new();
    private readonly AuditEvents _events = new(e);

    /// <inheritdoc/>
    public override void Read(Stream stream, LogFile log, LogSink sink)
    {
        Others = 0;
        _events.Begin(log.Source, sink);
        _lines.Open(stream, sink);
        while (_lines.Next(out ReadOnlySpan<char> line))
        {
            // Between events ausearch prints a rule and the time.
            if (line.IsWhiteSpace() || line is "----" || line.StartsWith("time->")) continue;
            if (line.StartsWith("#")) sink.OnProblem(_lines.Position, "a comment", false);
            else if (!_events.TryAdd(line, _lines.Position)) sink.OnProblem(_lines.Position, "not an audit record", true);
        }

        _events.End();
        Incomplete = _events.Incomplete;
    }
}
