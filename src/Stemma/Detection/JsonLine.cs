using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Stemma.Detection;

/// <summary>
/// Writes one line of JSON (RFC 8259) straight from log text: most of it is copied in long runs, since of printable text only quotes
/// and backslashes are escaped. Lone surrogates become U+FFFD.
/// </summary>
internal sealed class JsonLine
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u007F\u2028\u2029\uFEFF" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)));

    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _used);

    /// <summary>Begins anew.</summary>
    public void Clear() => _used = 0;

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>The beginning of an object; this line, so that a member can follow.</summary>
    public JsonLine Begin()
    {
        Raw("{"u8);
        return this;
    }

    /// <summary>A whole number.</summary>
    public void Number(long number)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_used), out int written);
        _used += written;
    }

    /// <summary>A number below a power of ten, zeros before it.</summary>
    public void Digits(long number, int count)
    {
        Reserve(count);
        for (int i = count - 1; i >= 0; i--, number /= 10) _bytes[_used + i] = (byte)('0' + (number % 10));
        _used += count;
    }

    /// <summary>A point in time in UTC, as ISO 8601 with seven digits of a second.</summary>
    public void Time(DateTime utc)
    {
        Raw("\""u8);
        Reserve(28);
        Utf8Formatter.TryFormat(utc, _bytes.AsSpan(_used), out int written, 'O');
        _used += written;
        Raw("\""u8);
    }

    /// <summary>A string in quotes, or null.</summary>
    public void Text(string? text)
    {
        if (text is null) Raw("null"u8);
        else Text(text.AsSpan());
    }

    /// <summary>A string in quotes.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        Inner(text);
        Raw("\""u8);
    }

    /// <summary>The inside of a string.</summary>
    public void Inner(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int run = text.IndexOfAny(Escaped);
            ReadOnlySpan<char> plain = run < 0 ? text : text[..run];
            Reserve(plain.Length * 3);
            Utf8.FromUtf16(plain, _bytes.AsSpan(_used), out _, out int written, replaceInvalidSequences: true);
            _used += written;
            if (run < 0) return;
            Escape(text[run]);
            text = text[(run + 1)..];
        }
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\r': Raw("\\r"u8); break;
            case '\t': Raw("\\t"u8); break;
            default:
                Reserve(6);
                Span<byte> to = _bytes.AsSpan(_used, 6);
                "\\u"u8.CopyTo(to);
                for (int i = 0; i < 4; i++) to[2 + i] = "0123456789ABCDEF"u8[(c >> (12 - (4 * i))) & 15];
                _used += 6;
                break;
        }
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _used < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + bytes));
    }
}
