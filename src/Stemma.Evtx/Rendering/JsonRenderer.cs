using System.Globalization;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Values;

namespace Stemma.Evtx.Rendering;

/// <summary>
/// A record as one JSON object in the shape of the evtx_dump tool: elements are members, attributes stand
/// under <c>#attributes</c>, text beside them under <c>#text</c>; <c>Data</c> elements become members of the
/// name they carry, those without one an array. Recursion is as deep as the layout, which is bounded.
/// </summary>
internal sealed class JsonRenderer(Utf8Buffer to)
{
    private char[] _room = new char[256];

    public void Write(ReadOnlySpan<JsonStep> plan, in RecordView record)
    {
        foreach (ref readonly JsonStep step in plan)
        {
            to.Add(step.Before);
            if (step.Value is not null) WriteOnly(step.Value, step.Element!.IsNamedData, record);
            else if (step.Element is not null) WriteValue(step.Element, record);
        }
    }

    private void WriteMember(ElementNode element, in RecordView record, ref bool first)
    {
        Key(element.JsonKey!.Json, ref first);
        WriteValue(element, record);
    }

    private void WriteValue(ElementNode element, in RecordView record)
    {
        if (element.HasElements)
        {
            WriteObject(element, record);
            return;
        }
        bool hasAttributes = !element.IsNamedData && TryOpenWithAttributes(element, record);
        if (!HasText(element.Content, record))
        {
            if (!hasAttributes) WriteNothing(element.IsNamedData);
        }
        else
        {
            if (hasAttributes) to.Add(",\"#text\":"u8);
            WriteContent(element, record);
        }
        if (hasAttributes) to.Add((byte)'}');
    }

    private void WriteOnly(ValueNode node, bool isData, in RecordView record)
    {
        EvtxValue value = record[node];
        if (value.Type == EvtxType.Null || value.Length == 0) WriteNothing(isData);
        else if ((value.Type & EvtxType.Array) != 0) WriteArray(node, record);
        else WriteSingle(value, record);
    }

    // The tool this follows tells empty data from empty elements.
    private void WriteNothing(bool isData) => to.Add(isData ? "\"\""u8 : "null"u8);

    private void WriteObject(ElementNode element, in RecordView record)
    {
        bool first = !TryOpenWithAttributes(element, record);
        if (first) to.Add((byte)'{');
        if (HasTextBetween(element.Content, record))
        {
            Key("#text"u8, ref first);
            WriteContent(element, record);
        }
        bool positionalWritten = false;
        foreach (LayoutNode node in element.Content)
        {
            if (node is not ElementNode child) continue;
            if (!child.IsPositionalData)
            {
                WriteMember(child, record, ref first);
            }
            else if (!positionalWritten)
            {
                positionalWritten = true;
                Key("Data"u8, ref first);
                WritePositional(element, record);
            }
        }
        to.Add((byte)'}');
    }

    /// <summary>Opens an object with the attributes that have text; false, and nothing is written, when none has.</summary>
    private bool TryOpenWithAttributes(ElementNode element, in RecordView record)
    {
        bool any = false;
        foreach (AttributeNode attribute in element.Attributes)
        {
            if (!HasText(attribute.Value, record)) continue;
            to.Add(any ? attribute.NextKey : attribute.FirstKey);
            any = true;
            WriteParts(attribute.Value, record);
        }
        if (any) to.Add((byte)'}');
        return any;
    }

    /// <summary>Data without names: one value, or an array of them; arrays count item by item.</summary>
    private void WritePositional(ElementNode container, in RecordView record)
    {
        to.Add("{\"#text\":"u8);
        int count = 0;
        foreach (LayoutNode node in container.Content)
            if (node is ElementNode { IsPositionalData: true } data) count += CountItems(data, record);
        if (count != 1) to.Add((byte)'[');
        bool first = true;
        foreach (LayoutNode node in container.Content)
        {
            if (node is not ElementNode { IsPositionalData: true } data) continue;
            if (record.IsArray(data.Content, out ValueNode array))
            {
                WriteItems(array, record, ref first);
                continue;
            }
            Separate(ref first);
            if (data.HasElements) WriteObject(data, record);
            else if (HasText(data.Content, record)) WriteContent(data, record);
            else to.Add("\"\""u8);
        }
        if (count != 1) to.Add((byte)']');
        to.Add((byte)'}');
    }

    private static int CountItems(ElementNode data, in RecordView record)
    {
        if (!record.IsArray(data.Content, out ValueNode array)) return 1;
        int count = 0;
        ReadOnlySpan<byte> rest = record.Bytes(array);
        while (ArrayItem.TryTake(record.Type(array) & ~EvtxType.Array, ref rest, out _)) count++;
        return count;
    }

    private void WriteContent(ElementNode element, in RecordView record)
    {
        if (record.IsArray(element.Content, out ValueNode array)) WriteArray(array, record);
        else WriteParts(element.Content, record);
    }

    private void WriteArray(ValueNode array, in RecordView record)
    {
        to.Add((byte)'[');
        bool first = true;
        WriteItems(array, record, ref first);
        to.Add((byte)']');
    }

    private void WriteItems(ValueNode array, in RecordView record, ref bool first)
    {
        EvtxType type = record.Type(array) & ~EvtxType.Array;
        ReadOnlySpan<byte> rest = record.Bytes(array);
        while (ArrayItem.TryTake(type, ref rest, out ReadOnlySpan<byte> item))
        {
            Separate(ref first);
            if (TryWriteBare(type, item)) continue;
            to.Add((byte)'"');
            WriteText(type, item);
            to.Add((byte)'"');
        }
    }

    private void WriteParts(List<LayoutNode> parts, in RecordView record)
    {
        if (parts is [ValueNode only])
        {
            WriteSingle(record[only], record);
            return;
        }
        to.Add((byte)'"');
        foreach (LayoutNode part in parts)
        {
            if (part is TextNode text) JsonText.Write(to, text.Text);
            else if (part is ValueNode value) WriteText(record[value], record);
        }
        to.Add((byte)'"');
    }

    /// <summary>A single number or truth value goes out as such, everything else as a string.</summary>
    private void WriteSingle(in EvtxValue value, in RecordView record)
    {
        if (value.Type != EvtxType.String && TryWriteBare(value.Type, record.Bytes(value))) return;
        to.Add((byte)'"');
        WriteText(value, record);
        to.Add((byte)'"');
    }

    private void WriteText(in EvtxValue value, in RecordView record)
    {
        if (value.Type is EvtxType.String or EvtxType.EvtXml)
        {
            ReadOnlySpan<char> text = record.Characters(value, out int length);
            Utf8Text.Write<JsonText>(to, text, length);
        }
        else WriteText(value.Type, record.Bytes(value));
    }

    private void WriteText(EvtxType type, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<char> text = RecordView.Format(type, bytes, ref _room);
        // GUIDs have no braces in this shape.
        if (type == EvtxType.Guid && text is ['{', .., '}']) text = text[1..^1];
        if (ValueText.IsPlain(type)) to.AddAscii(text);
        else JsonText.Write(to, text);
    }

    private bool TryWriteBare(EvtxType type, ReadOnlySpan<byte> bytes)
    {
        switch (type)
        {
            case EvtxType.Int8 or EvtxType.Int16 or EvtxType.Int32 or EvtxType.Int64 when ValueText.TrySigned(bytes, out long signed):
                signed.TryFormat(to.Room(24), out int written, default, CultureInfo.InvariantCulture);
                to.Advance(written);
                return true;
            case EvtxType.UInt8 or EvtxType.UInt16 or EvtxType.UInt32 or EvtxType.UInt64 when ValueText.TryUnsigned(bytes, out ulong unsigned):
                unsigned.TryFormat(to.Room(24), out written, default, CultureInfo.InvariantCulture);
                to.Advance(written);
                return true;
            case EvtxType.Single when bytes.Length == 4 && float.IsFinite(BitConverter.ToSingle(bytes)):
            case EvtxType.Double when bytes.Length == 8 && double.IsFinite(BitConverter.ToDouble(bytes)):
                to.AddAscii(RecordView.Format(type, bytes, ref _room));
                return true;
            case EvtxType.Boolean when bytes.Length > 0:
                to.Add(ValueText.IsTrue(bytes) ? "true"u8 : "false"u8);
                return true;
            default:
                return false;
        }
    }

    // Beside elements, where blanks are layout.
    private static bool HasTextBetween(List<LayoutNode> parts, in RecordView record)
    {
        foreach (LayoutNode part in parts)
            if (!record.IsEmpty(part) && !RecordView.IsBlank(part)) return true;
        return false;
    }

    private static bool HasText(List<LayoutNode> parts, in RecordView record)
    {
        foreach (LayoutNode part in parts)
            if (!record.IsEmpty(part)) return true;
        return false;
    }

    private void Key(ReadOnlySpan<byte> name, ref bool first)
    {
        Separate(ref first);
        to.Add((byte)'"');
        to.Add(name);
        to.Add("\":"u8);
    }

    private void Separate(ref bool first)
    {
        if (!first) to.Add((byte)',');
        first = false;
    }
}
