namespace Stemma.Evtx.Rendering;

/// <summary>UTF-8 output: one growing array, kept and used again, so that a renderer writes without asking for room each time.</summary>
internal sealed class Utf8Buffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>At least <paramref name="count"/> bytes after what is written; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        return _bytes.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    public void Add(byte value)
    {
        if (_length == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        _bytes[_length++] = value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Adds text of ASCII characters only.</summary>
    public void AddAscii(ReadOnlySpan<char> text)
    {
        Span<byte> room = Room(text.Length);
        System.Text.Ascii.FromUtf16(text, room, out int written);
        _length += written;
    }
}
