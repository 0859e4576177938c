using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Xml;
using Stemma.Evtx;
using Stemma.Evtx.Checksums;

namespace Stemma.Fuzz;

/// <summary>Event logs: whole files, single chunks, images. What is read must be well-formed for other programs.</summary>
internal static class EvtxTargets
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2000, AllowDuplicateProperties = false };

    public static void File(byte[] input)
    {
        using EvtxFile file = EvtxFile.Open(new MemoryStream(input));
        file.RecoverDeleted = true;
        Check(file.ReadRecords(), input.Length);
    }

    public static void Carve(byte[] input)
    {
        using EvtxCarver carver = EvtxCarver.Open(new MemoryStream(input));
        Check(carver.ReadRecords(), input.Length);
        if (carver.BytesSearched != input.Length) throw new BrokenPromiseException("not all bytes were searched");
    }

    public static void Chunk(byte[] input)
    {
        EvtxChunkParser parser = new(new EvtxTemplateCache()) { RecoverDeleted = (input.Length & 1) != 0 };
        if (!parser.Load(input, 0, Math.Min(input.Length, EvtxChunkParser.ChunkSize), 0)) return;
        ArrayBufferWriter<byte> output = new();
        while (parser.Read())
        {
            output.ResetWrittenCount();
            parser.WriteXml(output);
            Xml(Encoding.UTF8.GetString(output.WrittenSpan));
            output.ResetWrittenCount();
            parser.WriteJson(output);
            using JsonDocument json = JsonDocument.Parse(output.WrittenMemory, Strict);
            foreach (EvtxValue value in parser.Values) _ = parser.Text(value);
        }
    }

    /// <summary>Right checksums for the chunk that the input starts with, or that stands behind a file's header.</summary>
    public static void Sign(byte[] input)
    {
        int at = input.AsSpan().IndexOf("ElfChnk\0"u8);
        if (at < 0 || input.Length - at < 512) return;
        Span<byte> chunk = input.AsSpan(at, Math.Min(input.Length - at, EvtxChunkParser.ChunkSize));
        uint end = BinaryPrimitives.ReadUInt32LittleEndian(chunk[48..]);
        if (end >= 512 && end <= chunk.Length) BinaryPrimitives.WriteUInt32LittleEndian(chunk[52..], Crc32.Compute(chunk[512..(int)end]));
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[124..], Crc32.Compute(chunk[..120], chunk[128..512]));
    }

    private static void Check(IEnumerable<EvtxRecord> records, int length)
    {
        int count = 0;
        foreach (EvtxRecord record in records)
        {
            if (++count > length / 28) throw new BrokenPromiseException("more records than there is room for");
            if (record.Position < 0 || record.Position > length - 28) throw new BrokenPromiseException("a record outside of the input");
            Xml(record.ToXml());
            using JsonDocument json = JsonDocument.Parse(record.ToJson(), Strict);
            _ = record.Fields();
        }
    }

    private static void Xml(string text)
    {
        using StringReader source = new($"<all>{text}</all>");
        using XmlTextReader reader = new(source) { Namespaces = false, DtdProcessing = DtdProcessing.Prohibit };
        while (reader.Read())
        {
        }
    }
}
