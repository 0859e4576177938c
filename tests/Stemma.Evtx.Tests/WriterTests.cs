using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>What the writer writes, the reader reads; and the file is one that Windows would have written.</summary>
public sealed class WriterTests
{
    private static readonly Gen<EvtxDataValue> Value = Gen.OneOf(
        Gen.String.Where(s => !s.Contains('\0', StringComparison.Ordinal)).Select(s => (EvtxDataValue)s),
        Gen.Int.Select(v => (EvtxDataValue)v), Gen.UInt.Select(v => (EvtxDataValue)v),
        Gen.Long.Select(v => (EvtxDataValue)v), Gen.ULong.Select(v => (EvtxDataValue)v),
        Gen.Bool.Select(v => (EvtxDataValue)v), Gen.Guid.Select(v => (EvtxDataValue)v),
        Gen.UInt.Select(EvtxDataValue.Hex), Gen.ULong.Select(EvtxDataValue.Hex), Gen.ULong.Select(EvtxDataValue.Address),
        Gen.Double.Select(EvtxDataValue.Number), Gen.Byte.Array[0, 40].Select(EvtxDataValue.Binary));

    private static readonly Gen<EvtxDatum> Datum = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Value, (name, value) => new EvtxDatum(name, value));

    [Fact]
    public void Events_come_back_as_they_went_in() =>
        Datum.Array[0, 12].Array[1, 40].Sample(events =>
        {
            ReadLog log = ReadLog.Of(LogWriter.Write(events.Select(data => LogWriter.Event(data))));
            Assert.Empty(log.Problems);
            Assert.Equal(events.Length, log.Records.Count);
            for (int i = 0; i < events.Length; i++)
            {
                string?[] read = [.. log.Records[i].Fields.Where(f => f.Key.Section == EvtxSection.EventData).Select(f => f.Value)];
                Assert.Equal(events[i].Select(d => (string?)Text(d.Value)), read);
            }
        }, iter: 100);

    [Fact]
    public void Everything_an_event_has_comes_back()
    {
        Guid provider = Guid.Parse("11111111-2222-3333-4444-555555555555"), activity = Guid.Parse("66666666-7777-8888-9999-aaaaaaaaaaaa");
        EvtxEvent e = new()
        {
            Provider = "P",
            ProviderGuid = provider,
            EventSourceName = "Source",
            EventId = 65535,
            Qualifiers = 16384,
            Version = 3,
            Level = 4,
            Task = 500,
            Opcode = 2,
            Keywords = 0x8000000000000000,
            FileTime = LogWriter.Noon,
            RecordId = 77,
            ActivityId = activity,
            RelatedActivityId = provider,
            ProcessId = 4_000_000_000,
            ThreadId = 9,
            Channel = "C",
            Computer = "H",
            UserSid = "S-1-5-18",
            Binary = [0xAB, 0xCD],
        };
        ReadRecord record = ReadLog.Of(LogWriter.Write(e)).Only;
        Assert.Equal(77, record.Id);
        Assert.Equal(LogWriter.Noon, record.FileTime);
        Dictionary<string, string> expected = new()
        {
            ["Provider_Name"] = "P",
            ["Provider_Guid"] = "{11111111-2222-3333-4444-555555555555}",
            ["Provider_EventSourceName"] = "Source",
            ["EventID_Qualifiers"] = "16384",
            ["EventID"] = "65535",
            ["Version"] = "3",
            ["Level"] = "4",
            ["Task"] = "500",
            ["Opcode"] = "2",
            ["Keywords"] = "0x8000000000000000",
            ["TimeCreated_SystemTime"] = "2024-01-02T03:04:05.6789012Z",
            ["EventRecordID"] = "77",
            ["Correlation_ActivityID"] = "{66666666-7777-8888-9999-AAAAAAAAAAAA}",
            ["Correlation_RelatedActivityID"] = "{11111111-2222-3333-4444-555555555555}",
            ["Execution_ProcessID"] = "4000000000",
            ["Execution_ThreadID"] = "9",
            ["Channel"] = "C",
            ["Computer"] = "H",
            ["Security_UserID"] = "S-1-5-18",
            ["Binary"] = "ABCD",
        };
        Assert.Equal(expected, record.Fields.ToDictionary(f => f.Key.Name, f => f.Value!));
    }

    [Fact]
    public void A_tree_of_user_data_comes_back()
    {
        EvtxEvent e = LogWriter.Event();
        e.UserData = new EvtxElement("LogFileCleared")
        {
            Namespace = "urn:log",
            Children =
            {
                new EvtxElement("SubjectUserName") { Value = "alice" },
                new EvtxElement("Who") { Attributes = { new("Kind", "user") }, Children = { new EvtxElement("Sid") { Value = EvtxDataValue.Sid("S-1-5-18") } } },
            },
        };
        ReadRecord record = ReadLog.Of(LogWriter.Write(e)).Only;
        Assert.EndsWith("<UserData><LogFileCleared xmlns=\"urn:log\"><SubjectUserName>alice</SubjectUserName><Who Kind=\"user\"><Sid>S-1-5-18</Sid></Who></LogFileCleared></UserData></Event>",
            record.Xml, StringComparison.Ordinal);
        Assert.Equal("S-1-5-18", record["Who_Sid"]);
    }

    [Fact]
    public void Records_are_numbered_from_one_unless_they_bring_a_number()
    {
        EvtxEvent own = LogWriter.Event();
        own.RecordId = 100;
        ReadLog log = ReadLog.Of(LogWriter.Write(LogWriter.Event(), own, LogWriter.Event()));
        Assert.Equal([1L, 100, 101], log.Records.Select(r => r.Id));
    }

    [Fact]
    public void The_same_events_give_the_same_bytes() => Assert.Equal(LogWriter.Many(500), LogWriter.Many(500));

    [Fact]
    public void Many_events_fill_chunk_after_chunk()
    {
        byte[] file = LogWriter.Many(5000);
        Assert.Equal(0, (file.Length - EvtxFileHeader.Size) % EvtxChunkParser.ChunkSize);
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(Enumerable.Range(1, 5000).Select(i => (long)i), log.Records.Select(r => r.Id));
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void A_log_of_no_events_is_a_log()
    {
        ReadLog log = ReadLog.Of(LogWriter.Write());
        Assert.Empty(log.Records);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void Until_it_is_disposed_the_file_says_that_it_is_open()
    {
        using MemoryStream stream = new();
        using EvtxWriter writer = new(stream, leaveOpen: true);
        writer.Write(LogWriter.Event());
        Assert.True(EvtxFileHeader.TryRead(stream.ToArray(), out EvtxFileHeader? header) && header!.IsDirty);
    }

    [Fact]
    public void An_event_larger_than_a_chunk_is_the_callers_error_and_costs_no_other()
    {
        using MemoryStream stream = new();
        using (EvtxWriter writer = new(stream, leaveOpen: true))
        {
            writer.Write(LogWriter.Event());
            Assert.Throws<ArgumentException>(() => writer.Write(LogWriter.Event(new EvtxDatum("Big", EvtxDataValue.Binary(new byte[65_000])))));
            writer.Write(LogWriter.Event());
        }
        ReadLog log = ReadLog.Of(stream.ToArray());
        Assert.Equal(2, log.Records.Count);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void An_event_that_cannot_be_encoded_costs_no_other()
    {
        EvtxEvent bad = LogWriter.Event(new EvtxDatum("NewName", 1));
        bad.UserSid = "nobody";
        using MemoryStream stream = new();
        using (EvtxWriter writer = new(stream, leaveOpen: true))
        {
            writer.Write(LogWriter.Event());
            Assert.Throws<FormatException>(() => writer.Write(bad));
            writer.Write(LogWriter.Event());
        }
        ReadLog log = ReadLog.Of(stream.ToArray());
        Assert.Equal(2, log.Records.Count);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void A_disposed_writer_writes_no_more()
    {
        using MemoryStream stream = new();
        EvtxWriter writer = new(stream);
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(LogWriter.Event()));
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_the_callers_error()
    {
        using System.IO.Compression.DeflateStream stream = new(new MemoryStream(), System.IO.Compression.CompressionMode.Compress);
        Assert.Throws<ArgumentException>(() => new EvtxWriter(stream));
    }

    [Fact]
    public void Names_and_templates_stand_in_the_chunks_hash_tables()
    {
        byte[] file = LogWriter.Many(3);
        ReadOnlySpan<byte> chunk = file.AsSpan(LogWriter.FirstChunk);
        int bucket = BinXml.NameHash.Of("EventData") % 64;
        Assert.Contains("EventData", Chain(chunk, 128 + (bucket * 4), 6, 8));
        int templates = 0;
        for (int i = 0; i < 32; i++)
            for (uint at = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(384 + (i * 4))..]); at != 0; at = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(int)at..])) templates++;
        Assert.Equal(2, templates);

        static List<string> Chain(ReadOnlySpan<byte> chunk, int bucket, int length, int text)
        {
            List<string> names = [];
            for (int at = BinaryPrimitives.ReadInt32LittleEndian(chunk[bucket..]); at != 0; at = BinaryPrimitives.ReadInt32LittleEndian(chunk[at..]))
                names.Add(Encoding.Unicode.GetString(chunk.Slice(at + text, BinaryPrimitives.ReadUInt16LittleEndian(chunk[(at + length)..]) * 2)));
            return names;
        }
    }

    [Fact]
    public void Text_that_is_no_identifier_gives_no_SID()
    {
        foreach (string text in new[] { "", "S-1", "S-1-x", "S-999-5-18", "S-1-281474976710656", "S-1-5-4294967296", "S-1-5" + string.Concat(Enumerable.Repeat("-1", 16)) })
            Assert.Throws<FormatException>(() => EvtxDataValue.Sid(text));
    }

    /// <summary>The text by a way of its own: through .NET's formatting, not the library's.</summary>
    private static string Text(EvtxDataValue value)
    {
        byte[] bytes = new byte[value.Length];
        value.CopyTo(bytes);
        return value.Type switch
        {
            EvtxType.String => Encoding.Unicode.GetString(bytes),
            EvtxType.Int32 => FormattableString.Invariant($"{BitConverter.ToInt32(bytes)}"),
            EvtxType.UInt32 => FormattableString.Invariant($"{BitConverter.ToUInt32(bytes)}"),
            EvtxType.Int64 => FormattableString.Invariant($"{BitConverter.ToInt64(bytes)}"),
            EvtxType.UInt64 => FormattableString.Invariant($"{BitConverter.ToUInt64(bytes)}"),
            EvtxType.Double => FormattableString.Invariant($"{BitConverter.ToDouble(bytes)}"),
            EvtxType.Boolean => bytes[0] == 1 ? "true" : "false",
            EvtxType.Guid => new Guid(bytes).ToString("B").ToUpperInvariant(),
            EvtxType.HexInt32 => FormattableString.Invariant($"0x{BitConverter.ToUInt32(bytes):x}"),
            EvtxType.HexInt64 or EvtxType.SizeT => FormattableString.Invariant($"0x{BitConverter.ToUInt64(bytes):x}"),
            _ => Convert.ToHexString(bytes),
        };
    }
}
