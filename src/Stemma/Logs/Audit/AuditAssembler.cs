namespace Stemma.Logs;

/// <summary>
/// Puts the records of one audit event together: those of one node, time and serial number, whatever stands between them. An event ends with
/// its EOE record or when many younger ones are open. Time does not end it: a log at rest is read as one in a hurry.
/// </summary>
internal sealed class AuditAssembler(Action<IReadOnlyList<AuditRecord>> onEvent)
{
    /// <summary>How many events may be open; records come late by a few events, on machines with many processors by some more.</summary>
    public const int MaximumOpen = 256;

    /// <summary>How many records an event may have; further ones start another.</summary>
    public const int MaximumRecords = 4096;

    private const int MaximumCharacters = 64 << 20;
    private readonly Dictionary<(string Node, long Time, long Serial), OpenEvent> _open = [];
    private readonly Queue<OpenEvent> _order = [];
    private readonly Stack<AuditRecord> _spare = [];
    private long _characters;

    private sealed class OpenEvent
    {
        public readonly List<AuditRecord> Records = [];
        public bool IsDone;
    }

    /// <summary>A record to read into; give it to <see cref="Add"/> or <see cref="Return"/>.</summary>
    public AuditRecord Rent() => _spare.TryPop(out AuditRecord? record) ? record : new AuditRecord();

    /// <summary>Gives a record back that is not wanted.</summary>
    public void Return(AuditRecord record)
    {
        record.Fields.Clear();
        if (_spare.Count < MaximumOpen) _spare.Push(record);
    }

    /// <summary>Takes a record.</summary>
    public void Add(AuditRecord record)
    {
        var key = (record.Node, record.Milliseconds, record.Serial);
        bool isEnd = record.Type is "EOE";
        if (!_open.TryGetValue(key, out OpenEvent? open))
        {
            // The end of an event that was given up before, or whose records were lost.
            if (isEnd)
            {
                Return(record);
                return;
            }

            open = new OpenEvent();
            _open.Add(key, open);
            _order.Enqueue(open);
        }

        if (isEnd) Return(record);
        else
        {
            open.Records.Add(record);
            _characters += record.Fields.Size;
        }

        if (isEnd || open.Records.Count >= MaximumRecords) Finish(open, key);
        while (_order.TryPeek(out OpenEvent? oldest)
            && (oldest.IsDone || _open.Count > MaximumOpen || _order.Count > 8 * MaximumOpen || _characters > MaximumCharacters))
        {
            _order.Dequeue();
            if (!oldest.IsDone) Finish(oldest, KeyOf(oldest));
        }
    }

    /// <summary>Ends all that is open: the log ends.</summary>
    public void Flush()
    {
        while (_order.TryDequeue(out OpenEvent? open))
            if (!open.IsDone) Finish(open, KeyOf(open));
    }

    private static (string, long, long) KeyOf(OpenEvent open) =>
        (open.Records[0].Node, open.Records[0].Milliseconds, open.Records[0].Serial);

    private void Finish(OpenEvent open, (string, long, long) key)
    {
        _open.Remove(key);
        open.IsDone = true;
        onEvent(open.Records);
        foreach (AuditRecord record in open.Records)
        {
            _characters -= record.Fields.Size;
            Return(record);
        }

        open.Records.Clear();
    }
}
