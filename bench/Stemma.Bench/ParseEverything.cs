using Stemma.Evtx;

namespace Stemma.Bench;

/// <summary>Reads whole logs on one thread, checksums included, and looks at every value of every record: what a scan cannot do without.</summary>
internal static class ParseEverything
{
    /// <summary>Prints how much was read.</summary>
    /// <param name="files">EVTX files.</param>
    public static int Run(IEnumerable<string> files)
    {
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        byte[] block = new byte[16 * EvtxChunkParser.ChunkSize];
        long records = 0, values = 0, bytes = 0, sum = 0;
        foreach (string path in files)
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            file.Position = EvtxFileHeader.Size;
            for (int held; (held = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) >= EvtxChunkParser.ChunkSize;)
            {
                for (int start = 0; start + EvtxChunkParser.ChunkSize <= held; start += EvtxChunkParser.ChunkSize)
                {
                    if (!parser.Load(block, start, EvtxChunkParser.ChunkSize, file.Position - held + start)) continue;
                    while (parser.Read())
                    {
                        records++;
                        foreach (EvtxValue value in parser.Values)
                        {
                            ReadOnlySpan<byte> content = parser.Bytes(value);
                            values++;
                            bytes += content.Length;
                            if (content.Length > 0) sum += content[0] ^ content[^1];
                        }
                    }
                }
            }
        }

        Console.WriteLine($"{records} records, {values} values of {bytes} bytes, sum {sum}");
        return records > 0 ? 0 : 1;
    }
}
