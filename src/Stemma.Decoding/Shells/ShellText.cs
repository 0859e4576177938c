using System.Globalization;
using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>Text that an expansion gave; where it is not known, the text is what was written.</summary>
internal readonly record struct ShellText(string Text, bool Known);

/// <summary>Escapes and quotes of shell text, and the bytes behind text in pipes.</summary>
internal static class ShellStrings
{
    /// <summary>Bytes as text: as UTF-8 where that is what they are, else a character for each byte.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>The bytes that a pipe would carry.</summary>
    public static byte[] ToBytes(string text)
    {
        // Bytes that are no UTF-8 were kept one a character; text of that kind goes back the same way.
        bool bytes = text.AsSpan().IndexOfAnyExceptInRange('\0', '\xFF') < 0 && text.AsSpan().IndexOfAnyInRange('\x80', '\x9F') >= 0;
        return bytes ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A word that means the text given.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_@%+=:,./-".Contains(c)) ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>Evaluates the backslashes of <c>$'…'</c>, <c>echo -e</c> and <c>printf</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zero">Whether octal needs a zero in front, as in <c>echo -e</c>.</param>
    /// <param name="codes">How many characters that have a letter or sign of their own were written as numbers.</param>
    public static string Unescape(string text, bool zero, out int codes)
    {
        codes = 0;
        if (!text.Contains('\\')) { return text; }
        int counted = 0;
        List<byte> bytes = new(text.Length);
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i++];
            if (c != '\\' || i >= text.Length)
            {
                if (char.IsHighSurrogate(c) && i < text.Length && char.IsLowSurrogate(text[i])) { Put(char.ConvertToUtf32(c, text[i++])); }
                else { Put(c); }
                continue;
            }
            char e = text[i++];
            switch (e)
            {
                case 'a': bytes.Add(7); break;
                case 'b': bytes.Add(8); break;
                case 'e' or 'E': bytes.Add(27); break;
                case 'f': bytes.Add(12); break;
                case 'n': bytes.Add(10); break;
                case 'r': bytes.Add(13); break;
                case 't': bytes.Add(9); break;
                case 'v': bytes.Add(11); break;
                case 'c' when zero: i = text.Length; break;
                case 'x' when Number(16, 2, out int x): bytes.Add((byte)x); Count(x); break;
                case 'u' when Number(16, 4, out int u): Put(u); Count(u); break;
                case 'U' when Number(16, 8, out int l): Put(l); Count(l); break;
                case >= '0' and <= '7' when !zero || e == '0':
                    if (!zero) { i--; }
                    Number(8, 3, out int o);
                    bytes.Add((byte)o);
                    Count(o);
                    break;
                case '\\' or '\'' or '"' or '?': bytes.Add((byte)e); break;
                default: bytes.Add((byte)'\\'); Put(e); break;
            }
        }
        codes = counted;
        return FromBytes(bytes.ToArray());

        void Count(int code) => counted += code is >= ' ' and <= '~' ? 1 : 0;

        bool Number(int radix, int most, out int value)
        {
            int start = i;
            value = 0;
            while (i < text.Length && i - start < most && (radix == 16 ? char.IsAsciiHexDigit(text[i]) : text[i] is >= '0' and <= '7'))
            {
                value = unchecked((value * radix) + int.Parse(text.AsSpan(i++, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            }
            return i > start;
        }

        void Put(int code)
        {
            var rune = Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
            Span<byte> encoded = stackalloc byte[4];
            int length = rune.EncodeToUtf8(encoded);
            foreach (byte b in encoded[..length]) { bytes.Add(b); }
        }
    }
}
