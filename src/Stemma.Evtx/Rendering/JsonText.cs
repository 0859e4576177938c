using System.Runtime.Intrinsics;

namespace Stemma.Evtx.Rendering;

/// <summary>Text inside a JSON string (RFC 8259): escaped, and valid UTF-8 whatever the file holds.</summary>
internal readonly struct JsonText : IEscaping
{
    private const string Hex = "0123456789abcdef";

    /// <summary>Appends the text without quotes. Lone surrogates become U+FFFD.</summary>
    public static void Write(Utf8Buffer to, ReadOnlySpan<char> text) => Utf8Text.Write<JsonText>(to, text, text.Length);

    /// <inheritdoc/>
    public static Vector256<byte> FindSpecial(Vector256<byte> text) =>
        Vector256.LessThan(text.AsSByte(), Vector256.Create((sbyte)' ')).AsByte() |
        Vector256.Equals(text, Vector256.Create((byte)'"')) |
        Vector256.Equals(text, Vector256.Create((byte)'\\'));

    /// <inheritdoc/>
    public static bool IsSpecial(char c) => c is < ' ' or '"' or '\\' or > '\u007F';

    /// <inheritdoc/>
    public static void Escape(Utf8Buffer to, char c)
    {
        switch (c)
        {
            case '\\': to.Add("\\\\"u8); break;
            case '"': to.Add("\\\""u8); break;
            case '\n': to.Add("\\n"u8); break;
            case '\r': to.Add("\\r"u8); break;
            case '\t': to.Add("\\t"u8); break;
            case '\b': to.Add("\\b"u8); break;
            case '\f': to.Add("\\f"u8); break;
            default:
                to.Add("\\u00"u8);
                to.Add((byte)Hex[c >> 4]);
                to.Add((byte)Hex[c & 15]);
                break;
        }
    }

    /// <inheritdoc/>
    public static void WriteOther(Utf8Buffer to, ReadOnlySpan<char> text) => Utf8Text.Write(to, text);
}
