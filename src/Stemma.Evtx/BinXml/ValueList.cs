namespace Stemma.Evtx.BinXml;

/// <summary>The values of the record being read, over all its fragments; grows once and is used again.</summary>
internal sealed class ValueList
{
    private EvtxValue[] _items = new EvtxValue[256];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<EvtxValue> Span => _items.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Truncate(int count) => _count = count;

    public void Add(EvtxValue value)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _items.Length * 2);
        _items[_count++] = value;
    }

    /// <summary>Makes room for more values and returns it; its content is left from earlier.</summary>
    public Span<EvtxValue> Extend(int count)
    {
        if (_count + count > _items.Length) Array.Resize(ref _items, Math.Max(_items.Length * 2, _count + count));
        Span<EvtxValue> room = _items.AsSpan(_count, count);
        _count += count;
        return room;
    }

    /// <summary>Room for exactly this many values, the count set to it.</summary>
    public Span<EvtxValue> Reset(int count)
    {
        _count = 0;
        return Extend(count);
    }
}
