namespace Stemma.Decoding.Documents;

/// <summary>A OneNote section (MS-ONESTORE): the files that were attached to its pages, which a click starts.</summary>
internal static class OneNoteFile
{
    private const int MostFiles = 200, HeaderSize = 36;

    /// <summary>The identifier that it begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D, 0xAE, 0xB1, 0x53, 0x78, 0xD0, 0x29, 0x96, 0xD3];

    // FileDataStoreObject: this identifier, eight bytes of length, twelve that are not used, the file.
    private static ReadOnlySpan<byte> FileObject => [0xE7, 0x16, 0xE3, 0xBD, 0x65, 0x26, 0x11, 0x45, 0xA4, 0xC4, 0x8D, 0x4D, 0x0B, 0x7A, 0x9E, 0xAC];

    public static void Read(byte[] content, DocumentReading document)
    {
        document.Line("OneNote section");
        int files = 0;
        for (int at = 0, found; (found = content.AsSpan(at).IndexOf(FileObject)) >= 0;)
        {
            at += found;
            if (++files > MostFiles) { document.NoteHere($"more than {MostFiles} attached files"); return; }
            ReadOnlySpan<byte> file = Bytes.Part(content, at + HeaderSize, Bytes.U32(content, at + 16));
            document.Line($"attached file {files}, {file.Length:N0} bytes");
            document.Budget.Reserve(file.Length);
            document.Embedded(file.ToArray(), $"attached file {files}");
            at += 16;
        }
    }
}
