using Stemma.Evtx.BinXml;
using Stemma.Evtx.Values;

namespace Stemma.Evtx.Rendering;

/// <summary>The current record's values as the renderers ask for them.</summary>
internal readonly ref struct RecordView(ReadOnlySpan<EvtxValue> values, byte[] buffer)
{
    private readonly ReadOnlySpan<EvtxValue> _values = values;

    public EvtxValue this[ValueNode node] => _values[node.Index];

    public EvtxType Type(ValueNode node) => _values[node.Index].Type;

    public ReadOnlySpan<byte> Bytes(ValueNode node) => Bytes(_values[node.Index]);

    public ReadOnlySpan<byte> Bytes(in EvtxValue value) => buffer.AsSpan(value.Offset, value.Length);

    /// <summary>A value of UTF-16 text, and whatever stands behind it; without the NULs that some writers leave at its end.</summary>
    public ReadOnlySpan<char> Characters(in EvtxValue value, out int length)
    {
        length = Utf16.Trimmed(Bytes(value)).Length;
        return Utf16.Of(buffer.AsSpan(value.Offset));
    }

    /// <summary>Whether the node puts any text out.</summary>
    public bool IsEmpty(LayoutNode node) => node switch
    {
        TextNode text => text.Text.Length == 0,
        ValueNode value => _values[value.Index].Type == EvtxType.Null || _values[value.Index].Length == 0,
        _ => true,
    };

    /// <summary>An optional value that is not there, alone in its place: it takes the element or attribute with it.</summary>
    public bool IsLeftOut(List<LayoutNode> parts)
    {
        if (parts.Count == 0) return false;
        foreach (LayoutNode part in parts)
            if (part is not ValueNode { IsOptional: true } value || _values[value.Index].Type != EvtxType.Null) return false;
        return true;
    }

    /// <summary>An element that holds one array and nothing else stands for one element an item.</summary>
    public bool IsArray(List<LayoutNode> parts, out ValueNode array)
    {
        if (parts is [ValueNode value] && (_values[value.Index].Type & EvtxType.Array) != 0 && _values[value.Index].Length > 0)
        {
            array = value;
            return true;
        }
        array = null!;
        return false;
    }

    /// <summary>Blanks between elements are layout and no text.</summary>
    public static bool IsBlank(LayoutNode node) => node is TextNode text && string.IsNullOrWhiteSpace(text.Text);

    /// <summary>Writes a value that is no UTF-16 text into <paramref name="room"/>, which grows when it must.</summary>
    public static ReadOnlySpan<char> Format(EvtxType type, ReadOnlySpan<byte> bytes, ref char[] room)
    {
        if (type is EvtxType.String or EvtxType.EvtXml) return Utf16.Trimmed(bytes);
        int most = ValueText.MaxLength(type, bytes.Length);
        if (room.Length < most) room = new char[most];
        return room.AsSpan(0, ValueText.Format(type, bytes, room));
    }
}
