using System.Text;

namespace Stemma.Sigma.Values;

/// <summary>The encodings that rules apply to their values. Bytes between two modifiers stand as characters U+0000 to U+00FF.</summary>
internal static class Encodings
{
    /// <summary>The bytes of text as such characters: UTF-8 unless an encoding modifier came before.</summary>
    public static string Utf8(string text) => AsText(Encoding.UTF8.GetBytes(text));

    /// <summary>UTF-16, little or big end first, with a byte order mark where asked (<c>utf16</c>).</summary>
    public static string Utf16(string text, bool bigEndian, bool mark) =>
        (mark ? "\u00FF\u00FE" : "") + AsText((bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetBytes(text));

    /// <summary>Base64 of bytes.</summary>
    public static string Base64(string bytes) => Convert.ToBase64String(Encoding.Latin1.GetBytes(bytes));

    /// <summary>
    /// What every Base64 text that holds the bytes must hold, for each of the three positions in a group of three bytes: the
    /// characters that depend on bytes around them are cut off, counted by bytes.
    /// </summary>
    public static IEnumerable<string> Base64Offsets(string bytes)
    {
        for (int shift = 0; shift < 3; shift++)
        {
            string text = Base64(new string('\0', shift) + bytes);
            int start = shift == 0 ? 0 : shift + 1;
            int end = (shift + bytes.Length) * 8 / 6;
            yield return text[start..Math.Max(start, end)];
        }
    }

    private static string AsText(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
