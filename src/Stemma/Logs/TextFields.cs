namespace Stemma.Logs;

/// <summary>Names and values in order, in one buffer that is used again.</summary>
internal sealed class TextFields
{
    private readonly List<(int Name, int NameLength, int Value, int ValueLength)> _fields = [];
    private char[] _text = new char[1024];
    private int _used;

    /// <summary>How many there are.</summary>
    public int Count => _fields.Count;

    /// <summary>Characters that are held.</summary>
    public int Size => _used;

    /// <summary>The name of a field.</summary>
    public ReadOnlySpan<char> Name(int index) => _text.AsSpan(_fields[index].Name, _fields[index].NameLength);

    /// <summary>The value of a field.</summary>
    public ReadOnlySpan<char> Value(int index) => _text.AsSpan(_fields[index].Value, _fields[index].ValueLength);

    /// <summary>The value of the first field of a name; empty when there is none.</summary>
    public ReadOnlySpan<char> Value(ReadOnlySpan<char> name) => Find(name) is >= 0 and int index ? Value(index) : [];

    /// <summary>The first field of a name; −1 when there is none.</summary>
    public int Find(ReadOnlySpan<char> name)
    {
        for (int i = 0; i < _fields.Count; i++)
            if (Name(i).SequenceEqual(name)) return i;
        return -1;
    }

    /// <summary>Takes all away.</summary>
    public void Clear()
    {
        if (_text.Length > 1 << 14) _text = new char[1024];
        _fields.Clear();
        _used = 0;
    }

    /// <summary>Adds a field.</summary>
    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        int start = Store(name), length = name.Length;
        _fields.Add((start, length, Store(value), value.Length));
    }

    /// <summary>Makes the last value longer.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        Store(value);
        _fields[^1] = _fields[^1] with { ValueLength = _used - _fields[^1].Value };
    }

    /// <summary>Puts another value in place of the last one.</summary>
    public void Replace(ReadOnlySpan<char> value) => _fields[^1] = _fields[^1] with { Value = Store(value), ValueLength = value.Length };

    // The value may be a span of this very buffer: it is copied before the old buffer is let go.
    private int Store(ReadOnlySpan<char> value)
    {
        char[] target = _text;
        if (target.Length - _used < value.Length)
        {
            target = new char[Math.Max(target.Length * 2, _used + value.Length)];
            _text.AsSpan(0, _used).CopyTo(target);
        }

        value.CopyTo(target.AsSpan(_used));
        _text = target;
        _used += value.Length;
        return _used - value.Length;
    }
}
