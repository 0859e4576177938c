using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Writes archives and macro projects.</summary>
internal static class OfficeWriter
{
    /// <summary>A ZIP archive.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] members)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream to = archive.CreateEntry(name).Open();
                to.Write(content);
            }
        }
        return file.ToArray();
    }

    /// <summary>A macro project of one module; the directory and the source compressed with literals only.</summary>
    public static byte[] MacroFile(string source, byte[] compiled)
    {
        byte[] name = "Module1"u8.ToArray();
        byte[] directory = [.. Record(0x03, 0xE4, 0x04), .. Record(0x1A, name), .. Record(0x31, BitConverter.GetBytes(compiled.Length)), .. Record(0x2B)];
        return CompoundWriter.Write(("dir", Compressed(directory)), ("Module1", [.. compiled, .. Compressed(Encoding.ASCII.GetBytes(source))]));
    }

    private static byte[] Record(ushort id, params byte[] data) => [.. BitConverter.GetBytes(id), .. BitConverter.GetBytes(data.Length), .. data];

    private static byte[] Compressed(byte[] data)
    {
        byte[] tokens = [.. data.Chunk(8).SelectMany(c => (byte[])[0, .. c])];
        return [1, .. BitConverter.GetBytes((ushort)(0xB000 | (tokens.Length - 1))), .. tokens];
    }
}
