using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>A small file of each kind that is read, by our own writers: for tests of what holds of all kinds, and as seeds for the fuzzer.</summary>
internal static class DocumentSamples
{
    /// <summary>The files by name; each would run a command if it were opened.</summary>
    /// <param name="command">The command, without quotes.</param>
    public static IEnumerable<(string Name, byte[] Content)> All(string command)
    {
        byte[] shortcut = ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", $"/c {command}");
        byte[] macro = OfficeWriter.MacroFile($"Attribute VB_Name = \"Module1\"\r\nSub AutoOpen()\r\n    Shell \"{command}\"\r\nEnd Sub\r\n", [0xB9, 0, 12, 0, .. "cmd.exe /c x"u8]);
        byte[] package = [2, 0, .. "a.vbs\0"u8, .. "C:\\a.vbs\0"u8, 0, 0, 3, 0, 1, 0, 0, 0, 0, .. Sized(Encoding.ASCII.GetBytes($"CreateObject(\"WScript.Shell\").Run \"{command}\""))];
        yield return ("shortcut", shortcut);
        yield return ("shortcut-items", ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", $"/c {command}", byItems: true));
        yield return ("macro", macro);
        yield return ("package", CompoundWriter.Write(("\u0001Ole10Native", [0, 0, 0, 0, .. package])));
        yield return ("zip", OfficeWriter.Zip(("a.lnk", shortcut), ("b.js", Encoding.ASCII.GetBytes($"new ActiveXObject('WScript.Shell').Run('{command}')"))));
        yield return ("office", OfficeWriter.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/vbaProject.bin", macro),
            ("word/document.xml", Encoding.UTF8.GetBytes($"<w:fldChar w:fldCharType=\"begin\"/><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k {command}\"</w:instrText><w:fldChar w:fldCharType=\"end\"/>")),
            ("word/_rels/settings.xml.rels", "<Relationships><Relationship Type=\"x/attachedTemplate\" Target=\"http://127.0.0.1/t.dotm\" TargetMode=\"External\"/></Relationships>"u8.ToArray())));
        byte[] script = Deflated(Encoding.ASCII.GetBytes($"app.launchURL('{command}');"));
        yield return ("pdf", [.. Encoding.Latin1.GetBytes($"%PDF-1.7\n1 0 obj <</S /Launch /Win <</F (cmd.exe) /P (/c {command})>>>> endobj 3 0 obj <</JS 2 0 R>> endobj 2 0 obj <</Filter /FlateDecode /Length {script.Length}>> stream\r\n"), .. script, .. "\r\nendstream endobj"u8]);
        byte[] ole = [1, 5, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, .. "Package\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. Sized(package)];
        yield return ("rtf", Encoding.ASCII.GetBytes($@"{{\rtf1{{\field{{\*\fldinst {{DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe ""/k {command}""}}}}}}{{\object\objemb\objupdate{{\*\objdata {Convert.ToHexString(ole)}}}}}}}"));
        yield return ("disc", Disc(("DOC.LNK", shortcut), ("A.PS1", Encoding.ASCII.GetBytes($"Start-Process '{command}'"))));
        yield return ("applescript", [.. "FasdUAS 1.101.10\u000e\0\0\0"u8, .. Encoding.BigEndianUnicode.GetBytes($"do shell script \"{command}\"")]);
        yield return ("onenote", [.. Documents.OneNoteFile.Signature, .. new byte[100], 0xE7, 0x16, 0xE3, 0xBD, 0x65, 0x26, 0x11, 0x45, 0xA4, 0xC4, 0x8D, 0x4D, 0x0B, 0x7A, 0x9E, 0xAC, .. BitConverter.GetBytes((long)shortcut.Length), .. new byte[12], .. shortcut]);
    }

    /// <summary>A disc image with one folder of files; the first is hidden.</summary>
    public static byte[] Disc(params (string Name, byte[] Content)[] files)
    {
        const int Sector = 2048, Folder = 18, First = 19;
        using var disc = new MemoryStream();
        disc.SetLength((First * Sector) + files.Sum(f => (f.Content.Length + Sector - 1) / Sector * Sector));
        byte[] whole = disc.ToArray();
        Put(whole, 16 * Sector, [1, .. "CD001"u8, 1]);
        Put(whole, (16 * Sector) + 156, Record(Folder, Sector, 2, [0]));
        Put(whole, 17 * Sector, [255, .. "CD001"u8, 1]);
        int at = Folder * Sector, next = First;
        for (int i = 0; i < files.Length; i++)
        {
            byte[] record = Record(next, files[i].Content.Length, i == 0 ? (byte)1 : (byte)0, Encoding.Latin1.GetBytes(files[i].Name + ";1"));
            Put(whole, at, record);
            at += record.Length;
            Put(whole, next * Sector, files[i].Content);
            next += (files[i].Content.Length + Sector - 1) / Sector;
        }
        return whole;

        static void Put(byte[] to, int at, byte[] bytes) => bytes.CopyTo(to, at);

        static byte[] Record(int start, int size, byte flags, byte[] name)
        {
            byte[] record = new byte[(33 + name.Length + 1) & ~1];
            record[0] = (byte)record.Length;
            BitConverter.TryWriteBytes(record.AsSpan(2), start);
            BitConverter.TryWriteBytes(record.AsSpan(10), size);
            (record[25], record[32]) = (flags, (byte)name.Length);
            name.CopyTo(record, 33);
            return record;
        }
    }

    private static byte[] Sized(byte[] content) => [.. BitConverter.GetBytes(content.Length), .. content];

    private static byte[] Deflated(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var to = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) { to.Write(content); }
        return packed.ToArray();
    }
}
