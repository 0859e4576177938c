using System.Runtime.Intrinsics;

namespace Stemma.Evtx.Rendering;

/// <summary>Text of XML 1.0: escaped, and free of the characters that XML cannot hold at all.</summary>
internal static class XmlText
{
    /// <summary>Appends the text for an element's content or, with <paramref name="isAttribute"/>, for a quoted attribute.</summary>
    /// <param name="to">Receives it.</param>
    /// <param name="text">The text, and whatever stands behind it; see <see cref="Utf8Text"/>.</param>
    /// <param name="length">How many characters the text has.</param>
    /// <param name="isAttribute">Where it goes.</param>
    public static void Write(Utf8Buffer to, ReadOnlySpan<char> text, int length, bool isAttribute)
    {
        if (isAttribute) Utf8Text.Write<Attribute>(to, text, length);
        else Utf8Text.Write<Content>(to, text, length);
    }

    private static void WriteOther(Utf8Buffer to, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny('\uFFFE', '\uFFFF') is >= 0 and int forbidden)
        {
            Utf8Text.Write(to, text[..forbidden]);
            to.Add("\uFFFD"u8);
            text = text[(forbidden + 1)..];
        }

        Utf8Text.Write(to, text);
    }

    private static Vector256<byte> FindMarkup(Vector256<byte> text) =>
        Vector256.LessThan(text.AsSByte(), Vector256.Create((sbyte)' ')).AsByte() |
        Vector256.Equals(text, Vector256.Create((byte)'&')) |
        Vector256.Equals(text, Vector256.Create((byte)'<')) |
        Vector256.Equals(text, Vector256.Create((byte)'>'));

    private static bool IsMarkup(char c) => c is < ' ' or '&' or '<' or '>' or > '\u007F';

    private static void Escape(Utf8Buffer to, char c, bool isAttribute)
    {
        switch (c)
        {
            case '&': to.Add("&amp;"u8); break;
            case '<': to.Add("&lt;"u8); break;
            case '>': to.Add("&gt;"u8); break;
            case '"': to.Add("&quot;"u8); break;
            // A reader of XML turns bare ones into line feeds and blanks.
            case '\r': to.Add("&#xD;"u8); break;
            case '\n' when isAttribute: to.Add("&#xA;"u8); break;
            case '\t' when isAttribute: to.Add("&#x9;"u8); break;
            case '\n' or '\t': to.Add((byte)c); break;
            default: to.Add("\uFFFD"u8); break;
        }
    }

    private readonly struct Content : IEscaping
    {
        public static Vector256<byte> FindSpecial(Vector256<byte> text) => FindMarkup(text);

        public static bool IsSpecial(char c) => IsMarkup(c);

        public static void Escape(Utf8Buffer to, char c) => XmlText.Escape(to, c, isAttribute: false);

        public static void WriteOther(Utf8Buffer to, ReadOnlySpan<char> text) => XmlText.WriteOther(to, text);
    }

    private readonly struct Attribute : IEscaping
    {
        public static Vector256<byte> FindSpecial(Vector256<byte> text) => FindMarkup(text) | Vector256.Equals(text, Vector256.Create((byte)'"'));

        public static bool IsSpecial(char c) => IsMarkup(c) || c == '"';

        public static void Escape(Utf8Buffer to, char c) => XmlText.Escape(to, c, isAttribute: true);

        public static void WriteOther(Utf8Buffer to, ReadOnlySpan<char> text) => XmlText.WriteOther(to, text);
    }
}
