using System.Buffers.Binary;
using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>Reads numbers and strings at offsets that a file names: what lies outside of it is zero or empty, so that no offset can hurt.</summary>
internal static class Bytes
{
    public static int U16(ReadOnlySpan<byte> bytes, long at) => at >= 0 && at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)at..]) : 0;

    public static uint U32(ReadOnlySpan<byte> bytes, long at) => at >= 0 && at + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]) : 0;

    public static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, long at, long length) =>
        at < 0 || at >= bytes.Length || length <= 0 ? default : bytes.Slice((int)at, (int)Math.Min(length, bytes.Length - at));

    /// <summary>Characters of one byte each until a zero.</summary>
    public static string Narrow(ReadOnlySpan<byte> bytes, long at, int most = 4096)
    {
        ReadOnlySpan<byte> part = Part(bytes, at, most);
        int end = part.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? part : part[..end]);
    }

    /// <summary>UTF-16 until a zero.</summary>
    public static string Wide(ReadOnlySpan<byte> bytes, long at, int mostBytes = 8192)
    {
        string text = Encoding.Unicode.GetString(Part(bytes, at, mostBytes));
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
