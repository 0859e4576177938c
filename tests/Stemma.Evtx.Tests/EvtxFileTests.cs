using Stemma.Evtx.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Evtx.Tests;

public sealed class EvtxFileTests
{
    [Fact]
    public void A_field_is_asked_for_by_its_name()
    {
        using EvtxFile file = Open(LogWriter.Write(LogWriter.Event(new EvtxDatum("Image", "cmd.exe"), new EvtxDatum("None", EvtxDataValue.Null))));
        EvtxRecord record = file.ReadRecords().First();
        Assert.Equal(("7", "Stemma-Test", "cmd.exe"), (record["EventID"], record["Provider_Name"], record["Image"]));
        Assert.Null(record["None"]);
        Assert.Null(record["image"]);
    }

    [Fact]
    public void A_shape_says_where_the_usual_fields_are()
    {
        using EvtxFile file = Open(LogWriter.Many(1));
        EvtxShape shape = file.ReadRecords().First().Shape;
        Assert.Equal("EventID", shape.Fields[shape.EventId].Name);
        Assert.Equal("Channel", shape.Fields[shape.Channel].Name);
        Assert.Equal("Provider_Name", shape.Fields[shape.Provider].Name);
        Assert.Equal("Computer", shape.Fields[shape.Computer].Name);
        Assert.Equal("TimeCreated_SystemTime", shape.Fields[shape.TimeCreated].Name);
        Assert.Equal("EventRecordID", shape.Fields[shape.EventRecordId].Name);
        Assert.Equal(-1, shape.IndexOf(EvtxSection.System, "Image"));
        Assert.Equal(shape.IndexOf("Image"), shape.IndexOf(EvtxSection.EventData, "Image"));
    }

    [Fact]
    public void A_records_number_time_and_place_outlive_it_and_its_fields_do_not()
    {
        using EvtxFile file = Open(LogWriter.Many(2));
        List<EvtxRecord> records = [.. file.ReadRecords()];
        Assert.Equal([1L, 2], records.Select(r => r.Id));
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(6789012), records[0].Written);
        Assert.Throws<InvalidOperationException>(() => records[0]["Image"]);
        Assert.Throws<InvalidOperationException>(() => records[0].ToXml());
    }

    [Theory]
    [InlineData(-1, 1601)]
    [InlineData(long.MaxValue, 9999)]
    public void An_impossible_time_gives_the_nearest_possible_one(long time, int year)
    {
        EvtxEvent e = LogWriter.Event();
        e.FileTime = time;
        using EvtxFile file = Open(LogWriter.Write(e));
        Assert.Equal(year, file.ReadRecords().First().Written.Year);
    }

    [Fact]
    public void Records_are_read_once()
    {
        using EvtxFile file = Open(LogWriter.Many(2));
        Assert.Equal(2, file.ReadRecords().Count());
        Assert.Throws<InvalidOperationException>(() => file.ReadRecords());
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read()
    {
        using Stream slow = new Trickle(LogWriter.Many(2000));
        using EvtxFile file = EvtxFile.Open(slow);
        Assert.Equal(2000, file.ReadRecords().Count());
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void A_file_that_another_program_writes_can_be_opened()
    {
        string path = Path.Combine(TestData.TemporaryFolder(), "open.evtx");
        using (EvtxWriter writer = EvtxWriter.Create(path))
        {
            writer.Write(LogWriter.Event());
            using EvtxFile file = EvtxFile.Open(path);
            Assert.True(file.Header!.IsDirty);
        }
        using (EvtxFile file = EvtxFile.Open(path)) Assert.Single(file.ReadRecords());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Threads_that_share_a_cache_read_what_one_thread_reads()
    {
        byte[] bytes = LogWriter.Write(Enumerable.Range(0, 3000).Select(i => LogWriter.Event(new($"Field{i % 50}", i), new("Other", "x"))));
        string[] alone = Texts(bytes, new EvtxTemplateCache());
        EvtxTemplateCache shared = new();
        string[][] together = new string[4][];
        Parallel.For(0, together.Length, i => together[i] = Texts(bytes, shared));
        Assert.All(together, texts => Assert.Equal(alone, texts));

        static string[] Texts(byte[] bytes, EvtxTemplateCache cache)
        {
            using EvtxFile file = EvtxFile.Open(new MemoryStream(bytes), cache);
            return [.. file.ReadRecords().Select(r => r.ToJson())];
        }
    }

    [Fact]
    public void Data_named_alike_keep_their_places()
    {
        ReadRecord record = ReadLog.Of(LogWriter.Write(LogWriter.Event(new("A", "1"), new("A", "2")))).Only;
        Assert.Equal(["1", "2"], record.Fields.Where(f => f.Key == new EvtxField(EvtxSection.EventData, "A")).Select(f => f.Value!));
    }

    private static EvtxFile Open(byte[] file) => EvtxFile.Open(new MemoryStream(file));

    /// <summary>Gives a few bytes a time, as a network does.</summary>
    private sealed class Trickle(byte[] bytes) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, 777), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
