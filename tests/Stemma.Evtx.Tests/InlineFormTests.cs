using Stemma.Evtx.BinXml;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>Records as collectors write them: names inline, texts in place, no template.</summary>
public sealed class InlineFormTests
{
    [Fact]
    public void A_tree_without_template_is_read()
    {
        ReadRecord record = One(f => Logon(f, "alice", "4624"));
        Assert.Equal("<Event xmlns=\"urn:e\"><System><EventID>4624</EventID></System><EventData><Data Name=\"TargetUserName\">alice</Data></EventData></Event>", record.Xml);
        Assert.Equal("{\"Event\":{\"#attributes\":{\"xmlns\":\"urn:e\"},\"System\":{\"EventID\":\"4624\"},\"EventData\":{\"TargetUserName\":\"alice\"}}}", record.Json);
        Assert.Equal("alice", record["TargetUserName"]);
    }

    [Fact]
    public void Its_texts_are_values_so_that_records_of_one_kind_share_a_shape()
    {
        EvtxTemplateCache cache = new();
        ChunkForge forge = new();
        for (int i = 1; i <= 20; i++) forge.Record(i, f => Logon(f, $"user{i}", "4624"));
        ReadLog log = ReadLog.Of(forge.Chunk(), cache);
        Assert.Equal(20, log.Records.Count);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"user{i}"), log.Records.Select(r => r["TargetUserName"]!));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Elements_with_a_dependency_id_are_told_from_those_without() =>
        Assert.Equal("<A><B>x</B></A>", One(f => f.Open("A", dependency: true).Content().Open("B", dependency: true).Content().Text("x").End().End()).Xml);

    [Fact]
    public void Names_that_stand_elsewhere_in_the_chunk_are_found()
    {
        ChunkForge forge = new();
        int name = 0;
        forge.Record(1, f =>
        {
            name = f.Position + 9;
            f.Open("Again").Empty();
        });
        forge.Record(2, f => f.Add(Token.OpenStartElement).UInt32(0).UInt32(name).Empty());
        Assert.Equal(["<Again/>", "<Again/>"], ReadLog.OfChunk(forge.Chunk()).Records.Select(r => r.Xml));
    }

    [Fact]
    public void References_between_texts_are_part_of_the_text()
    {
        ReadRecord record = One(f => f.Open("Event").Content().Open("EventData").Content().Open("V").Content()
            .Text("a").Add(Token.EntityReference).Name("amp").Text("b").Add(Token.CharReference).UInt16('!').End().End().End());
        Assert.Equal("a&b!", record["V"]);
    }

    [Fact]
    public void Numbers_may_stand_in_place_of_texts() =>
        Assert.Equal("<A>7</A>", One(f => f.Open("A").Content().Add(Token.Value, (byte)EvtxType.UInt32).UInt32(7).End()).Xml);

    private static ChunkForge Logon(ChunkForge f, string user, string id) => f
        .Open("Event", hasAttributes: true).Attribute("xmlns").Text("urn:e").Content()
        .Open("System").Content().Open("EventID").Content().Text(id).End().End()
        .Open("EventData").Content()
        .Open("Data", hasAttributes: true).Attribute("Name").Text("TargetUserName").Content().Text(user).End()
        .End().End();

    private static ReadRecord One(Action<ChunkForge> content)
    {
        ReadLog log = ReadLog.OfChunk(new ChunkForge().Record(1, f => content(f)).Chunk());
        Assert.Empty(log.Problems);
        return log.Only;
    }
}
