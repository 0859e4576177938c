using System.Text;

namespace Stemma.Reports.Html;

/// <summary>Text in pictures, which does not wrap: cut to a width, in a font all of whose characters are equally wide.</summary>
internal static class SvgText
{
    /// <summary>A character's width, of a font's size: no common font of this kind has wider ones.</summary>
    public const double Advance = 0.605;

    /// <summary>Log text as far as it fits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The room in pixels.</param>
    /// <param name="size">The font's size in pixels.</param>
    public static string Fit(string text, double width, double size)
    {
        int room = Math.Max(1, (int)(width / (size * Advance)));
        string visible = Humans.Visible(Humans.Cut(text, 4 * room));
        int used = 0, end = 0;
        StringBuilder fitting = new();
        foreach (Rune rune in visible.EnumerateRunes())
        {
            used += IsWide(rune.Value) ? 2 : 1;
            if (used <= room - 1) end = fitting.Length + rune.Utf16SequenceLength;
            if (used > room) return string.Concat(fitting.ToString().AsSpan(0, end), "…");
            fitting.Append(rune.ToString());
        }

        return fitting.ToString();
    }

    // Ideographs, syllables, full-width forms and pictures take two places (Unicode, UAX 11).
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F000 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
