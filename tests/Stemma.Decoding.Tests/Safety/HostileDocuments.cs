using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests.Safety;

/// <summary>Documents and archives that were made to use up time and memory.</summary>
internal static class HostileDocuments
{
    private const int Mebibyte = 1 << 20;

    public static (string Name, Func<byte[]> Make)[] All { get; } =
    [
        ("flat.zip", () => OfficeWriter.Zip([.. Enumerable.Range(0, 200).Select(i => ($"{i}.bin", new byte[4 * Mebibyte]))])),
        ("texts.zip", () => OfficeWriter.Zip([.. Enumerable.Range(0, 60).Select(i => ($"{i}.ps1", Encoding.ASCII.GetBytes($"$a{i} = 1;" + new string(' ', 4 * Mebibyte))))])),
        ("nested.zip", () => Nested(16, 6)),
        ("deep.zip", () => Nested(1, 200)),
        ("many.zip", () => OfficeWriter.Zip([.. Enumerable.Range(0, 60_000).Select(i => ($"{i}", Array.Empty<byte>()))])),
        ("overlapping.zip", Overlapping),
        ("itself.zip", Itself),
        ("huge part.docx", () => OfficeWriter.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", new byte[300 * Mebibyte]), ("word/vbaProject.bin", new byte[300 * Mebibyte]))),
        ("tags.docx", () => OfficeWriter.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", Repeated("<w:instrText ", 8 * Mebibyte)), ("word/_rels/a.rels", Repeated("<Relationship ", 8 * Mebibyte)), ("word/a.xml", Repeated("<w:fldSimple a", 8 * Mebibyte)), ("word/b.xml", Repeated("<w:instrText>DDE a</w:instrText>", 8 * Mebibyte)))),
        ("sectors loop.doc", () => Compound((table, i) => i)),
        ("sectors zigzag.doc", () => Compound((table, i) => i ^ 1)),
        ("one large chain.doc", () => Compound((table, i) => i + 1)),
        ("difat loop.doc", DifatLoop),
        ("directory.doc", ManyEntries),
        ("packages.rtf", () => [.. "{\\rtf1"u8, .. Repeated("{\\object\\objemb{\\*\\objdata 01050000020000000800000050616B616765000000000000000000FFFFFF0F02006100620000", 20 * Mebibyte)]),
        ("compounds.rtf", () => [.. "{\\rtf1"u8, .. Repeated("\\objdata D0CF11E0A1B11AE1" + new string('0', 2000), 20 * Mebibyte)]),
        ("streams.pdf", () => Pdf(400)),
        ("nested streams.pdf", () => [.. "%PDF-"u8, .. Repeated("1 0 obj <</JS 1 0 R /JS (", 20 * Mebibyte)]),
        ("files.one", () => [.. Documents.OneNoteFile.Signature, .. Repeated("\u00E7\u0016\u00E3\u00BD\u0065\u0026\u0011\u0045\u00A4\u00C4\u008D\u004D\u000B\u007A\u009E\u00AC\u00FF\u00FF\u00FF\u0000\0\0\0\0", 20 * Mebibyte)]),
        ("blocks.lnk", () => [.. ShortcutWriter.Write(@"C:\a.exe", "a")[..^4], .. Repeated("\u0008\0\0\0\u0001\0\0\u00A0", 20 * Mebibyte)]),
        ("folders.iso", () => Disc(2)),
        ("one file often.iso", () => Disc(0)),
        ("sections.exe", () => Exe()),
        ("zeros.bin", () => new byte[50 * Mebibyte]),
    ];

    // Each record of the folder is a folder, or a file, that is all of the image.
    private static byte[] Disc(byte flags)
    {
        byte[] disc = [.. DocumentSamples.Disc(("A.PS1", "Get-Date"u8.ToArray()))[..(18 * 2048)], .. Repeated("\u0028\0\u0013\0\0\0\0\0\0\0\u00FF\u00FF\u00FF\u007F" + new string('\0', 11) + (char)flags + "\0\0\0\0\0\0\u0006AAAA;1", 20 * Mebibyte)];
        BitConverter.TryWriteBytes(disc.AsSpan((16 * 2048) + 156 + 10), int.MaxValue);
        return disc;
    }

    // Sections that are all of the file, imports that go on and on.
    private static byte[] Exe()
    {
        byte[] file = Repeated("\u0040\u0010\0\0", 40 * Mebibyte);
        Encoding.Latin1.GetBytes("MZ\0\0").CopyTo(file, 0);
        BitConverter.TryWriteBytes(file.AsSpan(60), 64);
        Encoding.Latin1.GetBytes("PE\0\0").CopyTo(file, 64);
        BitConverter.TryWriteBytes(file.AsSpan(84), 224);
        for (int i = 0; i < 96; i++)
        {
            int at = 64 + 24 + 224 + (i * 40);
            foreach ((int offset, int value) in (ReadOnlySpan<(int, int)>)[(8, int.MaxValue), (12, i), (16, int.MaxValue), (20, 4)]) { BitConverter.TryWriteBytes(file.AsSpan(at + offset), value); }
        }
        return file;
    }

    /// <summary>A piece again and again, as Latin-1.</summary>
    public static byte[] Repeated(string piece, int length)
    {
        byte[] each = Encoding.Latin1.GetBytes(piece), made = new byte[length];
        for (int at = 0; at < length; at += each.Length) { each.AsSpan(0, Math.Min(each.Length, length - at)).CopyTo(made.AsSpan(at)); }
        return made;
    }

    // Archives of archives; the innermost inflates to much.
    private static byte[] Nested(int each, int depth)
    {
        byte[] made = OfficeWriter.Zip(("zeros.bin", new byte[64 * Mebibyte]));
        for (int i = 0; i < depth; i++) { made = OfficeWriter.Zip([.. Enumerable.Range(0, each).Select(n => ($"{n}.zip", made))]); }
        return made;
    }

    // Many members that share one stretch of packed data.
    private static byte[] Overlapping()
    {
        byte[] packed;
        using (var to = new MemoryStream())
        {
            using (var deflate = new DeflateStream(to, CompressionLevel.SmallestSize, true)) { deflate.Write(new byte[64 * Mebibyte]); }
            packed = to.ToArray();
        }
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(0x04034B50);
        Fields();
        writer.Write((ushort)1);
        writer.Write((ushort)0);
        writer.Write((byte)'a');
        writer.Write(packed);
        int directory = (int)file.Position;
        for (int i = 0; i < 3_000; i++)
        {
            writer.Write(0x02014B50);
            writer.Write((ushort)20);
            Fields();
            writer.Write((ushort)1);
            writer.Write(new byte[16]);
            writer.Write((byte)'a');
        }
        int length = (int)file.Position - directory;
        writer.Write(0x06054B50);
        writer.Write(0);
        writer.Write((ushort)3_000);
        writer.Write((ushort)3_000);
        writer.Write(length);
        writer.Write(directory);
        writer.Write((ushort)0);
        return file.ToArray();

        void Fields()
        {
            writer.Write((ushort)20);
            writer.Write((ushort)0);
            writer.Write((ushort)8);
            writer.Write(0);
            writer.Write(0);
            writer.Write(packed.Length);
            writer.Write(64 * Mebibyte);
        }
    }

    // A member whose data is the archive itself.
    private static byte[] Itself()
    {
        byte[] archive = OfficeWriter.Zip(("a.zip", new byte[200]));
        return OfficeWriter.Zip([.. Enumerable.Range(0, 300).Select(i => ($"{i}.zip", archive))]);
    }

    private static byte[] Compound(Func<uint[], int, int> next)
    {
        byte[] file = CompoundWriter.Write(("WordDocument", new byte[4096]), ("Workbook", new byte[4096]), ("\u0001Ole10Native", new byte[4096]));
        var table = new uint[128];
        for (int i = 0; i < 128; i++) { BitConverter.TryWriteBytes(file.AsSpan(512 + (i * 4)), next(table, i)); }
        foreach (int entry in (int[])[1, 2, 3]) { BitConverter.TryWriteBytes(file.AsSpan(1024 + (entry * 128) + 120), int.MaxValue); }
        return [.. file, .. new byte[40 * Mebibyte]];
    }

    private static byte[] DifatLoop()
    {
        byte[] file = CompoundWriter.Write(("WordDocument", new byte[4096]));
        // The list of table sectors goes on in sector 3, which is full of sector 0 and followed by itself.
        BitConverter.TryWriteBytes(file.AsSpan(68), 3);
        for (int i = 0; i < 127; i++) { BitConverter.TryWriteBytes(file.AsSpan(512 * 4 + (i * 4)), 0); }
        BitConverter.TryWriteBytes(file.AsSpan((512 * 5) - 4), 3);
        return [.. file, .. new byte[40 * Mebibyte]];
    }

    // Twenty thousand streams, each of them all of the file.
    private static byte[] ManyEntries()
    {
        const int Sectors = 5_000, TableSectors = 160;
        byte[] file = CompoundWriter.Write(("WordDocument", new byte[4096]));
        byte[] header = file[..512], made = new byte[(1 + TableSectors + Sectors + 10_000) * 512];
        header.CopyTo(made, 0);
        for (int i = 0; i < 109; i++) { BitConverter.TryWriteBytes(made.AsSpan(76 + (i * 4)), i); }
        BitConverter.TryWriteBytes(made.AsSpan(48), TableSectors);
        int entries = (TableSectors + Sectors + 10_000 > 109 * 128) ? 109 * 128 : 0;
        for (int i = 0; i < entries; i++) { BitConverter.TryWriteBytes(made.AsSpan(512 + (i * 4)), i + 1 < entries ? i + 1 : -2); }
        byte[] name = Encoding.Unicode.GetBytes("WordDocument");
        for (int i = 0; i < Sectors * 4; i++)
        {
            Span<byte> entry = made.AsSpan(((1 + TableSectors) * 512) + (i * 128), 128);
            name.CopyTo(entry);
            (entry[64], entry[66]) = (26, (byte)(i == 0 ? 5 : 2));
            BitConverter.TryWriteBytes(entry[68..], i + 1);
            BitConverter.TryWriteBytes(entry[72..], -1);
            BitConverter.TryWriteBytes(entry[76..], 1);
            BitConverter.TryWriteBytes(entry[116..], TableSectors);
            BitConverter.TryWriteBytes(entry[120..], 7_000_000);
        }
        return made;
    }

    private static byte[] Pdf(int streams)
    {
        byte[] packed;
        using (var to = new MemoryStream())
        {
            using (var zlib = new ZLibStream(to, CompressionLevel.SmallestSize, true)) { zlib.Write(Repeated("/JS (a)", 32 * Mebibyte)); }
            packed = to.ToArray();
        }
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n"u8);
        for (int i = 0; i < streams; i++)
        {
            file.Write(Encoding.ASCII.GetBytes($"{i} 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n"));
            file.Write(packed);
            file.Write("\nendstream endobj\n"u8);
        }
        return file.ToArray();
    }
}
