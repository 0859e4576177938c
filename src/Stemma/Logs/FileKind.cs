using System.Buffers;

namespace Stemma.Logs;

/// <summary>What a file is that is no log, judged by its first bytes: the reason why it was passed over.</summary>
internal static class FileKind
{
    private static readonly SearchValues<byte> Word = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8);

    /// <summary>The kind, as a word that has an <c>s</c> behind it in the plural.</summary>
    public static string Of(ReadOnlySpan<byte> head)
    {
        if (PackedAs(head) is { } packed) return packed;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith("GIF8"u8)) return "picture";
        if (head.StartsWith("%PDF"u8) || head.StartsWith("{\\rtf"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return "document";
        if (head.StartsWith("MZ"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F'])) return "program";
        head = LogSignature.Decode(head.ToArray());
        if (head.IndexOf((byte)0) >= 0) return "other binary file";
        bool isRule = head.IndexOf("detection:"u8) >= 0 || head.IndexOf("logsource:"u8) >= 0;
        if (isRule) return "rule";
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<"u8) ? "XML or HTML text" : text.StartsWith("{"u8) || text.StartsWith("["u8) ? "other JSON text"
            : text.StartsWith("#!"u8) ? "script" : text.StartsWith("Windows Registry Editor"u8) || text.StartsWith("REGEDIT4"u8) ? "registry file"
            : IsTable(text) ? "table" : IsYaml(text) ? "YAML text" : "other text";
    }

    // The second line has as many columns as the first, and at least three.
    private static bool IsTable(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> header = Line(ref text), row = Line(ref text);
        foreach (byte separator in ",;\t"u8)
            if (header.Count(separator) is >= 2 and int columns && row.Count(separator) >= columns) return true;
        return false;
    }

    // Behind comments and the document's mark stands a key.
    private static bool IsYaml(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = Line(ref text).TrimEnd(" \r"u8);
            if (line.IsEmpty || line[0] == (byte)'#') continue;
            if (line.SequenceEqual("---"u8)) return true;
            int key = line.IndexOfAnyExcept(Word);
            return key > 0 && line[key] == (byte)':' && (key + 1 == line.Length || line[key + 1] == (byte)' ');
        }

        return false;
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> text)
    {
        int feed = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = feed < 0 ? text : text[..feed];
        text = feed < 0 ? [] : text[(feed + 1)..];
        return line;
    }

    /// <summary>The name of an archive or compression that is not opened; null when it is none.</summary>
    public static string? PackedAs(ReadOnlySpan<byte> head) =>
        head.StartsWith("Rar!"u8) ? "rar archive" : null;
}
