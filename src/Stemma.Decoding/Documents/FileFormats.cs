using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>Tells a file's format by its first bytes, and reads text in the encoding that it is in.</summary>
internal static class FileFormats
{
    private const int Searched = 4096;

    /// <summary>The format of a file.</summary>
    public static FileFormat Of(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("L\0\0\0\u0001\u0014\u0002\0"u8)) { return FileFormat.Shortcut; }
        if (content.StartsWith(CompoundFile.Signature)) { return FileFormat.Compound; }
        if (content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith("PK\u0005\u0006"u8)) { return FileFormat.Zip; }
        if (content.StartsWith(OneNoteFile.Signature)) { return FileFormat.OneNote; }
        if (content.StartsWith("FasdUAS "u8)) { return FileFormat.CompiledAppleScript; }
        if (DiscImage.IsOne(content)) { return FileFormat.DiscImage; }
        ReadOnlySpan<byte> head = content[..Math.Min(content.Length, Searched)];
        ReadOnlySpan<byte> trimmed = head.TrimStart(" \t\r\n"u8);
        // Word takes "{\rt" already for rich text.
        if (trimmed.StartsWith("{\\rt"u8)) { return FileFormat.Rtf; }
        if (head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) >= 0) { return FileFormat.Pdf; }
        if (content.StartsWith("MZ"u8) && content.Length > 64 && head.IndexOf((byte)0) >= 0) { return FileFormat.Program; }
        return IsText(head) ? FileFormat.Text : FileFormat.Other;
    }

    /// <summary>The characters of a text file: by its mark, else UTF-16 when every other byte is zero, else UTF-8 when it is that, else Latin-1.</summary>
    /// <param name="content">The file.</param>
    /// <param name="most">Characters that are read at most.</param>
    public static string TextOf(ReadOnlySpan<byte> content, int most)
    {
        if (content.StartsWith("\uFEFF"u8)) { return Cut(Encoding.UTF8, content[3..], most); }
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) { return Cut(Encoding.Unicode, content[2..], most); }
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) { return Cut(Encoding.BigEndianUnicode, content[2..], most); }
        ReadOnlySpan<byte> head = content[..Math.Min(content.Length, Searched)];
        if (IsWide(head, 1)) { return Cut(Encoding.Unicode, content, most); }
        if (IsWide(head, 0)) { return Cut(Encoding.BigEndianUnicode, content, most); }
        return Cut(System.Text.Unicode.Utf8.IsValid(content) ? Encoding.UTF8 : Encoding.Latin1, content, most);
    }

    /// <summary>The language that a file's name tells; <see cref="ScriptKind.Auto"/> when it tells none.</summary>
    public static ScriptKind KindByName(string? name) => Path.GetExtension(name ?? "").ToUpperInvariant() switch
    {
        ".PS1" or ".PSM1" or ".PSD1" => ScriptKind.PowerShell,
        ".BAT" or ".CMD" => ScriptKind.Cmd,
        ".JS" or ".JSE" or ".MJS" => ScriptKind.JavaScript,
        ".VBS" or ".VBE" or ".VBA" or ".BAS" or ".CLS" => ScriptKind.VisualBasic,
        ".HTM" or ".HTML" or ".HTA" or ".SCT" or ".WSF" or ".WSC" or ".XSL" or ".SVG" => ScriptKind.Html,
        ".SH" or ".BASH" => ScriptKind.Shell,
        ".PY" or ".PYW" => ScriptKind.Python,
        ".APPLESCRIPT" => ScriptKind.AppleScript,
        _ => ScriptKind.Auto,
    };

    private static string Cut(Encoding encoding, ReadOnlySpan<byte> bytes, int most)
    {
        int widest = encoding is UnicodeEncoding ? 2 : 1;
        return encoding.GetString(bytes[..(int)Math.Min(bytes.Length, (long)most * widest)]);
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || IsWide(head, 0) || IsWide(head, 1)) { return true; }
        int odd = 0;
        foreach (byte b in head)
        {
            if (b == 0) { return false; }
            if (b < 32 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 0x0C or 0x1B)) { odd++; }
        }
        return odd * 32 <= head.Length;
    }

    // UTF-16 of Latin text: zero in nearly every second byte, and in nearly none of the others.
    private static bool IsWide(ReadOnlySpan<byte> head, int zeroAt)
    {
        int zeros = 0, others = 0, pairs = head.Length / 2;
        for (int i = 0; i + 1 < head.Length; i += 2)
        {
            if (head[i + zeroAt] == 0) { zeros++; }
            if (head[i + 1 - zeroAt] < 9) { others++; }
        }
        return pairs >= 4 && zeros * 10 >= pairs * 9 && others * 50 <= pairs;
    }
}
