using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Values;

namespace Stemma.Evtx;

// Values: put in the shape's order, and shown as bytes and as text.
public sealed partial class EvtxChunkParser
{
    private char[] _scratch = new char[1024];
    private int _scratchUsed;
    private bool _isFilled;

    /// <summary>The record's values; the one at an index belongs to the field at that index of <see cref="Shape"/>.</summary>
    public ReadOnlySpan<EvtxValue> Values
    {
        get
        {
            // Not before somebody asks: who renders whole records does not.
            if (!_isFilled && _layout is not null) FillValues(_layout);
            return _values.Span;
        }
    }

    /// <summary>The value's bytes, in place. Constants of a template are UTF-16 text.</summary>
    /// <param name="value">A value of the current record.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(in EvtxValue value) =>
        value.Source == EvtxValueSource.Buffer ? _buffer.AsSpan(value.Offset, value.Length) : BytesElsewhere(value);

    private ReadOnlySpan<byte> BytesElsewhere(in EvtxValue value) => value.Source == EvtxValueSource.Constant
        ? (_layout ?? throw NoRecord()).ConstantBytes.AsSpan(value.Offset, value.Length)
        : MemoryMarshal.AsBytes(_scratch.AsSpan(value.Offset / 2, value.Length / 2));

    /// <summary>
    /// The value as text: UTF-16 types in place without NULs at the end, others formatted into a buffer of
    /// the parser that is used again after the next <see cref="Read"/>. GUIDs are upper-case in braces, times ISO 8601 with seven digits,
    /// string arrays have a line feed between items and other arrays a comma.
    /// </summary>
    /// <param name="value">A value of the current record.</param>
    public ReadOnlySpan<char> Text(in EvtxValue value)
    {
        ReadOnlySpan<byte> bytes = Bytes(value);
        if (value.Type is EvtxType.String or EvtxType.EvtXml) return Utf16.Trimmed(bytes);
        if (value.Type == EvtxType.Null || bytes.IsEmpty) return default;
        Span<char> room = Scratch(ValueText.MaxLength(value.Type, bytes.Length));
        int written = ValueText.Format(value.Type, bytes, room);
        _scratchUsed += written;
        return room[..written];
    }

    private void FillValues(Layout layout)
    {
        _isFilled = true;
        int[] plan = layout.Plan;
        ReadOnlySpan<EvtxValue> read = _read.Span;
        EvtxValue[] constants = layout.Constants;
        Span<EvtxValue> values = _values.Reset(plan.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int from = plan[i];
            values[i] = from >= 0 ? read[from] : constants[~from];
        }
        if (layout.Composed.Length == 0) return;
        foreach (ComposedField field in layout.Composed) values[field.Field] = Compose(field);
    }

    /// <summary>Puts a text of several parts together in the scratch.</summary>
    private EvtxValue Compose(ComposedField field)
    {
        int length = 0;
        foreach (LayoutNode part in field.Parts)
        {
            length += part switch
            {
                TextNode text => text.Text.Length,
                ValueNode value => ValueText.MaxLength(_read.Span[value.Index].Type, _read.Span[value.Index].Length),
                _ => 0,
            };
        }
        Span<char> room = Scratch(length);
        int at = _scratchUsed, written = 0;
        foreach (LayoutNode part in field.Parts)
        {
            if (part is TextNode text)
            {
                text.Text.CopyTo(room[written..]);
                written += text.Text.Length;
            }
            else if (part is ValueNode node)
            {
                EvtxValue value = _read.Span[node.Index];
                written += ValueText.Format(value.Type, _buffer.AsSpan(value.Offset, value.Length), room[written..]);
            }
        }
        _scratchUsed += written;
        return new EvtxValue(EvtxType.String, at * 2, written * 2, EvtxValueSource.Scratch);
    }

    /// <summary>Room for that many characters. Spans given out earlier keep the array they were cut from.</summary>
    private Span<char> Scratch(int count)
    {
        if (_scratch.Length - _scratchUsed < count) Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, _scratchUsed + count));
        return _scratch.AsSpan(_scratchUsed, _scratch.Length - _scratchUsed);
    }
}
