namespace Stemma.Sigma.Matching;

/// <summary>The folded values of one event, each made when it is first asked for, in one buffer that is used again.</summary>
internal sealed class FoldedValues
{
    private byte[] _buffer = new byte[4096];
    private (int Start, int Length)[] _slots = [];
    private int _used;

    /// <summary>Forgets the event before.</summary>
    public void Begin(int slots)
    {
        if (_slots.Length < slots) _slots = new (int, int)[slots];
        Array.Fill(_slots, (-1, 0), 0, slots);
        _used = 0;

        // One huge value does not keep its memory for the rest of the run.
        if (_buffer.Length > 1 << 22) _buffer = new byte[4096];
    }

    /// <summary>A value folded.</summary>
    /// <param name="e">The event.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="padded">The same with <see cref="TextFold.Padding"/> zeros behind it.</param>
    public ReadOnlySpan<byte> Get(SigmaEvent e, int slot, out ReadOnlySpan<byte> padded)
    {
        (int start, int length) = _slots[slot];
        if (start < 0)
        {
            ReadOnlySpan<char> text = e.Text(slot);
            (start, length) = (_used, text.Length);
            if (_buffer.Length - start < length + TextFold.Padding)
                Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, start + length + TextFold.Padding));
            TextFold.Value(text, _buffer.AsSpan(start, length + TextFold.Padding));
            _used = start + length + TextFold.Padding;
            _slots[slot] = (start, length);
        }

        padded = _buffer.AsSpan(start, length + TextFold.Padding);
        return padded[..length];
    }
}
