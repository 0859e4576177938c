using System.Text;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

public sealed class ArrayTests
{
    [Fact]
    public void A_string_array_has_a_line_for_each_item()
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Strings("a", "b<c"));
        Assert.Equal("a\nb<c", record["Value"]);
        Assert.Contains("<Data Name=\"Value\">a</Data><Data Name=\"Value\">b&lt;c</Data>", record.Xml, StringComparison.Ordinal);
        Assert.Contains("\"Value\":[\"a\",\"b<c\"]", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_array_keeps_its_empty_items()
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Strings("", "b", ""));
        Assert.Contains("<Data Name=\"Value\"/><Data Name=\"Value\">b</Data><Data Name=\"Value\"/>", record.Xml, StringComparison.Ordinal);
        Assert.Contains("\"Value\":[\"\",\"b\",\"\"]", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_array_whose_last_item_has_no_end_is_read_whole()
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Raw(EvtxType.String | EvtxType.Array, Encoding.Unicode.GetBytes("a\0b")));
        Assert.Contains("\"Value\":[\"a\",\"b\"]", record.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EvtxType.AnsiString, "61006200", "a\nb", "[\"a\",\"b\"]")]
    [InlineData(EvtxType.UInt8, "0102", "1,2", "[1,2]")]
    [InlineData(EvtxType.Int16, "FFFF0100", "-1,1", "[-1,1]")]
    [InlineData(EvtxType.UInt32, "0100000002000000", "1,2", "[1,2]")]
    [InlineData(EvtxType.UInt64, "01000000000000000200000000000000", "1,2", "[1,2]")]
    [InlineData(EvtxType.HexInt32, "0A0000000B000000", "0xa,0xb", "[\"0xa\",\"0xb\"]")]
    [InlineData(EvtxType.HexInt64, "0A000000000000000B00000000000000", "0xa,0xb", "[\"0xa\",\"0xb\"]")]
    [InlineData(EvtxType.SizeT, "0A000000000000000B00000000000000", "0xa,0xb", "[\"0xa\",\"0xb\"]")]
    [InlineData(EvtxType.Single, "0000C03F0000C03F", "1.5,1.5", "[1.5,1.5]")]
    [InlineData(EvtxType.Boolean, "0100000000000000", "true,false", "[true,false]")]
    [InlineData(EvtxType.Sid, "010100000000000512000000010100000000000513000000", "S-1-5-18,S-1-5-19", "[\"S-1-5-18\",\"S-1-5-19\"]")]
    [InlineData(EvtxType.Guid, "0000000000000000000000000000000001000000000000000000000000000000",
        "{00000000-0000-0000-0000-000000000000},{00000001-0000-0000-0000-000000000000}",
        "[\"00000000-0000-0000-0000-000000000000\",\"00000001-0000-0000-0000-000000000000\"]")]
    public void An_array_is_its_items_one_after_another(EvtxType element, string hex, string text, string json)
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Raw(element | EvtxType.Array, Convert.FromHexString(hex)));
        Assert.Equal(text, record["Value"]);
        Assert.Contains($"\"Value\":{json}", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_ends_within_an_item_shows_the_rest_as_bytes()
    {
        ReadRecord record = LogWriter.Reread(EvtxDataValue.Raw(EvtxType.UInt32 | EvtxType.Array, Convert.FromHexString("01000000AABBCC")));
        Assert.Equal("1,AABBCC", record["Value"]);
    }

    [Fact]
    public void Data_without_names_is_an_array_in_JSON()
    {
        EvtxEvent e = LogWriter.Event(new EvtxDatum(null, "a"), new EvtxDatum(null, 2), new EvtxDatum(null, EvtxDataValue.Null));
        Assert.Contains("\"EventData\":{\"Data\":{\"#text\":[\"a\",2,\"\"]}}", ReadLog.Of(LogWriter.Write(e)).Only.Json, StringComparison.Ordinal);
    }
}
