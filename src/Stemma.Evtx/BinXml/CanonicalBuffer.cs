namespace Stemma.Evtx.BinXml;

/// <summary>A growing run of UTF-16 units, kept and used again; refuses to grow past its limit.</summary>
internal sealed class CanonicalBuffer
{
    private char[] _units = new char[4096];
    private int _length;

    public ReadOnlySpan<char> Span => _units.AsSpan(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    public bool TryAdd(char op)
    {
        if (!TryReserve(1)) return false;
        _units[_length++] = op;
        return true;
    }

    public bool TryAdd(char op, char operand)
    {
        if (!TryReserve(2)) return false;
        _units[_length++] = op;
        _units[_length++] = operand;
        return true;
    }

    public bool TryAdd(char op, char first, char second)
    {
        if (!TryReserve(3)) return false;
        _units[_length++] = op;
        _units[_length++] = first;
        _units[_length++] = second;
        return true;
    }

    /// <summary>Adds an operation with its text; the text's length must fit in 16 bits.</summary>
    public bool TryAdd(char op, ReadOnlySpan<char> text)
    {
        if (text.Length > char.MaxValue || !TryReserve(text.Length + 2)) return false;
        _units[_length++] = op;
        _units[_length++] = (char)text.Length;
        text.CopyTo(_units.AsSpan(_length));
        _length += text.Length;
        return true;
    }

    private bool TryReserve(int count)
    {
        if (_length + count <= _units.Length) return true;
        if (_length + count > Limits.CanonicalLength) return false;
        Array.Resize(ref _units, Math.Min(Limits.CanonicalLength, Math.Max(_units.Length * 2, _length + count)));
        return true;
    }
}
