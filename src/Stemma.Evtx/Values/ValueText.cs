using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Stemma.Evtx.Values;

/// <summary>
/// Values as text, the way Windows shows them in an event's XML: hexadecimal types as <c>0x3e7</c>, times as
/// ISO 8601 in UTC with seven digits of a second, GUIDs upper-case in braces. Sizes are what the file says,
/// so every number is read by the bytes at hand and not by its type alone.
/// </summary>
internal static class ValueText
{
    private const long TicksTo1601 = 504_911_232_000_000_000;

    /// <summary>Characters that are enough for the value's text.</summary>
    public static int MaxLength(EvtxType type, int length)
    {
        if ((type & EvtxType.Array) == 0) return ScalarLength(type, length);
        EvtxType element = type & ~EvtxType.Array;
        if (element is EvtxType.String or EvtxType.EvtXml) return length / 2;
        if (element is EvtxType.AnsiString) return length;
        int size = ElementSize(element);
        if (size <= 0) return element == EvtxType.Sid ? (length * 16) + 64 : (length * 2) + 2;
        return (length / size * (ScalarLength(element, size) + 1)) + 1;
    }

    /// <summary>Whether the type's text is always letters, digits and signs of ASCII that no format escapes.</summary>
    public static bool IsPlain(EvtxType type) =>
        (type & EvtxType.Array) == 0 && type is not (EvtxType.String or EvtxType.AnsiString or EvtxType.EvtXml);

    /// <summary>Writes the text; the span holds <see cref="MaxLength"/> characters at least. Returns how many were written.</summary>
    public static int Format(EvtxType type, ReadOnlySpan<byte> bytes, Span<char> to) =>
        (type & EvtxType.Array) == 0 ? FormatScalar(type, bytes, to) : FormatArray(type & ~EvtxType.Array, bytes, to);

    /// <summary>The text as a string of its own.</summary>
    public static string ToText(EvtxType type, ReadOnlySpan<byte> bytes)
    {
        char[] room = new char[MaxLength(type, bytes.Length)];
        return new string(room, 0, Format(type, bytes, room));
    }

    /// <summary>Bytes of an array's element; −1 when elements vary, such as strings and SIDs.</summary>
    public static int ElementSize(EvtxType element) => element == EvtxType.SizeT ? 8 : ValueSize.Fixed(element);

    private static int ScalarLength(EvtxType type, int length) => type switch
    {
        EvtxType.Null => 0,
        EvtxType.String or EvtxType.EvtXml => length / 2,
        EvtxType.AnsiString => length,
        EvtxType.Sid => 32 + (length * 4),
        _ => 40 + (length * 2),
    };

    private static int FormatScalar(EvtxType type, ReadOnlySpan<byte> bytes, Span<char> to)
    {
        switch (type)
        {
            case EvtxType.Null:
                return 0;
            case EvtxType.String or EvtxType.EvtXml:
                ReadOnlySpan<char> text = Utf16.Trimmed(bytes);
                text.CopyTo(to);
                return text.Length;
            case EvtxType.AnsiString:
                return Windows1252.Decode(bytes, to);
            case EvtxType.Int8 or EvtxType.Int16 or EvtxType.Int32 or EvtxType.Int64 when TrySigned(bytes, out long signed):
                signed.TryFormat(to, out int written, default, CultureInfo.InvariantCulture);
                return written;
            case EvtxType.UInt8 or EvtxType.UInt16 or EvtxType.UInt32 or EvtxType.UInt64 when TryUnsigned(bytes, out ulong unsigned):
                unsigned.TryFormat(to, out written, default, CultureInfo.InvariantCulture);
                return written;
            case EvtxType.HexInt32 or EvtxType.HexInt64 or EvtxType.SizeT or EvtxType.EvtHandle when TryUnsigned(bytes, out ulong hex):
                return FormatNumberAsHex(hex, to);
            case EvtxType.Single when bytes.Length == 4:
                BinaryPrimitives.ReadSingleLittleEndian(bytes).TryFormat(to, out written, default, CultureInfo.InvariantCulture);
                return written;
            case EvtxType.Double when bytes.Length == 8:
                BinaryPrimitives.ReadDoubleLittleEndian(bytes).TryFormat(to, out written, default, CultureInfo.InvariantCulture);
                return written;
            case EvtxType.Boolean when bytes.Length > 0:
                ReadOnlySpan<char> word = IsTrue(bytes) ? "true" : "false";
                word.CopyTo(to);
                return word.Length;
            case EvtxType.Guid when bytes.Length == 16:
                return FormatGuid(bytes, to);
            case EvtxType.FileTime when bytes.Length == 8:
                return FormatFileTime(BinaryPrimitives.ReadInt64LittleEndian(bytes), to);
            case EvtxType.SystemTime when bytes.Length == 16:
                return FormatSystemTime(bytes, to);
            case EvtxType.Sid when bytes.Length >= 8 && bytes.Length >= 8 + (bytes[1] * 4):
                return FormatSid(bytes, to);
            default:
                return FormatHex(bytes, to);
        }
    }

    private static int FormatArray(EvtxType element, ReadOnlySpan<byte> bytes, Span<char> to)
    {
        if (element is EvtxType.String or EvtxType.EvtXml or EvtxType.AnsiString)
        {
            int length = FormatScalar(element, bytes, to);
            while (length > 0 && to[length - 1] == '\0') length--;
            to[..length].Replace('\0', '\n');
            return length;
        }
        int written = 0;
        bool first = true;
        while (ArrayItem.TryTake(element, ref bytes, out ReadOnlySpan<byte> item))
        {
            if (!first) to[written++] = ',';
            first = false;
            written += FormatScalar(element, item, to[written..]);
        }
        return written;
    }

    /// <summary>Reads a number of 1, 2, 4 or 8 bytes with its sign.</summary>
    public static bool TrySigned(ReadOnlySpan<byte> bytes, out long value)
    {
        (bool ok, value) = bytes.Length switch
        {
            1 => (true, (sbyte)bytes[0]),
            2 => (true, BinaryPrimitives.ReadInt16LittleEndian(bytes)),
            4 => (true, BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            8 => (true, BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            _ => (false, 0L),
        };
        return ok;
    }

    /// <summary>Reads a number of 1, 2, 4 or 8 bytes without sign.</summary>
    public static bool TryUnsigned(ReadOnlySpan<byte> bytes, out ulong value)
    {
        (bool ok, value) = bytes.Length switch
        {
            1 => (true, bytes[0]),
            2 => (true, BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
            4 => (true, BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
            8 => (true, BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
            _ => (false, 0UL),
        };
        return ok;
    }

    /// <summary>Any bit counts: real files hold other numbers than one.</summary>
    public static bool IsTrue(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyExcept((byte)0);

    private static int FormatNumberAsHex(ulong number, Span<char> to)
    {
        int end = 2 + Math.Max(1, (67 - BitOperations.LeadingZeroCount(number)) / 4);
        to[0] = '0';
        to[1] = 'x';
        for (int i = end - 1; i >= 2; i--, number >>= 4) to[i] = "0123456789abcdef"[(int)number & 15];
        return end;
    }

    // The first three parts are little-endian numbers, the other two bytes in their order (RFC 9562, [MS-DTYP] 2.3.4).
    private static int FormatGuid(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        Span<byte> ordered = [bytes[3], bytes[2], bytes[1], bytes[0], bytes[5], bytes[4], bytes[7], bytes[6], .. bytes[8..16]];
        Span<char> digits = stackalloc char[32];
        Convert.TryToHexString(ordered, digits, out _);
        to[0] = '{';
        digits[..8].CopyTo(to[1..]);
        to[9] = '-';
        digits[8..12].CopyTo(to[10..]);
        to[14] = '-';
        digits[12..16].CopyTo(to[15..]);
        to[19] = '-';
        digits[16..20].CopyTo(to[20..]);
        to[24] = '-';
        digits[20..].CopyTo(to[25..]);
        to[37] = '}';
        return 38;
    }

    private static int FormatFileTime(long time, Span<char> to)
    {
        if (time < 0 || time > DateTime.MaxValue.Ticks - TicksTo1601)
        {
            // No calendar reaches there; the number is all that can be said.
            time.TryFormat(to, out int written, default, CultureInfo.InvariantCulture);
            return written;
        }
        DateTime t = new(time + TicksTo1601, DateTimeKind.Utc);
        t.Deconstruct(out int year, out int month, out int day);
        int at = FormatSeconds(to, year, month, day, t.Hour, t.Minute, t.Second);
        Digits(to, ref at, (int)(t.Ticks % TimeSpan.TicksPerSecond), 7);
        to[at++] = 'Z';
        return at;
    }

    private static int FormatSystemTime(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        Span<ushort> part = stackalloc ushort[8];
        for (int i = 0; i < 8; i++) part[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]);
        if (part[0] > 9999 || part[1] > 99 || part[3] > 99 || part[4] > 99 || part[5] > 99 || part[6] > 99 || part[7] > 999)
            return FormatHex(bytes, to);
        int at = FormatSeconds(to, part[0], part[1], part[3], part[4], part[5], part[6]);
        Digits(to, ref at, part[7], 3);
        to[at++] = 'Z';
        return at;
    }

    private static int FormatSeconds(Span<char> to, int year, int month, int day, int hour, int minute, int second)
    {
        int at = 0;
        Digits(to, ref at, year, 4);
        to[at++] = '-';
        Digits(to, ref at, month, 2);
        to[at++] = '-';
        Digits(to, ref at, day, 2);
        to[at++] = 'T';
        Digits(to, ref at, hour, 2);
        to[at++] = ':';
        Digits(to, ref at, minute, 2);
        to[at++] = ':';
        Digits(to, ref at, second, 2);
        to[at++] = '.';
        return at;
    }

    private static void Digits(Span<char> to, ref int at, int value, int count)
    {
        for (int i = count - 1; i >= 0; i--, value /= 10) to[at + i] = (char)('0' + (value % 10));
        at += count;
    }

    private static int FormatSid(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        "S-".CopyTo(to);
        int at = 2;
        ((int)bytes[0]).TryFormat(to[at..], out int written, default, CultureInfo.InvariantCulture);
        at += written;
        to[at++] = '-';
        // The authority is big-endian, six bytes; what follows is little-endian ([MS-DTYP] 2.4.2.2).
        ulong authority = ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        authority.TryFormat(to[at..], out written, default, CultureInfo.InvariantCulture);
        at += written;
        for (int i = 0; i < bytes[1]; i++)
        {
            to[at++] = '-';
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[(8 + (i * 4))..]).TryFormat(to[at..], out written, default, CultureInfo.InvariantCulture);
            at += written;
        }
        return at;
    }

    private static int FormatHex(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        Convert.TryToHexString(bytes, to, out int written);
        return written;
    }
}
