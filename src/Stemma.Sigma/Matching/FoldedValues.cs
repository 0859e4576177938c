namespace Stemma.Sigma.Matching;

/// <summary>The folded values of one event, each made when it is first asked for, in one buffer that is used again.</summary>
internal sealed class FoldedValues
{
    private byte[] _buffer = new byte[4096];
    private Place[] _slots = [];
    private int _used;

    private readonly record struct Place(int Start, int Length, bool IsBeyondAscii);

    /// <summary>Forgets the event before.</summary>
    public void Begin(int slots)
    {
        if (_slots.Length < slots) _slots = new Place[slots];
        Array.Fill(_slots, new Place(-1, 0, false), 0, slots);
        _used = 0;

        // One huge value does not keep its memory for the rest of the run.
        if (_buffer.Length > 1 << 22) _buffer = new byte[4096];
    }

    /// <summary>A value folded.</summary>
    /// <param name="e">The event.</param>
    /// <param name="slot">The slot.</param>
    public FoldedText Get(SigmaEvent e, int slot)
    {
        ref Place place = ref _slots[slot];
        if (place.Start < 0)
        {
            ReadOnlySpan<char> text = e.Text(slot);
            int start = _used, padded = text.Length + TextFold.Padding;
            if (_buffer.Length - start < padded) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, start + padded));
            place = new Place(start, text.Length, TextFold.Value(text, _buffer.AsSpan(start, padded)));
            _used = start + padded;
        }

        return new FoldedText(_buffer.AsSpan(place.Start, place.Length + TextFold.Padding), place.IsBeyondAscii);
    }
}

/// <summary>A value folded (<see cref="TextFold"/>).</summary>
/// <param name="padded">The bytes, and <see cref="TextFold.Padding"/> zeros behind them.</param>
/// <param name="isBeyondAscii">Whether the value has a character beyond ASCII.</param>
internal readonly ref struct FoldedText(ReadOnlySpan<byte> padded, bool isBeyondAscii)
{
    /// <summary>One byte a character.</summary>
    public ReadOnlySpan<byte> Bytes => Padded[..^TextFold.Padding];

    /// <summary>The same with <see cref="TextFold.Padding"/> zeros behind it, so that whole words can be read at its end.</summary>
    public ReadOnlySpan<byte> Padded { get; } = padded;

    /// <summary>Whether the value has a character beyond ASCII.</summary>
    public bool IsBeyondAscii { get; } = isBeyondAscii;
}
