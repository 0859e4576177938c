using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>Names are the file's, unless that would make the output unreadable for others.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("a b", "a_b")]
    [InlineData("1a", "_a")]
    [InlineData("a><b", "a__b")]
    [InlineData("\u3800", "_")]
    [InlineData("Größe", "Größe")]
    public void A_name_that_XML_forbids_has_its_bad_characters_replaced(string name, string shown)
    {
        ReadRecord record = One(f => f.Open(name).Content().Text("x").End());
        Assert.Equal($"<{shown}>x</{shown}>", record.Xml);
        Assert.Equal($"{{\"{shown}\":\"x\"}}", record.Json);
    }

    [Fact]
    public void An_attribute_that_stands_twice_is_numbered()
    {
        ReadRecord record = One(f => f.Open("A", hasAttributes: true).Attribute("b").Text("1").Attribute("b").Text("2").Attribute("b").Text("3").Empty());
        Assert.Equal("<A b=\"1\" b_1=\"2\" b_2=\"3\"/>", record.Xml);
        WellFormed.Json(record.Json);
    }

    [Fact]
    public void Elements_of_one_name_are_numbered_in_JSON_only()
    {
        ReadRecord record = One(f => f.Open("A").Content().Open("B").Content().Text("1").End().Open("B").Content().Text("2").End().Open("B_1").Content().Text("3").End().End());
        Assert.Equal("<A><B>1</B><B>2</B><B_1>3</B_1></A>", record.Xml);
        Assert.Equal("{\"A\":{\"B\":\"1\",\"B_1\":\"2\",\"B_1_1\":\"3\"}}", record.Json);
    }

    [Fact]
    public void Data_that_takes_the_name_of_one_of_JSONs_own_keys_is_numbered()
    {
        EvtxEvent e = LogWriter.Event(new EvtxDatum("#text", "a"), new EvtxDatum("#attributes", "b"), new EvtxDatum("Data", "c"), new EvtxDatum(null, "d"));
        ReadRecord record = ReadLog.Of(LogWriter.Write(e)).Only;
        Assert.EndsWith("\"EventData\":{\"#text_1\":\"a\",\"#attributes_1\":\"b\",\"Data_1\":\"c\",\"Data\":{\"#text\":\"d\"}}}}", record.Json, StringComparison.Ordinal);
        WellFormed.Json(record.Json);
    }

    private static ReadRecord One(Action<ChunkForge> content)
    {
        ReadLog log = ReadLog.OfChunk(new ChunkForge().Record(1, content).Chunk());
        Assert.Empty(log.Problems);
        return log.Only;
    }
}
