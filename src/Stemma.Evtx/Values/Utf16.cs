using System.Runtime.InteropServices;

namespace Stemma.Evtx.Values;

/// <summary>UTF-16 text in place: a file's bytes seen as characters, at even and odd addresses alike.</summary>
internal static class Utf16
{
    public static ReadOnlySpan<char> Of(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, char>(bytes);

    /// <summary>The text without the NULs that some writers leave at its end.</summary>
    public static ReadOnlySpan<char> Trimmed(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<char> text = MemoryMarshal.Cast<byte, char>(bytes);
        int length = text.Length;
        while (length > 0 && text[length - 1] == '\0') length--;
        return text[..length];
    }
}
