namespace Stemma.Logs;

/// <summary>Counts the event numbers that are missing in a log. The kernel numbers events from its start on; a reboot begins anew.</summary>
internal sealed class AuditGaps
{
    // Numbers that come this much late are of the same boot; further back, the machine was started anew.
    private const int Late = 10_000;

    private string _node = "";
    private long _last = -1;

    /// <summary>How many are missing.</summary>
    public long Missing { get; private set; }

    /// <summary>The number behind the first gap.</summary>
    public long FirstSerial { get; private set; }

    /// <summary>Where its record stands.</summary>
    public long FirstPosition { get; private set; }

    /// <summary>Starts a log.</summary>
    public void Clear() => (_node, _last, Missing, FirstSerial, FirstPosition) = ("", -1, 0, 0, 0);

    /// <summary>Takes an event's first record. Of several machines in one log only the first is counted.</summary>
    public void Note(AuditRecord record)
    {
        // auditd's own events have numbers of their own.
        if (record.Type.StartsWith("DAEMON_")) return;
        if (_last < 0) _node = record.Node;
        if (record.Node != _node) return;
        long gap = record.Serial - _last - 1;
        if (_last < 0 || gap < -Late) _last = record.Serial;
        else if (gap < 0) Missing -= gap < -1 && Missing > 0 ? 1 : 0;
        else
        {
            if (gap > 0 && Missing == 0) (FirstSerial, FirstPosition) = (record.Serial, record.Position);
            Missing += gap;
            _last = record.Serial;
        }
    }
}
