using System.Text;
using Stemma.Evtx.Values;

namespace Stemma.Evtx;

/// <summary>
/// A typed value to write. Strings, integers, truth values, GUIDs and times convert by themselves; the
/// other types have a method here.
/// </summary>
/// <example>
/// <code>
/// EvtxDataValue name = "svchost.exe";
/// EvtxDataValue logon = EvtxDataValue.Hex(0x3e7UL);
/// EvtxDataValue user = EvtxDataValue.Sid("S-1-5-18");
/// </code>
/// </example>
public readonly struct EvtxDataValue
{
    private readonly object? _reference;
    private readonly ulong _bits;

    private EvtxDataValue(EvtxType type, int length, ulong bits)
    {
        Type = type;
        Length = length;
        _bits = bits;
    }

    private EvtxDataValue(EvtxType type, int length, object reference)
    {
        Type = type;
        Length = length;
        _reference = reference;
    }

    /// <summary>No value.</summary>
    public static EvtxDataValue Null => default;

    /// <summary>The value's type in the file.</summary>
    public EvtxType Type { get; }

    /// <summary>Its bytes in the file.</summary>
    public int Length { get; }

    /// <summary>A 32-bit number shown as hexadecimal.</summary>
    /// <param name="value">The number.</param>
    public static EvtxDataValue Hex(uint value) => new(EvtxType.HexInt32, 4, value);

    /// <summary>A 64-bit number shown as hexadecimal.</summary>
    /// <param name="value">The number.</param>
    public static EvtxDataValue Hex(ulong value) => new(EvtxType.HexInt64, 8, value);

    /// <summary>A pointer, eight bytes, shown as hexadecimal.</summary>
    /// <param name="value">The address.</param>
    public static EvtxDataValue Address(ulong value) => new(EvtxType.SizeT, 8, value);

    /// <summary>A security identifier.</summary>
    /// <param name="sid">Its text, such as <c>S-1-5-18</c>.</param>
    /// <exception cref="FormatException">The text is no security identifier.</exception>
    public static EvtxDataValue Sid(string sid)
    {
        ArgumentNullException.ThrowIfNull(sid);
        byte[] bytes = SidText.Parse(sid) ?? throw new FormatException($"'{sid}' is no security identifier.");
        return new EvtxDataValue(EvtxType.Sid, bytes.Length, bytes);
    }

    /// <summary>A time.</summary>
    /// <param name="fileTime">100 ns units since 1601-01-01 UTC.</param>
    public static EvtxDataValue FileTime(long fileTime) => new(EvtxType.FileTime, 8, (ulong)fileTime);

    /// <summary>An array of strings.</summary>
    /// <param name="items">The strings; a NUL within one ends it.</param>
    public static EvtxDataValue Strings(params ReadOnlySpan<string> items)
    {
        StringBuilder text = new();
        foreach (string item in items) text.Append(item).Append('\0');
        return new EvtxDataValue(EvtxType.String | EvtxType.Array, text.Length * 2, text.ToString());
    }

    /// <summary>Bytes, shown as hexadecimal digits.</summary>
    /// <param name="bytes">The bytes; they are not copied.</param>
    public static EvtxDataValue Binary(byte[] bytes) => Raw(EvtxType.Binary, bytes);

    /// <summary>An integer of a chosen width.</summary>
    /// <param name="type">One of the integer types, <see cref="EvtxType.Int8"/> to <see cref="EvtxType.UInt64"/>.</param>
    /// <param name="value">The number; bits beyond the width are cut off.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is no integer.</exception>
    public static EvtxDataValue Number(EvtxType type, long value)
    {
        if (type is < EvtxType.Int8 or > EvtxType.UInt64) throw new ArgumentOutOfRangeException(nameof(type), type, "not an integer type");
        return new EvtxDataValue(type, ValueSize.Fixed(type), (ulong)value);
    }

    /// <summary>A floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static EvtxDataValue Number(double value) => new(EvtxType.Double, 8, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Any type, its bytes as they shall stand in the file.</summary>
    /// <param name="type">The type; not <see cref="EvtxType.BinXml"/>, which the writer makes itself.</param>
    /// <param name="bytes">The bytes; they are not copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is <see cref="EvtxType.BinXml"/>.</exception>
    public static EvtxDataValue Raw(EvtxType type, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfEqual((int)(type & ~EvtxType.Array), (int)EvtxType.BinXml, nameof(type));
        return new EvtxDataValue(type, bytes.Length, bytes);
    }

    /// <summary>A string; null is no value.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator EvtxDataValue(string? value) => value is null ? default : new(EvtxType.String, value.Length * 2, value);

    /// <summary>A signed 32-bit integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator EvtxDataValue(int value) => new(EvtxType.Int32, 4, (uint)value);

    /// <summary>An unsigned 32-bit integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator EvtxDataValue(uint value) => new(EvtxType.UInt32, 4, value);

    /// <summary>A signed 64-bit integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator EvtxDataValue(long value) => new(EvtxType.Int64, 8, (ulong)value);

    /// <summary>An unsigned 64-bit integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator EvtxDataValue(ulong value) => new(EvtxType.UInt64, 8, value);

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator EvtxDataValue(bool value) => new(EvtxType.Boolean, 4, value ? 1UL : 0UL);

    /// <summary>A GUID.</summary>
    /// <param name="value">The GUID.</param>
    public static implicit operator EvtxDataValue(Guid value) => new(EvtxType.Guid, 16, value.ToByteArray());

    /// <summary>A time, kept to 100 ns.</summary>
    /// <param name="value">The time, from 1601 on.</param>
    public static implicit operator EvtxDataValue(DateTimeOffset value) => FileTime(value.ToFileTime());

    /// <summary>Writes the bytes; the span holds <see cref="Length"/>.</summary>
    internal void CopyTo(Span<byte> to)
    {
        if (_reference is string text) System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(to);
        else if (_reference is byte[] bytes) bytes.CopyTo(to);
        else for (int i = 0; i < Length; i++) to[i] = (byte)(_bits >> (8 * i));
    }
}
