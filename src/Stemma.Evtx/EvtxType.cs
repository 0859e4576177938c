using System.Diagnostics.CodeAnalysis;

namespace Stemma.Evtx;

/// <summary>
/// The type of a BinXml value, with the numbers the file uses ([MS-EVEN6] 2.2.12, libevtx "Value types").
/// An array is its element type with <see cref="Array"/> added.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The specification's own names.")]
public enum EvtxType : byte
{
    /// <summary>No value.</summary>
    Null = 0x00,
    /// <summary>UTF-16 little-endian text, sometimes with a NUL at the end.</summary>
    String = 0x01,
    /// <summary>Text in the writer's ANSI code page; read as Windows-1252, since the file does not say which.</summary>
    AnsiString = 0x02,
    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 0x03,
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 0x04,
    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 0x05,
    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 0x06,
    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 0x07,
    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 0x08,
    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 0x09,
    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 0x0A,
    /// <summary>32-bit IEEE 754 number.</summary>
    Single = 0x0B,
    /// <summary>64-bit IEEE 754 number.</summary>
    Double = 0x0C,
    /// <summary>Boolean; four bytes as a rule, true when any bit is set.</summary>
    Boolean = 0x0D,
    /// <summary>Bytes, shown as upper-case hexadecimal digits.</summary>
    Binary = 0x0E,
    /// <summary>A GUID of 16 bytes.</summary>
    Guid = 0x0F,
    /// <summary>A pointer-sized number of four or eight bytes, shown as hexadecimal.</summary>
    SizeT = 0x10,
    /// <summary>100 ns units since 1601-01-01 UTC, eight bytes.</summary>
    FileTime = 0x11,
    /// <summary>A SYSTEMTIME structure of 16 bytes, taken as UTC.</summary>
    SystemTime = 0x12,
    /// <summary>A Windows security identifier ([MS-DTYP] 2.4.2).</summary>
    Sid = 0x13,
    /// <summary>32-bit integer, shown as hexadecimal.</summary>
    HexInt32 = 0x14,
    /// <summary>64-bit integer, shown as hexadecimal.</summary>
    HexInt64 = 0x15,
    /// <summary>An event handle; never seen in files, shown as hexadecimal.</summary>
    EvtHandle = 0x20,
    /// <summary>A nested BinXml fragment; expanded into its own fields wherever it can be read.</summary>
    BinXml = 0x21,
    /// <summary>XML kept as UTF-16 text.</summary>
    EvtXml = 0x23,
    /// <summary>The flag that makes a type an array of that type.</summary>
    Array = 0x80,
}
