using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// Reads audit logs of Linux (raw and enriched). Records are put together to events first, so that each knows of the others; then each is
/// an event of <c>service: auditd</c> with the record's own field names. The one that stands for a program start, a file made or removed, or a
/// connection also belongs to that category, with Sysmon's names.
/// </summary>
internal sealed class AuditLog : TextLog
{
    private readonly LineReader _lines = new();
    private readonly AuditAssembler _assembler;
    private readonly AuditEventWriter _writer;
    private readonly AuditGaps _gaps = new();
    private LogSink _sink;

    /// <summary>Shows events through an event object.</summary>
    public AuditLog(FieldEvent e)
    {
        _assembler = new AuditAssembler(Emit);
        _writer = new AuditEventWriter(e);
    }

    /// <inheritdoc/>
    public override void Read(Stream stream, string source, LogSink sink)
    {
        (_sink, Others) = (sink, 0);
        _gaps.Clear();
        _writer.Begin(source, sink);
        _lines.Open(stream, sink);
        while (_lines.Next(out ReadOnlySpan<char> line))
        {
            // Between events ausearch prints a rule and the time.
            if (line.IsWhiteSpace() || line is "----" || line.StartsWith("time->")) continue;
            AuditRecord record = _assembler.Rent();
            if (record.TryRead(line, _lines.Position))
            {
                if (record.IsCut) sink.OnProblem(record.Position, $"more than {AuditRecord.MaximumFields} fields: the rest was not looked at", true);
                _assembler.Add(record);
            }
            else
            {
                _assembler.Return(record);
                sink.OnProblem(_lines.Position, "not an audit record", true);
            }
        }

        _assembler.Flush();
        if (_gaps.Missing > 0)
        {
            string what = _gaps.Missing == 1 ? "1 event number is" : $"{_gaps.Missing} event numbers are";
            sink.OnProblem(_gaps.FirstPosition, $"{what} missing, the first before {_gaps.FirstSerial}: lost, filtered or in another file", false);
        }
    }

    private void Emit(IReadOnlyList<AuditRecord> records)
    {
        _gaps.Note(records[0]);
        _writer.Write(records);
    }
}
