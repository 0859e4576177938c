namespace Stemma.Sigma.Matching;

/// <summary>
/// The last value of each slot in which a search found nothing. Provider, channel and host are the same in nearly every event of a class:
/// comparing them costs a fraction of searching them.
/// </summary>
internal sealed class BarrenValues
{
    // Longer values differ more often, and copying them costs more.
    private const int MaximumLength = 96;

    private char[] _texts = [];
    private int[] _lengths = [];

    /// <summary>Whether this is the slot's last value in which nothing was found.</summary>
    public bool Contains(int slot, ReadOnlySpan<char> text) => slot < _lengths.Length && text.SequenceEqual(_texts.AsSpan(slot * MaximumLength, _lengths[slot]));

    /// <summary>Notes that a slot's value has nothing in it.</summary>
    public void Add(int slot, ReadOnlySpan<char> text)
    {
        if (text.Length > MaximumLength) return;
        if (slot >= _lengths.Length)
        {
            Array.Resize(ref _lengths, slot + 16);
            Array.Resize(ref _texts, _lengths.Length * MaximumLength);
        }

        text.CopyTo(_texts.AsSpan(slot * MaximumLength));
        _lengths[slot] = text.Length;
    }
}
