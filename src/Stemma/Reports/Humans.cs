using System.Globalization;
using System.Text;
using Stemma.Events;

namespace Stemma.Reports;

/// <summary>Numbers, times and log text as people read them.</summary>
public static class Humans
{
    /// <summary>A count with thousands separated: <c>1,234,567</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string noun, string? plural = null) => $"{Count(count)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>Bytes: <c>3.1 GB</c>, powers of 1,000.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    /// <summary>A duration: <c>0.42 s</c>, <c>12.3 s</c>, <c>4 min 05 s</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        _ => $"{(long)time.TotalMinutes} min {time.Seconds:00} s",
    };

    /// <summary>A point in time in UTC to the second; <c>no time</c> for 0.</summary>
    public static string Time(long time) =>
        time <= 0 ? "no time" : EventTime.ToDateTime(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Log text on one line: control and invisible characters, which could drive a terminal, become visible ones.</summary>
    public static string Clean(string? text)
    {
        if (text is null) return "";
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\r' or '\t') clean.Append(' ');
            else if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse) clean.Append('\uFFFD');
            else clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Log text in which characters that cannot be seen are named, as <c>‹U+202E›</c>: whoever reads a report must see that they are there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">Line ends and tabs stay; otherwise they become spaces.</param>
    public static string Visible(string text, bool lines = false)
    {
        StringBuilder visible = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\t') visible.Append(lines ? (char)rune.Value : ' ');
            else if (rune.Value == '\r') visible.Append(lines ? "" : " ");
            else if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) visible.Append(CultureInfo.InvariantCulture, $"‹U+{rune.Value:X4}›");
            else visible.Append(rune.ToString());
        }

        return visible.ToString();
    }

    /// <summary>At most so many characters, the cut marked.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : length < 2 ? text[..Math.Max(length, 0)] : string.Concat(text.AsSpan(0, length - 1), "…");
}
