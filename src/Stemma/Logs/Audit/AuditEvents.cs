using Stemma.Events;

namespace Stemma.Logs;

/// <summary>Audit records in, events out, wherever the records stand: in a log of their own, in a syslog or in a journal.</summary>
internal sealed class AuditEvents
{
    private readonly AuditAssembler _assembler;
    private readonly AuditEventWriter _writer;
    private readonly AuditGaps _gaps = new();
    private LogSink _sink;

    /// <summary>How many events of the log lack records that once were there.</summary>
    public long Incomplete => _writer.Incomplete;

    /// <summary>Shows events through an event object.</summary>
    public AuditEvents(FieldEvent e)
    {
        _assembler = new AuditAssembler(Emit);
        _writer = new AuditEventWriter(e);
    }

    /// <summary>Starts a log.</summary>
    public void Begin(string source, LogSink sink)
    {
        _sink = sink;
        _gaps.Clear();
        _writer.Begin(source, sink);
    }

    /// <summary>Takes a line; false when it is no audit record.</summary>
    /// <param name="line">The line, from <c>type=</c> or <c>node=</c> on.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="host">The machine, where the line does not say.</param>
    public bool TryAdd(ReadOnlySpan<char> line, long position, ReadOnlySpan<char> host = default)
    {
        AuditRecord record = _assembler.Rent();
        if (!record.TryRead(line, position, host))
        {
            _assembler.Return(record);
            return false;
        }

        if (record.IsCut) _sink.OnProblem(record.Position, $"more than {AuditRecord.MaximumFields} fields: the rest was not looked at", true);
        _assembler.Add(record);
        return true;
    }

    /// <summary>Ends the log: what is open is shown, what is missing is said.</summary>
    public void End()
    {
        _assembler.Flush();
        _writer.End();
        if (_gaps.Missing == 0) return;
        string what = _gaps.Missing == 1 ? "1 event number is" : $"{_gaps.Missing} event numbers are";
        _sink.OnProblem(_gaps.FirstPosition, $"{what} missing, the first before {_gaps.FirstSerial}: lost, filtered or in another file", false);
    }

    /// <summary>The audit record within a message of syslog or journal, from <c>type=</c> or <c>node=</c> on; empty when there is none.</summary>
    public static ReadOnlySpan<char> Within(ReadOnlySpan<char> message)
    {
        // The kernel may put its own clock in front: [   12.345678] audit: type=…
        if (message.StartsWith("[") && message.IndexOf("] ") is > 0 and < 32 and int clock) message = message[(clock + 2)..];
        if (message.StartsWith("audit: ")) message = message["audit: ".Length..];
        bool isRecord = (message.StartsWith("type=") || message.StartsWith("node=")) && message.Contains("audit(", StringComparison.Ordinal);
        return isRecord ? message : [];
    }

    private void Emit(IReadOnlyList<AuditRecord> records)
    {
        _gaps.Note(records[0]);
        _writer.Write(records);
    }
}
