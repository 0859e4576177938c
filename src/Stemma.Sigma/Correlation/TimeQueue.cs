namespace Stemma.Sigma.Correlations;

/// <summary>Items in order of time: added at the end, taken from the front.</summary>
internal sealed class TimeQueue<T>
{
    private readonly List<(long Time, T Item)> _items = [];
    private int _head;

    /// <summary>How many there are.</summary>
    public int Count => _items.Count - _head;

    /// <summary>The earliest.</summary>
    public (long Time, T Item) First => _items[_head];

    /// <summary>The one at a place, the earliest at 0.</summary>
    public (long Time, T Item) At(int index) => _items[_head + index];

    /// <summary>Adds one that is not earlier than the last.</summary>
    public void Add(long time, T item) => _items.Add((time, item));

    /// <summary>Takes the earliest.</summary>
    public (long Time, T Item) Take()
    {
        (long, T) first = _items[_head];
        _items[_head++] = default;
        if (_head < 32 || _head * 2 < _items.Count) return first;
        _items.RemoveRange(0, _head);
        _head = 0;
        return first;
    }

    /// <summary>The earliest time that is not before another; null when there is none.</summary>
    public long? NotBefore(long time)
    {
        int low = _head, high = _items.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_items[middle].Time < time) low = middle + 1;
            else high = middle;
        }

        return low < _items.Count ? _items[low].Time : null;
    }
}
