namespace Stemma.Decoding.Documents;

/// <summary>The compression of macro sources (MS-OVBA 2.4.1): chunks of 4 KiB, copies from within the chunk.</summary>
internal static class OvbaCompression
{
    private const int ChunkSize = 4096;

    /// <summary>What a compressed container holds; as far as it goes when it is damaged, null when it is none.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> container, DecodeBudget budget)
    {
        if (container.Length < 3 || container[0] != 1) { return null; }
        using var made = new MemoryStream();
        Span<byte> chunk = stackalloc byte[ChunkSize];
        for (int at = 1; at + 2 <= container.Length;)
        {
            int header = Bytes.U16(container, at), length = (header & 0xFFF) + 1;
            if ((header >> 12 & 7) != 3) { break; }
            budget.Spend(ChunkSize);
            ReadOnlySpan<byte> data = Bytes.Part(container, at + 2, length);
            at += 2 + length;
            if ((header & 0x8000) == 0) { made.Write(data); }
            else { made.Write(chunk[..Expand(data, chunk)]); }
        }
        return made.ToArray();
    }

    private static int Expand(ReadOnlySpan<byte> data, Span<byte> chunk)
    {
        int to = 0;
        for (int at = 0; at < data.Length;)
        {
            int flags = data[at++];
            for (int bit = 0; bit < 8 && at < data.Length; bit++, flags >>= 1)
            {
                if ((flags & 1) == 0)
                {
                    if (to >= chunk.Length) { return to; }
                    chunk[to++] = data[at++];
                    continue;
                }
                if (at + 2 > data.Length) { return to; }
                int token = Bytes.U16(data, at), bits = 4;
                at += 2;
                // The farther into the chunk, the more bits the offset has and the fewer the length.
                while (1 << bits < to) { bits++; }
                int length = (token & (0xFFFF >> bits)) + 3, offset = (token >> (16 - bits)) + 1;
                if (offset > to) { return to; }
                for (int i = 0; i < length && to < chunk.Length; i++, to++) { chunk[to] = chunk[to - offset]; }
            }
        }
        return to;
    }
}
