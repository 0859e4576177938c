using System.Buffers;

namespace Stemma.Evtx.Rendering;

/// <summary>Text inside a JSON string (RFC 8259): escaped, and valid UTF-8 whatever the file holds.</summary>
internal static class JsonText
{
    private const string Hex = "0123456789abcdef";
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static c => (char)c), '"', '\\']);

    /// <summary>Appends the text without quotes. Lone surrogates become U+FFFD.</summary>
    public static void Write(Utf8Buffer to, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny(Special);
            Utf8Text.Write(to, plain < 0 ? text : text[..plain]);
            if (plain < 0) return;
            Escape(to, text[plain]);
            text = text[(plain + 1)..];
        }
    }

    private static void Escape(Utf8Buffer to, char c)
    {
        switch (c)
        {
            case '"': to.Add("\\\""u8); break;
            case '\\': to.Add("\\\\"u8); break;
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
}
