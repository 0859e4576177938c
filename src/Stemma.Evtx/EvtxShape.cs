using System.Collections.Immutable;

namespace Stemma.Evtx;

/// <summary>
/// The names of a record's fields, in the order of its values. Records with the same names in the same
/// order share one shape within an <see cref="EvtxTemplateCache"/>, so that work on names (which field
/// does a rule ask for?) is done once for a shape and not once for a record.
/// </summary>
public sealed class EvtxShape
{
    private static int _lastId;

    internal EvtxShape(ImmutableArray<EvtxField> fields)
    {
        Fields = fields;
        Id = Interlocked.Increment(ref _lastId);
        EventId = IndexOf(EvtxSection.System, "EventID");
        Channel = IndexOf(EvtxSection.System, "Channel");
        Provider = IndexOf(EvtxSection.System, "Provider_Name");
        Computer = IndexOf(EvtxSection.System, "Computer");
        TimeCreated = IndexOf(EvtxSection.System, "TimeCreated_SystemTime");
        EventRecordId = IndexOf(EvtxSection.System, "EventRecordID");
    }

    /// <summary>The fields; the value at the same index belongs to it. Names may repeat.</summary>
    public ImmutableArray<EvtxField> Fields { get; }

    /// <summary>A small number, unique in this process. It depends on the order of reading: never print it.</summary>
    public int Id { get; }

    /// <summary>Index of <c>System/EventID</c>, −1 when absent.</summary>
    public int EventId { get; }

    /// <summary>Index of <c>System/Channel</c>, −1 when absent.</summary>
    public int Channel { get; }

    /// <summary>Index of <c>System/Provider/@Name</c>, −1 when absent.</summary>
    public int Provider { get; }

    /// <summary>Index of <c>System/Computer</c>, −1 when absent.</summary>
    public int Computer { get; }

    /// <summary>Index of <c>System/TimeCreated/@SystemTime</c>, −1 when absent.</summary>
    public int TimeCreated { get; }

    /// <summary>Index of <c>System/EventRecordID</c>, −1 when absent.</summary>
    public int EventRecordId { get; }

    /// <summary>Index of the first field of that name in that section, −1 when absent.</summary>
    /// <param name="section">The part of the event.</param>
    /// <param name="name">The field's name, compared exactly.</param>
    public int IndexOf(EvtxSection section, string name)
    {
        for (int i = 0; i < Fields.Length; i++)
            if (Fields[i].Section == section && string.Equals(Fields[i].Name, name, StringComparison.Ordinal)) return i;
        return -1;
    }

    /// <summary>Index of the first field of that name in any section, −1 when absent.</summary>
    /// <param name="name">The field's name, compared exactly.</param>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Fields.Length; i++)
            if (string.Equals(Fields[i].Name, name, StringComparison.Ordinal)) return i;
        return -1;
    }
}
