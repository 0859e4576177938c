using System.Buffers.Binary;
using CsCheck;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>Whatever a file holds: no exception, an end, problems within the file, output that others can read.</summary>
public sealed class MutationTests
{
    private static readonly byte[] Seed = MakeSeed();
    // Most of a small chunk is zeros: no damage worth the time.
    private static readonly int[] Places = [.. Enumerable.Range(0, Seed.Length - 16).Where(i => Seed.AsSpan(i, 16).ContainsAnyExcept((byte)0))];
    private static readonly int[] Telling = [0, 1, 2, 4, 7, 8, 0x0C, 0x0E, 0x0F, 0x21, 0x41, 0x46, 0x7F, 0x80, 0x81, 0xFE, 0xFF];

    private static Gen<int> Place { get; } = Gen.Int[0, Places.Length - 1].Select(i => Places[i]);

    private static Gen<(int At, int Value)> Change { get; } = Gen.Select(
        Place,
        Gen.OneOf(Gen.Int[0, 255], Gen.Int[0, Telling.Length - 1].Select(i => Telling[i])));

    private static Gen<(int From, int To, int Length)> Copy { get; } =
        Gen.Select(Place, Place, Gen.Int[1, 400]);

    [Fact]
    public void Changed_bytes_never_stop_the_reader() =>
        Change.Array[1, 30].Sample(changes => Check(file =>
        {
            foreach ((int at, int value) in changes) file[at] = (byte)value;
            return file;
        }), iter: 3000);

    [Fact]
    public void Bytes_copied_to_wrong_places_never_stop_the_reader() =>
        Copy.Array[1, 6].Sample(copies => Check(file =>
        {
            foreach ((int from, int to, int length) in copies)
            {
                int count = Math.Min(length, Seed.Length - Math.Max(from, to));
                file.AsSpan(from, count).CopyTo(file.AsSpan(to));
            }
            return file;
        }), iter: 3000);

    [Fact]
    public void Bytes_taken_out_never_stop_the_reader() =>
        Gen.Select(Place, Gen.Int[1, 5000]).Sample(cut => Check(file =>
            [.. file.AsSpan(0, cut.Item1), .. file.AsSpan(Math.Min(file.Length, cut.Item1 + cut.Item2))]), iter: 2000);

    [Fact]
    public void Noise_in_the_shape_of_a_chunk_never_stops_the_reader() =>
        Gen.Byte.Array[0, 4000].Sample(noise =>
        {
            ChunkForge forge = new();
            forge.Record(1, f => f.Add(noise));
            CheckFile(forge.Chunk());
        }, iter: 2000);

    [Fact, Trait("Speed", "slow")]
    public void Changed_bytes_never_stop_the_reader_in_a_long_run() =>
        Change.Array[1, 60].Sample(changes => Check(file =>
        {
            foreach ((int at, int value) in changes) file[at] = (byte)value;
            return file;
        }), iter: 100_000);

    [Fact]
    public void The_unchanged_file_has_records_of_each_kind()
    {
        ReadLog log = ReadLog.Of([.. Seed], recover: true);
        Assert.Equal([1L, 2, 3, 99, 9], log.Records.Select(r => r.Id));
    }

    private static void Check(Func<byte[], byte[]> mutate) => CheckFile(mutate([.. Seed]));

    private static void CheckFile(byte[] file)
    {
        using MemoryStream stream = new(file);
        using EvtxFile log = EvtxFile.Open(stream);
        log.RecoverDeleted = true;
        int count = 0;
        foreach (EvtxRecord record in log.ReadRecords())
        {
            Assert.True(++count <= file.Length / 28, "more records than there is room for");
            Assert.InRange(record.Position, 0, file.Length - 28);
            WellFormed.Xml(record.ToXml());
            WellFormed.Json(record.ToJson());
            Assert.Equal(record.Shape.Fields.Length, record.Fields().Count);
        }
        Assert.All(log.Problems, p => Assert.InRange(p.Position, 0, file.Length));
    }

    /// <summary>Small, and yet everything the format has: all types, arrays, trees, the inline form, deleted records.</summary>
    private static byte[] MakeSeed()
    {
        EvtxEvent typed = LogWriter.Event();
        for (int type = 0; type <= 0x23; type++)
            if (type != (int)EvtxType.BinXml) typed.Data.Add(new EvtxDatum($"V{type}", EvtxDataValue.Raw((EvtxType)type, [1, 0, 2, 0, 3, 0, 4, 0])));
        typed.Data.Add(new EvtxDatum("Array", EvtxDataValue.Strings("a", "b")));
        typed.Data.Add(new EvtxDatum(null, "x"));
        typed.Data.Add(new EvtxDatum(null, 1));
        EvtxEvent tree = LogWriter.Event();
        tree.UserData = new EvtxElement("Cleared")
        {
            Namespace = "urn:x",
            Children = { new EvtxElement("Who") { Value = "me", Attributes = { new("id", 5) } }, new EvtxElement("Who") { Value = "you" } },
        };
        byte[] written = LogWriter.Write(typed, tree, LogWriter.Event(new EvtxDatum("A", "b")), tree);
        Delete(written);
        ChunkForge inline = new();
        inline.Record(9, f => f.Open("Event", hasAttributes: true).Attribute("a").Text("1").Content()
            .Open("System").Content().Open("EventID").Content().Text("4624").End().End().End());
        return [.. written, .. inline.Chunk().AsSpan(0, inline.Position + 64)];
    }

    /// <summary>Sets the chunk's end back before its last record.</summary>
    private static void Delete(byte[] file)
    {
        int last = (int)ReadLog.Of(file).Records[^1].Position;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(LogWriter.FirstChunk + 48), (uint)(last - LogWriter.FirstChunk));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(last + 8), 99);
        ChunkForge.Sign(file, LogWriter.FirstChunk);
    }
}
