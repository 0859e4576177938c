namespace Stemma.Logs;

/// <summary>What a file is that is no log, judged by its first bytes: the reason why it was passed over.</summary>
internal static class FileKind
{
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
        return text.StartsWith("<"u8) ? "XML or HTML text" : text.StartsWith("{"u8) || text.StartsWith("["u8) ? "other JSON text" : "other text";
    }

    /// <summary>The name of an archive or compression that is not opened; null when it is none.</summary>
    public static string? PackedAs(ReadOnlySpan<byte> head) =>
        head.StartsWith("Rar!"u8) ? "rar archive" : null;
}
