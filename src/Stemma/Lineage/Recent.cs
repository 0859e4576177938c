using System.Diagnostics.CodeAnalysis;

namespace Stemma.Lineage;

/// <summary>Remembers what was noted last under each key: at least half its capacity, at most its capacity of keys.</summary>
internal sealed class Recent<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _young = [], _old = [];

    /// <summary>Whether nothing was noted.</summary>
    public bool IsEmpty => _young.Count == 0 && _old.Count == 0;

    /// <summary>Notes a value; it replaces the one before.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_young.Count >= capacity / 2) (_old, _young) = (_young, []);
        _young[key] = value;
    }

    /// <summary>All that is remembered, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> All => _young.Concat(_old.Where(pair => !_young.ContainsKey(pair.Key)));

    /// <summary>The value last noted.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _young.TryGetValue(key, out value) || _old.TryGetValue(key, out value);
}
