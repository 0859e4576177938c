using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>A compound file as a document: its streams, macros, packaged files, and what else in it runs something.</summary>
internal static class CompoundDocument
{
    private const int MostListed = 500, SheetRecord = 0x85;

    public static void Read(byte[] content, DocumentReading document)
    {
        document.Line("compound file");
        var file = new CompoundFile(content, document.Budget);
        foreach (CompoundFile.Entry stream in file.Streams.Take(MostListed)) { document.Line($"stream {stream.Path}, {stream.Size:N0} bytes"); }
        MacroProject.Read(file, document);
        foreach (CompoundFile.Entry stream in file.Streams)
        {
            string name = stream.Path[(stream.Path.LastIndexOf('/') + 1)..];
            switch (name)
            {
                case "\u0001Ole10Native": Package(file.Read(stream), 4, document); break;
                case "EncryptedPackage": document.NoteHere("the document is encrypted; its content is not read"); break;
                case "Workbook" or "Book": Sheets(file.Read(stream), document); break;
                case "WordDocument": Fields.InText(Encoding.Latin1.GetString(file.Read(stream)), document); break;
            }
        }
    }

    /// <summary>A file that the Packager put into a document: label, path, temporary path, content.</summary>
    public static void Package(ReadOnlySpan<byte> data, int at, DocumentReading document)
    {
        long to = at + 2;
        string label = Bytes.Narrow(data, to);
        to += label.Length + 1;
        string path = Bytes.Narrow(data, to);
        to += path.Length + 1 + 4;
        to += 4 + (long)Bytes.U32(data, to);
        uint size = Bytes.U32(data, to);
        ReadOnlySpan<byte> content = Bytes.Part(data, to + 4, size);
        document.Line($"packaged file {label} from {path}, {content.Length:N0} bytes");
        if (content.Length > 0)
        {
            document.Budget.Reserve(content.Length);
            document.Embedded(content.ToArray(), label);
        }
    }

    // The workbook's list of sheets (BIFF8): a sheet of Excel 4 macros runs without VBA.
    private static void Sheets(ReadOnlySpan<byte> book, DocumentReading document)
    {
        int length;
        for (long at = 0; at + 4 <= book.Length; at += 4 + length)
        {
            document.Budget.Spend();
            length = Bytes.U16(book, at + 2);
            if (Bytes.U16(book, at) != SheetRecord || length < 8) { continue; }
            ReadOnlySpan<byte> sheet = Bytes.Part(book, at + 4, length);
            if (sheet.Length < 8 || sheet[5] != 1) { continue; }
            string name = (sheet[7] & 1) != 0 ? Bytes.Wide(sheet, 8, sheet[6] * 2) : Bytes.Narrow(sheet, 8, sheet[6]);
            document.NoteHere($"sheet {name} holds Excel 4 macros{((sheet[4] & 3) != 0 ? " and is hidden" : "")}; they are not decoded");
        }
    }
}
