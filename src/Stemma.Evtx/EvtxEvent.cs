namespace Stemma.Evtx;

/// <summary>
/// An event to write. One object may be changed and written again and again; the writer keeps nothing of it.
/// </summary>
/// <example>
/// <code>
/// EvtxEvent logon = new()
/// {
///     Provider = "Microsoft-Windows-Security-Auditing", EventId = 4624, Channel = "Security",
///     Computer = "DC01", FileTime = DateTime.UtcNow.ToFileTimeUtc(),
/// };
/// logon.Data.Add(new("TargetUserName", "alice"));
/// logon.Data.Add(new("LogonType", 3));
/// </code>
/// </example>
public sealed class EvtxEvent
{
    /// <summary>The provider's name.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The provider's GUID; null for none.</summary>
    public Guid? ProviderGuid { get; set; }

    /// <summary>The name of a classic source behind the provider; null for none.</summary>
    public string? EventSourceName { get; set; }

    /// <summary>The event's number within the provider.</summary>
    public ushort EventId { get; set; }

    /// <summary>The upper half of a classic event's number; null for none.</summary>
    public ushort? Qualifiers { get; set; }

    /// <summary>The version of the event's definition.</summary>
    public byte Version { get; set; }

    /// <summary>Severity: 0 always, 1 critical, 2 error, 3 warning, 4 information, 5 verbose.</summary>
    public byte Level { get; set; }

    /// <summary>The provider's task number.</summary>
    public ushort Task { get; set; }

    /// <summary>The provider's operation number.</summary>
    public byte Opcode { get; set; }

    /// <summary>The keyword bits.</summary>
    public ulong Keywords { get; set; }

    /// <summary>When it happened: 100 ns units since 1601-01-01 UTC.</summary>
    public long FileTime { get; set; }

    /// <summary>The record's number; 0 lets the writer give the next one.</summary>
    public long RecordId { get; set; }

    /// <summary>The activity it belongs to; null for none.</summary>
    public Guid? ActivityId { get; set; }

    /// <summary>The activity that one came from; null for none.</summary>
    public Guid? RelatedActivityId { get; set; }

    /// <summary>The process that wrote the event.</summary>
    public uint ProcessId { get; set; }

    /// <summary>The thread that wrote the event.</summary>
    public uint ThreadId { get; set; }

    /// <summary>The log's channel.</summary>
    public string Channel { get; set; } = "";

    /// <summary>The computer's name.</summary>
    public string Computer { get; set; } = "";

    /// <summary>The SID of the account that wrote the event, such as <c>S-1-5-18</c>; null for none.</summary>
    public string? UserSid { get; set; }

    /// <summary>The values of <c>EventData</c>, in order.</summary>
    public IList<EvtxDatum> Data { get; } = [];

    /// <summary>The <c>Binary</c> element of <c>EventData</c>; null for none.</summary>
    public byte[]? Binary { get; set; }

    /// <summary>The tree within <c>UserData</c>, written in place of <see cref="Data"/>; null for none.</summary>
    public EvtxElement? UserData { get; set; }
}
