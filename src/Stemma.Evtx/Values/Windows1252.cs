namespace Stemma.Evtx.Values;

/// <summary>
/// The Windows code page 1252, the likeliest one for ANSI strings. A file does not say which code page its
/// writer used, so text outside ASCII may come out in the wrong letters; no reader can know better.
/// </summary>
internal static class Windows1252
{
    // What 0x80 to 0x9F mean; places that have no letter keep the control character of the same number.
    private const string High = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Writes one character a byte, without NULs at the end; returns how many.</summary>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        bytes = bytes.TrimEnd((byte)0);
        for (int i = 0; i < bytes.Length; i++)
            to[i] = bytes[i] is >= 0x80 and <= 0x9F ? High[bytes[i] - 0x80] : (char)bytes[i];
        return bytes.Length;
    }
}
