using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Writes a compound file of a few streams under its root: one table sector, one directory sector, no small sectors.</summary>
internal static class CompoundWriter
{
    private const int Sector = 512, Streams = 3;

    public static byte[] Write(params (string Name, byte[] Content)[] streams)
    {
        if (streams.Length > Streams) { throw new ArgumentException("too many", nameof(streams)); }
        var table = Enumerable.Repeat(uint.MaxValue, Sector / 4).ToArray();
        (table[0], table[1]) = (0xFFFFFFFD, 0xFFFFFFFE);
        byte[] directory = new byte[Sector];
        Entry(directory, 0, "Root Entry", 5, 0xFFFFFFFE, 0);
        using var body = new MemoryStream();
        uint next = 2;
        BitConverter.TryWriteBytes(directory.AsSpan(76), 1);
        for (int i = 0; i < streams.Length; i++)
        {
            // Nothing is small: streams are padded with zeros to the limit.
            byte[] content = new byte[(Math.Max(streams[i].Content.Length, 4096) + Sector - 1) / Sector * Sector];
            streams[i].Content.CopyTo(content, 0);
            Entry(directory, i + 1, streams[i].Name, 2, next, content.Length);
            if (i + 1 < streams.Length) { BitConverter.TryWriteBytes(directory.AsSpan(((i + 1) * 128) + 72), i + 2); }
            for (int n = content.Length / Sector; n > 0; n--, next++) { table[next] = n == 1 ? 0xFFFFFFFE : next + 1; }
            body.Write(content);
        }
        byte[] header = new byte[Sector];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        (header[26], header[28], header[29], header[30], header[32], header[44], header[48], header[57]) = (3, 0xFE, 0xFF, 9, 6, 1, 1, 0x10);
        foreach (int at in (int[])[60, 68]) { BitConverter.TryWriteBytes(header.AsSpan(at), 0xFFFFFFFE); }
        for (int at = 80; at < Sector; at += 4) { BitConverter.TryWriteBytes(header.AsSpan(at), uint.MaxValue); }
        return [.. header, .. table.SelectMany(BitConverter.GetBytes), .. directory, .. body.ToArray()];
    }

    private static void Entry(byte[] directory, int index, string name, byte type, uint start, int size)
    {
        Span<byte> entry = directory.AsSpan(index * 128, 128);
        Encoding.Unicode.GetBytes(name).CopyTo(entry);
        entry[64] = (byte)((name.Length + 1) * 2);
        entry[66] = type;
        foreach (int at in (int[])[68, 72, 76]) { BitConverter.TryWriteBytes(entry[at..], uint.MaxValue); }
        BitConverter.TryWriteBytes(entry[116..], start);
        BitConverter.TryWriteBytes(entry[120..], size);
    }
}
