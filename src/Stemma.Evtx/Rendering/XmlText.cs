using System.Buffers;

namespace Stemma.Evtx.Rendering;

/// <summary>Text of XML 1.0: escaped, and free of the characters that XML cannot hold at all.</summary>
internal static class XmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static c => (char)c), '&', '<', '>', '"', '\uFFFE', '\uFFFF']);

    /// <summary>Appends the text for an element's content or, with <paramref name="isAttribute"/>, for a quoted attribute.</summary>
    public static void Write(Utf8Buffer to, ReadOnlySpan<char> text, bool isAttribute)
    {
        while (!text.IsEmpty)
        {
            int at = text.IndexOfAny(Special);
            Utf8Text.Write(to, at < 0 ? text : text[..at]);
            if (at < 0) return;
            Escape(to, text[at], isAttribute);
            text = text[(at + 1)..];
        }
    }

    private static void Escape(Utf8Buffer to, char c, bool isAttribute)
    {
        switch (c)
        {
            case '&': to.Add("&amp;"u8); break;
            case '<': to.Add("&lt;"u8); break;
            case '>': to.Add("&gt;"u8); break;
            case '"' when isAttribute: to.Add("&quot;"u8); break;
            case '"': to.Add((byte)'"'); break;
            // A reader of XML turns bare ones into line feeds and blanks.
            case '\r': to.Add("&#xD;"u8); break;
            case '\n' when isAttribute: to.Add("&#xA;"u8); break;
            case '\t' when isAttribute: to.Add("&#x9;"u8); break;
            case '\n' or '\t': to.Add((byte)c); break;
            default: to.Add("\uFFFD"u8); break;
        }
    }
}
