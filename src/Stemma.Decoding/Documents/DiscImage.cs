using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>
/// An image of an optical disc (ECMA-119, with Joliet names where it has them): its files, which of them are hidden, and what in them is read here. What comes
/// out of such an image carries no mark of the web (T1553.005).
/// </summary>
internal static class DiscImage
{
    private const int Sector = 2048, FirstDescriptor = 16, MostDescriptors = 32, MostFiles = 5_000, MostFolders = 1_000, MostFile = 8 << 20, RootRecord = 156;
    private const byte Primary = 1, Supplementary = 2, Terminator = 255;

    /// <summary>Whether bytes are such an image.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content) =>
        content.Length > (FirstDescriptor + 1) * Sector && content.Slice((FirstDescriptor * Sector) + 1, 5).SequenceEqual("CD001"u8);

    public static void Read(byte[] content, DocumentReading document)
    {
        document.Line("disc image (ISO 9660)");
        ReadOnlySpan<byte> root = [];
        bool wide = false;
        for (int n = 0; n < MostDescriptors; n++)
        {
            ReadOnlySpan<byte> descriptor = Bytes.Part(content, (FirstDescriptor + n) * (long)Sector, Sector);
            if (descriptor.Length < Sector || !descriptor.Slice(1, 5).SequenceEqual("CD001"u8) || descriptor[0] == Terminator) { break; }
            // Joliet: a supplementary descriptor whose names are of two bytes, marked by an escape sequence.
            bool joliet = descriptor[0] == Supplementary && descriptor[88] == '%' && descriptor[89] == '/';
            if ((descriptor[0] == Primary && root.IsEmpty) || joliet) { root = Bytes.Part(descriptor, RootRecord, 34); wide = joliet; }
        }
        if (content.AsSpan(0, Math.Min(content.Length, 64 * Sector)).IndexOf("NSR0"u8) >= 0) { document.NoteHere("the image has a file system of UDF too, which is not read"); }
        if (root.Length < 34) { document.NoteHere("damaged disc image: no root folder"); return; }
        var folders = new Queue<(long Start, long Size, string Path)>();
        var met = new HashSet<long>();
        folders.Enqueue((Bytes.U32(root, 2) * (long)Sector, Bytes.U32(root, 10), ""));
        int files = 0;
        while (folders.TryDequeue(out (long Start, long Size, string Path) folder))
        {
            if (!met.Add(folder.Start) || met.Count > MostFolders) { continue; }
            ReadOnlySpan<byte> records = Bytes.Part(content, folder.Start, folder.Size);
            for (int at = 0; at < records.Length;)
            {
                document.Budget.Spend();
                int length = records[at];
                // A record does not cross sectors; zeros fill the rest of one.
                if (length == 0) { at = ((at / Sector) + 1) * Sector; continue; }
                ReadOnlySpan<byte> record = Bytes.Part(records, at, length);
                at += length;
                if (record.Length < 34 || Bytes.Part(record, 33, record[32]) is not { Length: > 0 } raw || (raw.Length == 1 && raw[0] < 2)) { continue; }
                string name = (wide ? Encoding.BigEndianUnicode.GetString(raw) : Encoding.Latin1.GetString(raw)).Split(';')[0];
                string path = folder.Path.Length == 0 ? name : $"{folder.Path}/{name}";
                long start = Bytes.U32(record, 2) * (long)Sector, size = Bytes.U32(record, 10);
                bool hidden = (record[25] & 1) != 0, isFolder = (record[25] & 2) != 0;
                if (++files > MostFiles) { document.NoteHere($"files after the first {MostFiles:N0} are not read"); return; }
                document.Line($"{path}{(isFolder ? "/" : $", {size:N0} bytes")}{(hidden ? ", hidden" : "")}");
                if (hidden) { document.NoteHere($"{path} is hidden"); }
                if (isFolder) { if (path.Length < 1_000) { folders.Enqueue((start, size, path)); } continue; }
                ReadOnlySpan<byte> data = Bytes.Part(content, start, Math.Min(size, MostFile));
                if (data.Length == 0) { continue; }
                document.Budget.Reserve(data.Length);
                document.Embedded(data.ToArray(), path);
            }
        }
    }
}
