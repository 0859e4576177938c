using System.Globalization;
using System.Text;

namespace Stemma.Decoding.JavaScript;

/// <summary>The encodings that the language has functions for.</summary>
internal static class Encodings
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary><c>unescape</c>: <c>%41</c> and <c>%u0041</c> (ECMA-262, annex B.2.1.2).</summary>
    public static string Unescape(string text)
    {
        var made = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 5 < text.Length && text[i + 1] == 'u' && Hex(text, i + 2, 4) is { } wide) { made.Append((char)wide); i += 5; }
            else if (text[i] == '%' && i + 2 < text.Length && Hex(text, i + 1, 2) is { } narrow) { made.Append((char)narrow); i += 2; }
            else { made.Append(text[i]); }
        }
        return made.ToString();
    }

    /// <summary><c>escape</c>.</summary>
    public static string Escape(string text)
    {
        var made = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '@' or '*' or '_' or '+' or '-' or '.' or '/') { made.Append(c); }
            else if (c < 256) { made.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}"); }
            else { made.Append(CultureInfo.InvariantCulture, $"%u{(int)c:X4}"); }
        }
        return made.ToString();
    }

    /// <summary><c>decodeURIComponent</c>; null where it would throw.</summary>
    public static string? DecodeUri(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) { return text; }
        var made = new StringBuilder(text.Length);
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || Hex(text, i + 1, 2) is not { } b) { return null; }
                bytes.Add((byte)b);
                i += 2;
                if (i + 1 < text.Length && text[i + 1] == '%') { continue; }
            }
            if (bytes.Count > 0)
            {
                try { made.Append(Strict.GetString([.. bytes])); }
                catch (ArgumentException) { return null; }
                bytes.Clear();
                continue;
            }
            made.Append(text[i]);
        }
        return made.ToString();
    }

    /// <summary><c>encodeURIComponent</c> and <c>encodeURI</c>.</summary>
    public static string EncodeUri(string text, string kept)
    {
        var made = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || kept.Contains((char)rune.Value, StringComparison.Ordinal))) { made.Append((char)rune.Value); continue; }
            int length = rune.EncodeToUtf8(bytes);
            foreach (byte b in bytes[..length]) { made.Append(CultureInfo.InvariantCulture, $"%{b:X2}"); }
        }
        return made.ToString();
    }

    /// <summary><c>atob</c>: a character a byte; null where it would throw.</summary>
    public static string? Atob(string text)
    {
        string clean = new([.. text.Where(c => !char.IsWhiteSpace(c))]);
        clean = clean.TrimEnd('=');
        if (clean.Length % 4 == 1) { return null; }
        clean += new string('=', (4 - (clean.Length % 4)) % 4);
        try { return Encoding.Latin1.GetString(Convert.FromBase64String(clean)); }
        catch (FormatException) { return null; }
    }

    /// <summary><c>btoa</c>; null where it would throw.</summary>
    public static string? Btoa(string text) => text.All(c => c < 256) ? Convert.ToBase64String(Encoding.Latin1.GetBytes(text)) : null;

    private static int? Hex(string text, int at, int count) =>
        int.TryParse(text.AsSpan(at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : null;
}
