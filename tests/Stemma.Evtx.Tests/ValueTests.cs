using System.Text;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

public sealed class ValueTests
{
    public static TheoryData<EvtxType, string, string, string> Scalars => new()
    {
        { EvtxType.String, Utf16("abc"), "abc", "\"abc\"" },
        { EvtxType.String, Utf16("abc\0\0"), "abc", "\"abc\"" },
        { EvtxType.String, Utf16("\U0001F600é"), "\U0001F600é", "\"\U0001F600é\"" },
        { EvtxType.AnsiString, "61E48000", "aä€", "\"aä€\"" },
        { EvtxType.Int8, "FF", "-1", "-1" },
        { EvtxType.UInt8, "FF", "255", "255" },
        { EvtxType.Int16, "FEFF", "-2", "-2" },
        { EvtxType.UInt16, "FEFF", "65534", "65534" },
        { EvtxType.Int32, "00000080", "-2147483648", "-2147483648" },
        { EvtxType.UInt32, "FFFFFFFF", "4294967295", "4294967295" },
        { EvtxType.Int64, "0000000000000080", "-9223372036854775808", "-9223372036854775808" },
        { EvtxType.UInt64, "FFFFFFFFFFFFFFFF", "18446744073709551615", "18446744073709551615" },
        { EvtxType.Single, "0000C03F", "1.5", "1.5" },
        { EvtxType.Double, "000000000000D0BF", "-0.25", "-0.25" },
        { EvtxType.Double, "000000000000F87F", "NaN", "\"NaN\"" },
        { EvtxType.Boolean, "01000000", "true", "true" },
        { EvtxType.Boolean, "00000000", "false", "false" },
        { EvtxType.Boolean, "00020000", "true", "true" },
        { EvtxType.Boolean, "01", "true", "true" },
        { EvtxType.Binary, "00FF10", "00FF10", "\"00FF10\"" },
        { EvtxType.Guid, "1A2B3C4D5E6F70818293A4B5C6D7E8F9", "{4D3C2B1A-6F5E-8170-8293-A4B5C6D7E8F9}", "\"4D3C2B1A-6F5E-8170-8293-A4B5C6D7E8F9\"" },
        { EvtxType.SizeT, "EFBEADDE", "0xdeadbeef", "\"0xdeadbeef\"" },
        { EvtxType.SizeT, "EFBEADDE01000000", "0x1deadbeef", "\"0x1deadbeef\"" },
        { EvtxType.FileTime, "00803ED5DEB19D01", "1970-01-01T00:00:00.0000000Z", "\"1970-01-01T00:00:00.0000000Z\"" },
        { EvtxType.FileTime, "FFFFFFFFFFFFFFFF", "-1", "\"-1\"" },
        { EvtxType.FileTime, "FFFFFFFFFFFFFF7F", "9223372036854775807", "\"9223372036854775807\"" },
        { EvtxType.SystemTime, "E8070100020002000300040005000600", "2024-01-02T03:04:05.006Z", "\"2024-01-02T03:04:05.006Z\"" },
        { EvtxType.Sid, "010500000000000515000000010000000200000003000000F4010000", "S-1-5-21-1-2-3-500", "\"S-1-5-21-1-2-3-500\"" },
        { EvtxType.Sid, "0100FFFFFFFFFFFF", "S-1-281474976710655", "\"S-1-281474976710655\"" },
        { EvtxType.HexInt32, "E7030000", "0x3e7", "\"0x3e7\"" },
        { EvtxType.HexInt64, "0000000000000080", "0x8000000000000000", "\"0x8000000000000000\"" },
        { EvtxType.EvtHandle, "10000000", "0x10", "\"0x10\"" },
        { EvtxType.EvtXml, Utf16("<a/>"), "<a/>", "\"<a/>\"" },
    };

    [Theory, MemberData(nameof(Scalars))]
    public void A_value_has_the_text_Windows_shows(EvtxType type, string hex, string text, string json)
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Raw(type, Convert.FromHexString(hex)));
        Assert.Equal(text, record["Value"]);
        Assert.Contains($"\"Value\":{json}", record.Json, StringComparison.Ordinal);
        string escaped = text.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        Assert.Contains($"<Data Name=\"Value\">{escaped}</Data>", record.Xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EvtxType.UInt32, "010203")]
    [InlineData(EvtxType.Single, "0102")]
    [InlineData(EvtxType.Guid, "0102")]
    [InlineData(EvtxType.FileTime, "01020304")]
    [InlineData(EvtxType.SystemTime, "0102")]
    [InlineData(EvtxType.Sid, "01050000000000051500")]
    [InlineData((EvtxType)0x7E, "AABB")]
    public void A_value_whose_size_does_not_fit_its_type_is_shown_as_its_bytes(EvtxType type, string hex) =>
        Assert.Equal(hex, LogWriter.Reread(EvtxDataValue.Raw(type, Convert.FromHexString(hex)))["Value"]);

    [Fact]
    public void A_value_of_no_bytes_is_an_empty_text_whatever_its_type()
    {
        for (int type = 1; type < 256; type++)
        {
            if ((type & 0x7F) == (int)EvtxType.BinXml) continue;
            ReadRecord record = LogWriter.Reread(EvtxDataValue.Raw((EvtxType)type, []));
            Assert.Equal("", record["Value"]);
            Assert.Contains("<Data Name=\"Value\"/>", record.Xml, StringComparison.Ordinal);
            Assert.Contains("\"Value\":\"\"", record.Json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_value_of_any_type_and_size_can_be_shown()
    {
        for (int type = 0; type < 256; type++)
        {
            if ((type & 0x7F) == (int)EvtxType.BinXml) continue;
            EvtxEvent e = LogWriter.Event();
            for (int size = 1; size < 40; size++)
                e.Data.Add(new EvtxDatum($"V{size}", EvtxDataValue.Raw((EvtxType)type, [.. Enumerable.Repeat((byte)0xA5, size)])));
            ReadRecord record = ReadLog.Of(LogWriter.Write(e)).Only;
            WellFormed.Xml(record.Xml);
            WellFormed.Json(record.Json);
        }
    }

    [Fact]
    public void Text_that_is_no_valid_UTF16_becomes_valid_UTF8()
    {
        ReadRecord record = LogWriter.Reread("a\uD800b");
        Assert.Equal("a\uD800b", record["Value"]);
        Assert.Contains(">a\uFFFDb<", record.Xml, StringComparison.Ordinal);
        Assert.Contains("\"a\uFFFDb\"", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_value_has_no_text()
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Null);
        Assert.Null(record["Value"]);
        Assert.Contains("<Data Name=\"Value\"/>", record.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_the_files_own_and_say_where_they_stand()
    {
        byte[] file = LogWriter.Write(LogWriter.Event(new EvtxDatum("Value", "needle")));
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        parser.Load(file, LogWriter.FirstChunk, EvtxChunkParser.ChunkSize, LogWriter.FirstChunk);
        Assert.True(parser.Read());
        EvtxValue value = parser.Values[parser.Shape.IndexOf(EvtxSection.EventData, "Value")];
        Assert.True(value.IsInBuffer);
        Assert.Equal("needle", Encoding.Unicode.GetString(file, value.Offset, value.Length));
        Assert.True(parser.Bytes(value) == file.AsSpan(value.Offset, value.Length));
        EvtxValue constant = parser.Values[parser.Shape.Provider];
        Assert.False(constant.IsInBuffer);
        Assert.Equal("Stemma-Test", parser.Text(constant));
    }

    private static string Utf16(string text) => Convert.ToHexString(Encoding.Unicode.GetBytes(text));
}
