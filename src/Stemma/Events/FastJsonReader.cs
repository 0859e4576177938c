using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Stemma.Events;

/// <summary>
/// Reads an object of plain JSON (RFC 8259), which nearly all logs hold, in a third of the framework's time. Whatever is wrong, cut off or
/// seldom ends it without a word: the text is then <see cref="StrictJsonReader"/>'s. What it does read, that one reads alike.
/// </summary>
/// <param name="text">The text; it may go on behind the object.</param>
internal ref struct FastJsonReader(ReadOnlySpan<byte> text) : IJsonReader
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at, _start, _length, _depth;
    // A bit for each depth: objects are 1, arrays 0.
    private ulong _objects;
    private Place _place;

    private enum Place
    {
        Value,
        First,
        Behind,
        Colon,
    }

    /// <summary>How far it has read.</summary>
    public readonly int BytesConsumed => _at;

    /// <inheritdoc/>
    public JsonTokenType TokenType { get; private set; }

    /// <inheritdoc/>
    public readonly ReadOnlySpan<byte> ValueSpan => _text.Slice(_start, _length);

    /// <inheritdoc/>
    public bool ValueIsEscaped { get; private set; }

    /// <inheritdoc/>
    public bool Read()
    {
        byte next = SkipBlanks();
        bool inObject = (_objects & 1) != 0;
        switch (_place)
        {
            case Place.Colon:
                return next == ':' && Step() && ReadValue(SkipBlanks());
            case Place.Value:
                return next == '{' && ReadValue(next);
            default:
                if (next == (inObject ? '}' : ']')) return Close(inObject);
                if (_place == Place.Behind)
                {
                    if (next != ',') return false;
                    _at++;
                    next = SkipBlanks();
                }

                if (!inObject) return ReadValue(next);
                if (next != '"' || !ReadString()) return false;
                (TokenType, _place) = (JsonTokenType.PropertyName, Place.Colon);
                return true;
        }
    }

    /// <inheritdoc/>
    public readonly int CopyString(Span<char> to)
    {
        ReadOnlySpan<byte> value = ValueSpan;
        int length;
        if (ValueIsEscaped ? TryUnescape(value, to, out length) : Ascii.ToUtf16(value, to, out length) == OperationStatus.Done) return length;
        Utf8JsonReader strict = new(_text.Slice(_start - 1, _length + 2));
        strict.Read();
        return strict.CopyString(to);
    }

    private bool ReadValue(byte first)
    {
        _place = Place.Behind;
        switch (first)
        {
            case (byte)'"':
                TokenType = JsonTokenType.String;
                return ReadString();
            case (byte)'{' or (byte)'[':
                if (_depth == JsonEvent.MaximumDepth) return false;
                _depth++;
                _at++;
                _objects = (_objects << 1) | (first == '{' ? 1UL : 0);
                (TokenType, _place) = (first == '{' ? JsonTokenType.StartObject : JsonTokenType.StartArray, Place.First);
                return true;
            case (byte)'t':
                return ReadWord("true"u8, JsonTokenType.True);
            case (byte)'f':
                return ReadWord("false"u8, JsonTokenType.False);
            case (byte)'n':
                return ReadWord("null"u8, JsonTokenType.Null);
            default:
                return ReadNumber();
        }
    }

    private bool Close(bool isObject)
    {
        _at++;
        _depth--;
        _objects >>= 1;
        (TokenType, _place) = (isObject ? JsonTokenType.EndObject : JsonTokenType.EndArray, Place.Behind);
        return true;
    }

    private bool ReadWord(ReadOnlySpan<byte> word, JsonTokenType type)
    {
        TokenType = type;
        Take(_at, word.Length);
        return _text[_start..].StartsWith(word) && IsEnd();
    }

    private bool ReadNumber()
    {
        TokenType = JsonTokenType.Number;
        ReadOnlySpan<byte> text = _text;
        int at = _at;
        if (at < text.Length && text[at] == '-') at++;
        int digits = CountDigits(at);
        if (digits == 0 || (digits > 1 && text[at] == '0')) return false;
        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            digits = CountDigits(at + 1);
            if (digits == 0) return false;
            at += 1 + digits;
        }

        // An exponent is left to the framework: no end of a token comes here.
        Take(_at, at - _at);
        return IsEnd();
    }

    private readonly int CountDigits(int at)
    {
        int end = at;
        while (end < _text.Length && _text[end] is >= (byte)'0' and <= (byte)'9') end++;
        return end - at;
    }

    private void Take(int start, int length)
    {
        (_start, _length) = (start, length);
        _at = start + length;
    }

    // A word or number ends where something else begins.
    private readonly bool IsEnd() => _at < _text.Length && _text[_at] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadString()
    {
        ReadOnlySpan<byte> text = _text;
        int start = _at + 1, at = start;
        ValueIsEscaped = false;
        while (true)
        {
            while (text.Length - at >= Vector256<byte>.Count)
            {
                Vector256<byte> bytes = Vector256.Create(text[at..]);
                uint special = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | Vector256.LessThan(bytes, Vector256.Create((byte)' '))).ExtractMostSignificantBits();
                if (special != 0)
                {
                    at += BitOperations.TrailingZeroCount(special);
                    break;
                }

                at += Vector256<byte>.Count;
            }

            while (at < text.Length && text[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ')) at++;
            if (at >= text.Length) return false;
            if (text[at] == '"')
            {
                Take(start, at - start);
                _at++;
                return true;
            }

            if (text[at] != '\\' || !TrySkipEscape(text, ref at)) return false;
            ValueIsEscaped = true;
        }
    }

    private static bool TrySkipEscape(ReadOnlySpan<byte> text, ref int at)
    {
        if (text.Length - at < 6) return false;
        if (Unescaped(text[at + 1]) != '\0')
        {
            at += 2;
            return true;
        }

        if (text[at + 1] != 'u') return false;
        for (int i = at + 2; i < at + 6; i++)
            if (!char.IsAsciiHexDigit((char)text[i])) return false;
        at += 6;
        return true;
    }

    private static char Unescaped(byte escape) => escape switch
    {
        (byte)'\\' => '\\',
        (byte)'"' => '"',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'/' => '/',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => '\0',
    };

    // Of ASCII, and without escapes by number.
    private static bool TryUnescape(ReadOnlySpan<byte> value, Span<char> to, out int length)
    {
        length = 0;
        while (true)
        {
            int escape = value.IndexOf((byte)'\\');
            if (Ascii.ToUtf16(escape < 0 ? value : value[..escape], to[length..], out int plain) != OperationStatus.Done) return false;
            length += plain;
            if (escape < 0) return true;
            char c = Unescaped(value[escape + 1]);
            if (c == '\0') return false;
            to[length++] = c;
            value = value[(escape + 2)..];
        }
    }

    private bool Step()
    {
        _at++;
        return true;
    }

    private byte SkipBlanks()
    {
        while (_at < _text.Length)
        {
            byte next = _text[_at];
            if (next is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')) return next;
            _at++;
        }

        return 0;
    }
}
