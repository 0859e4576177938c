using System.Buffers;
using System.Text;

namespace Stemma.Decoding.CommandLines;

/// <summary>Scripts written in base64: of UTF-16, as -EncodedCommand takes it, or of the narrower encodings.</summary>
internal static class EncodedText
{
    private const int Probed = 512;

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Whether a text consists of the characters of base64.</summary>
    public static bool IsBase64(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(Base64Characters);

    /// <summary>Decodes the value of -EncodedCommand, quotes and what follows the base64 left aside; null when no text comes out.</summary>
    public static string? Decode(string value, DecodeBudget budget)
    {
        budget.Reserve(value.Length);
        if (Bytes(value.Trim().Trim('"', '\'', ',', '\\')) is not { Length: > 1 } bytes) { return null; }
        // UTF-8 is no script to PowerShell here, but it is what somebody meant: its mark, or nothing but ASCII.
        string narrow = Encoding.UTF8.GetString(bytes).TrimEnd('\0');
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || !bytes.AsSpan().ContainsAnyExceptInRange((byte)9, (byte)126)) { return narrow; }
        string wide = Encoding.Unicode.GetString(bytes).TrimStart('\uFEFF').TrimEnd('\0');
        if (LooksLikeText(wide)) { return wide; }
        return LooksLikeText(narrow) ? narrow : null;
    }

    /// <summary>The text when base64 holds UTF-16 text of ASCII characters; null otherwise.</summary>
    public static string? Utf16(string text)
    {
        if (!IsBase64(text) || text.Length % 4 != 0 || Bytes(text) is not { Length: > 3 } bytes || bytes.Length % 2 != 0) { return null; }
        for (int i = 1; i < bytes.Length; i += 2)
        {
            if (bytes[i] != 0) { return null; }
        }
        string wide = Encoding.Unicode.GetString(bytes);
        return LooksLikeText(wide) ? wide : null;
    }

    /// <summary>The bytes of the base64 that a text begins with; blanks and missing padding do not matter.</summary>
    public static byte[]? Bytes(ReadOnlySpan<char> text)
    {
        char[] kept = ArrayPool<char>.Shared.Rent(text.Length + 4);
        try
        {
            int length = 0;
            foreach (char c in text)
            {
                if (char.IsWhiteSpace(c)) { continue; }
                if (c == '=' || !Base64Characters.Contains(c)) { break; }
                kept[length++] = c;
            }
            if (length % 4 == 1) { length--; }
            while (length % 4 != 0) { kept[length++] = '='; }
            var bytes = new byte[length / 4 * 3];
            return Convert.TryFromBase64Chars(kept.AsSpan(0, length), bytes, out int written) ? bytes[..written] : null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(kept);
        }
    }

    private static bool LooksLikeText(string text)
    {
        ReadOnlySpan<char> head = text.AsSpan(0, Math.Min(text.Length, Probed));
        int strange = 0;
        foreach (char c in head)
        {
            if (c is '\uFFFD' or (< ' ' and not ('\t' or '\r' or '\n')) or (> '\u2FFF' and < '\uFF00')) { strange++; }
        }
        return head.Length > 0 && strange * 4 < head.Length;
    }
}
