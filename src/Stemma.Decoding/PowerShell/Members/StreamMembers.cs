using System.IO.Compression;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Streams and readers over bytes that the script holds.</summary>
internal static class StreamMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ReadToEnd"] = call =>
        {
            if (call.Target is not TextSource source) { return Unknown.Value; }
            string all = source.Text;
            source.Text = "";
            return all;
        },
        ["ReadLine"] = ReadLine,
        ["ToArray"] = call => call.Target is ByteStream stream ? stream.Bytes : Unknown.Value,
        ["GetBuffer"] = call => call.Target is ByteStream stream ? stream.Bytes : Unknown.Value,
        ["CopyTo"] = CopyTo,
        ["Read"] = Read,
        ["ReadByte"] = call => call.Target is ByteStream stream ? stream.Position < stream.Bytes.Length ? (int)stream.Bytes[stream.Position++] : -1 : Unknown.Value,
        ["Write"] = Write,
        ["Seek"] = call => Seek(call),
        ["SetLength"] = _ => null,
        ["Flush"] = _ => null,
        ["Close"] = _ => null,
        ["Dispose"] = _ => null,
    };

    /// <summary>Inflates bytes, with a limit counted while it goes; null when they are not compressed so.</summary>
    public static byte[]? Inflate(byte[] bytes, string format, DecodeBudget budget)
    {
        try
        {
            using MemoryStream packed = new(bytes);
            using Stream unpacking = format switch
            {
                "gzip" => new GZipStream(packed, CompressionMode.Decompress),
                "zlib" => new ZLibStream(packed, CompressionMode.Decompress),
                "brotli" => new BrotliStream(packed, CompressionMode.Decompress),
                _ => new DeflateStream(packed, CompressionMode.Decompress),
            };
            using MemoryStream plain = new();
            var part = new byte[16384];
            int read;
            while ((read = ReadSome(unpacking, part)) > 0)
            {
                budget.Reserve(plain.Length + read);
                plain.Write(part, 0, read);
            }
            return plain.Length == 0 ? null : plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Data that ends too early gives what came before.
    private static int ReadSome(Stream stream, byte[] part)
    {
        try
        {
            return stream.Read(part, 0, part.Length);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            return 0;
        }
    }

    private static object? ReadLine(MemberCall call)
    {
        if (call.Target is not TextSource source) { return Unknown.Value; }
        if (source.Text.Length == 0) { return null; }
        int end = source.Text.IndexOf('\n', StringComparison.Ordinal);
        string line = end < 0 ? source.Text : source.Text[..end];
        call.Budget.Reserve(source.Text.Length);
        source.Text = end < 0 ? "" : source.Text[(end + 1)..];
        return line.TrimEnd('\r');
    }

    private static object? CopyTo(MemberCall call)
    {
        if (call.Target is not ByteStream from || call[0] is not ByteStream to) { return Unknown.Value; }
        call.Budget.Reserve(from.Bytes.Length + to.Bytes.Length);
        to.Bytes = [.. to.Bytes, .. from.Bytes[Math.Min(from.Position, from.Bytes.Length)..]];
        to.Position = to.Bytes.Length;
        return null;
    }

    private static object? Read(MemberCall call)
    {
        if (call.Target is not ByteStream from || call[0] is not (byte[] or PsList) || call.Int(1) is not >= 0 || call.Int(2) is not >= 0) { return Unknown.Value; }
        int at = call.Int(1)!.Value, count = Math.Min(call.Int(2)!.Value, from.Bytes.Length - from.Position);
        if (call[0] is byte[] into)
        {
            count = Math.Clamp(count, 0, Math.Max(0, into.Length - at));
            Array.Copy(from.Bytes, from.Position, into, at, count);
        }
        else
        {
            PsList list = (PsList)call[0]!;
            count = Math.Clamp(count, 0, Math.Max(0, list.Items.Count - at));
            call.Budget.Spend(count);
            for (int i = 0; i < count; i++) { list.Items[at + i] = from.Bytes[from.Position + i]; }
        }
        from.Position += count;
        return count;
    }

    private static object? Write(MemberCall call)
    {
        if (call.Target is not ByteStream to || call.Bytes(0) is not { } bytes) { return Unknown.Value; }
        int from = call.Int(1) ?? 0, count = call.Int(2) ?? bytes.Length;
        if (from < 0 || count < 0 || from > bytes.Length || count > bytes.Length - from) { return Unknown.Value; }
        call.Budget.Reserve((long)to.Bytes.Length + count);
        to.Bytes = [.. to.Bytes, .. bytes[from..(from + count)]];
        to.Position = to.Bytes.Length;
        return null;
    }

    private static object? Seek(MemberCall call)
    {
        if (call.Target is not ByteStream stream || call.Int(0) is not >= 0) { return Unknown.Value; }
        stream.Position = Math.Min(call.Int(0)!.Value, stream.Bytes.Length);
        return stream.Position;
    }
}
