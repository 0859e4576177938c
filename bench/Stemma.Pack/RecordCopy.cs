using System.Buffers.Binary;
using System.Globalization;
using Stemma.Evtx;

namespace Stemma.Pack;

/// <summary>
/// Makes a sample out of a record that was read: the envelope from System, each value of EventData with its name, type and
/// bytes. The writer makes one template for each set of names and types, as Windows has one for each event definition.
/// </summary>
internal static class RecordCopy
{
    /// <summary>The sample; null when the record holds anything but System and EventData (UserData, rendering), which is not copied.</summary>
    public static Sample? Of(EvtxChunkParser record)
    {
        EvtxEvent e = new();
        Sample sample = new(e);
        for (int i = 0; i < record.Shape.Fields.Length; i++)
        {
            EvtxField field = record.Shape.Fields[i];
            EvtxValue value = record.Values[i];
            if (field.Section == EvtxSection.System) Envelope(e, field.Name, record, value);
            else if (field.Section != EvtxSection.EventData || value.Type == EvtxType.BinXml || field.Name.StartsWith("EventData", StringComparison.Ordinal)) return null;
            else if (field.Name == "Binary") e.Binary = record.Bytes(value).ToArray();
            else sample.Add(field.Name == "Data" ? null : field.Name, Copy(record, value), Whole(record, value));
        }

        return e.Channel.Length == 0 || e.Provider.Length == 0 ? null : sample;
    }

    // What is not there becomes empty text: libevtx refuses templates that declare no type.
    private static EvtxDataValue Copy(EvtxChunkParser record, EvtxValue value) =>
        value.IsNull ? "" : EvtxDataValue.Raw(value.Type, record.Bytes(value).ToArray());

    private static ulong Whole(EvtxChunkParser record, EvtxValue value)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        if (Sample.Width(value.Type) == value.Length) record.Bytes(value).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private static void Envelope(EvtxEvent e, string name, EvtxChunkParser record, EvtxValue value)
    {
        if (value.IsNull) return;
        ReadOnlySpan<byte> bytes = record.Bytes(value);
        switch (name)
        {
            case "Provider_Name": e.Provider = record.Text(value).ToString(); break;
            case "Provider_Guid" when Guid.TryParse(record.Text(value), out Guid guid): e.ProviderGuid = guid; break;
            case "Provider_EventSourceName": e.EventSourceName = record.Text(value).ToString(); break;
            case "EventID": e.EventId = (ushort)Number(record, value); break;
            case "EventID_Qualifiers": e.Qualifiers = (ushort)Number(record, value); break;
            case "Version": e.Version = (byte)Number(record, value); break;
            case "Level": e.Level = (byte)Number(record, value); break;
            case "Task": e.Task = (ushort)Number(record, value); break;
            case "Opcode": e.Opcode = (byte)Number(record, value); break;
            case "Keywords" when value.Type == EvtxType.HexInt64: e.Keywords = BinaryPrimitives.ReadUInt64LittleEndian(bytes); break;
            case "Keywords" when record.Text(value) is ['0', 'x', .. var digits] && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong keywords): e.Keywords = keywords; break;
            case "Correlation_ActivityID" when Guid.TryParse(record.Text(value), out Guid id): e.ActivityId = id; break;
            case "Correlation_RelatedActivityID" when Guid.TryParse(record.Text(value), out Guid id): e.RelatedActivityId = id; break;
            case "Execution_ProcessID": e.ProcessId = (uint)Number(record, value); break;
            case "Execution_ThreadID": e.ThreadId = (uint)Number(record, value); break;
            case "Channel": e.Channel = record.Text(value).ToString(); break;
            case "Security_UserID": e.UserSid = value.Type == EvtxType.Sid ? record.Text(value).ToString() : null; break;
        }
    }

    private static ulong Number(EvtxChunkParser record, EvtxValue value) => ulong.TryParse(record.Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
}
