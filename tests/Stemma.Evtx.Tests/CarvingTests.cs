using System.Buffers.Binary;
using CsCheck;
using Stemma.Evtx.Carving;
using Stemma.Evtx.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Evtx.Tests;

/// <summary>Records in bytes that are no log: all of them found, each once, none made up.</summary>
public sealed class CarvingTests
{
    private const int Chunk = EvtxChunkParser.ChunkSize;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4093)]
    [InlineData((2 * 1024 * 1024) - 700)]
    public void A_chunk_is_found_at_any_byte(int at)
    {
        byte[] image = Noise(at + Chunk + 100);
        FirstChunk(LogWriter.Many(40)).CopyTo(image, at);
        IReadOnlyList<Carved> records = Carve(image);
        Assert.Equal(Ids(1, 40), records.Select(r => r.Id));
        Assert.All(records, r => Assert.True(r.IsRecovered));
        Assert.Equal(at + 512, records[0].Position);
        Assert.Contains("<Data Name=\"Index\">39</Data>", records[39].Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_without_room_between_them_keep_to_themselves()
    {
        byte[] image = [.. FirstChunk(LogWriter.Many(9)).AsSpan(0, 6000), .. FirstChunk(LogWriter.Write(LogWriter.Event(new EvtxDatum("Other", 1))))];
        Assert.Equal([.. Ids(1, 9), 1], Carve(image).Select(r => r.Id));
    }

    [Fact]
    public void Records_that_the_chunks_header_no_longer_counts_come_back()
    {
        byte[] chunk = FirstChunk(LogWriter.Many(5));
        int second = 512 + BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(516));
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(48), (uint)second);
        BinaryPrimitives.WriteInt64LittleEndian(chunk.AsSpan(32), 1);
        Assert.Equal(Ids(1, 5), Carve(ChunkForge.Sign(chunk)).Select(r => r.Id));
    }

    [Fact]
    public void A_chunk_with_a_wrong_checksum_and_a_first_record_is_one() =>
        Assert.Equal(1, Search(Changed(c => c[124] ^= 1), out _).Chunks);

    [Fact]
    public void A_signature_alone_is_no_chunk()
    {
        byte[] image = Noise(Chunk * 3);
        "ElfChnk\0"u8.CopyTo(image.AsSpan(1000));
        Assert.Equal(0, Search(image, out IReadOnlyList<Carved> records).Chunks);
        Assert.Empty(records);
    }

    [Fact]
    public void Records_of_a_chunk_without_header_have_their_names()
    {
        byte[] image = Noise(Chunk * 2);
        FirstChunk(LogWriter.Many(40)).AsSpan(512).CopyTo(image.AsSpan(777));
        EvtxCarver carver = Search(image, out IReadOnlyList<Carved> records);
        Assert.Equal((0, 40, 0), (carver.Chunks, carver.RecordsOutsideChunks, carver.Duplicates));
        Assert.Equal(Carve(FirstChunk(LogWriter.Many(40))).Select(r => r.Xml), records.Select(r => r.Xml));
    }

    [Fact]
    public void A_record_far_from_its_template_has_values_without_names()
    {
        byte[] chunk = FirstChunk(LogWriter.Many(5));
        int second = 512 + BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(516));
        int size = BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(second + 4));
        byte[] image = Noise(10_000);
        chunk.AsSpan(second, size).CopyTo(image.AsSpan(5000));
        Carved record = Assert.Single(Carve(image));
        Assert.Equal((2, 5000), (record.Id, record.Position));
        Assert.DoesNotContain("Name=\"Index\"", record.Xml, StringComparison.Ordinal);
        Assert.Contains("Test/Operational", record.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_of_another_log_within_a_chunk_have_their_own_names()
    {
        byte[] chunk = FirstChunk(LogWriter.Many(40));
        byte[] other = FirstChunk(LogWriter.Write(LogWriter.Event(new EvtxDatum("Other", "a")), LogWriter.Event(new EvtxDatum("Other", "b"))));
        other.AsSpan(512, 2000).CopyTo(chunk.AsSpan(20_000));
        Assert.Equal(2, Carve(chunk).Count(r => r.Xml.Contains("<Data Name=\"Other\">", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_record_found_twice_is_given_once()
    {
        byte[] chunk = FirstChunk(LogWriter.Many(3));
        EvtxCarver carver = Search([.. chunk, .. Noise(999), .. chunk], out IReadOnlyList<Carved> records);
        Assert.Equal((3, 3L), (records.Count, carver.Duplicates));
    }

    [Fact]
    public void What_has_been_seen_is_forgotten_in_time()
    {
        SeenRecords seen = new(10);
        Assert.All(Enumerable.Range(0, 30), i => Assert.True(seen.TryAdd((UInt128)i)));
        Assert.False(seen.TryAdd(25));
        Assert.True(seen.TryAdd(1));
    }

    [Fact, Trait("Speed", "slow")]
    public void Every_chunk_in_64_mebibytes_of_noise_comes_back()
    {
        byte[] log = LogWriter.Many(20_000);
        byte[][] chunks = [.. Enumerable.Range(0, (log.Length - LogWriter.FirstChunk) / Chunk).Select(i => log.AsSpan(LogWriter.FirstChunk + (i * Chunk), Chunk).ToArray())];
        Assert.Equal(Ids(1, 20_000), Carve(Scatter(chunks, 64 * 1024 * 1024)).Select(r => r.Id));
    }

    [Fact, Trait("Speed", "slow")]
    public void Every_record_of_real_logs_comes_back_from_noise()
    {
        List<byte[]> chunks = [];
        HashSet<string> expected = [];
        foreach (string path in Directory.EnumerateFiles(TestData.Shared("evtx-attack-samples"), "*.evtx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(200))
        {
            byte[] file = File.ReadAllBytes(path);
            for (int at = LogWriter.FirstChunk; at + Chunk <= file.Length && chunks.Count < 500; at += Chunk)
            {
                if (!EvtxChunkParser.IsChunk(file.AsSpan(at))) continue;
                byte[] chunk = file.AsSpan(at, Chunk).ToArray();
                chunks.Add(chunk);
                expected.UnionWith(ReadLog.OfChunk(chunk).Records.Select(r => r.Xml));
            }
        }
        HashSet<string> found = [.. Carve(Scatter(chunks, 64 * 1024 * 1024)).Select(r => r.Xml)];
        Assert.True(expected.Count > 4000, $"{expected.Count} records");
        Assert.Empty(expected.Except(found));
    }

    [Theory]
    [InlineData("ElfChnk\0")]
    [InlineData("**\0\0")]
    public void Repeated_signatures_cost_work_that_grows_with_their_number(string signature)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(signature);
        byte[] image = new byte[8 * 1024 * 1024];
        for (int at = 0; at < image.Length; at += bytes.Length) bytes.CopyTo(image, at);
        EvtxCarver carver = Search(image, out IReadOnlyList<Carved> records);
        Assert.Empty(records);
        // Each is looked into once, and again only in what two fillings of the buffer share.
        Assert.InRange(carver.Attempts, 0, 2 * image.Length / bytes.Length);
    }

    [Fact, Trait("Speed", "slow")]
    public void Noise_holds_no_records() => Assert.Empty(Carve(Noise(64 * 1024 * 1024)));

    [Fact]
    public void Whatever_the_bytes_each_record_is_within_them_and_can_be_read_by_others()
    {
        byte[] seed = [.. FirstChunk(LogWriter.Many(4)).AsSpan(0, 3500), .. FirstChunk(LogWriter.Many(6)).AsSpan(512, 3000), .. FirstChunk(LogWriter.Many(2)).AsSpan(0, 2500)];
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Byte).Array[1, 40].Sample(changes =>
        {
            byte[] image = [.. seed];
            foreach ((int at, byte value) in changes) image[at] = value;
            Check(image);
        }, iter: 2000);
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Int[0, seed.Length - 1], Gen.Int[1, 3000]).Array[1, 5].Sample(copies =>
        {
            byte[] image = [.. seed];
            foreach ((int from, int to, int length) in copies)
                seed.AsSpan(from, Math.Min(length, seed.Length - Math.Max(from, to))).CopyTo(image.AsSpan(to));
            Check(image);
        }, iter: 2000);

        static void Check(byte[] image)
        {
            long last = -1;
            foreach (Carved record in Carve(image).OrderBy(r => r.Position))
            {
                Assert.InRange(record.Position, last + 1, image.Length - 28);
                last = record.Position;
                WellFormed.Xml(record.Xml);
                WellFormed.Json(record.Json);
            }
        }
    }

    private static byte[] Scatter(IReadOnlyList<byte[]> chunks, int size)
    {
        byte[] image = Noise(size);
        int room = size / chunks.Count;
        Random random = new(7);
        for (int i = 0; i < chunks.Count; i++) chunks[i].CopyTo(image, (i * room) + random.Next(room - Chunk));
        return image;
    }

    private static byte[] Noise(int size)
    {
        byte[] noise = new byte[size];
        new Random(20240102).NextBytes(noise);
        return noise;
    }

    private static IEnumerable<long> Ids(int first, int count) => Enumerable.Range(first, count).Select(i => (long)i);

    private static byte[] FirstChunk(byte[] log) => log.AsSpan(LogWriter.FirstChunk, Chunk).ToArray();

    private static byte[] Changed(Action<byte[]> change)
    {
        byte[] chunk = FirstChunk(LogWriter.Many(3));
        change(chunk);
        return chunk;
    }

    private static IReadOnlyList<Carved> Carve(byte[] image)
    {
        _ = Search(image, out IReadOnlyList<Carved> records);
        return records;
    }

    private static EvtxCarver Search(byte[] image, out IReadOnlyList<Carved> records)
    {
        using EvtxCarver carver = EvtxCarver.Open(new MemoryStream(image));
        records = [.. carver.ReadRecords().Select(r => new Carved(r.Id, r.Position, r.IsRecovered, r.ToXml(), r.ToJson()))];
        Assert.Equal(image.Length, carver.BytesSearched);
        return carver;
    }

    private sealed record Carved(long Id, long Position, bool IsRecovered, string Xml, string Json);
}
