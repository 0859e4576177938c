using System.Text;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

public sealed class TemplateTests
{
    private static readonly (EvtxType, byte[]) Missing = (EvtxType.Null, []);

    [Fact]
    public void A_substitution_puts_the_records_value_into_the_template() =>
        Assert.Equal("<A>x</A>", One(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), Text("x")).Xml);

    [Fact]
    public void An_optional_substitution_without_value_takes_its_element_with_it()
    {
        ReadRecord record = One(d => d.Open("A", dependency: true).Content()
            .Open("B", dependency: true).Content().Substitute(0, EvtxType.String, optional: true).End()
            .Open("C", dependency: true).Content().Substitute(1, EvtxType.String, optional: true).End().End(), Missing, Text("y"));
        Assert.Equal("<A><C>y</C></A>", record.Xml);
    }

    [Fact]
    public void An_optional_substitution_without_value_takes_its_attribute_with_it()
    {
        ReadRecord record = One(d => d.Open("A", hasAttributes: true, dependency: true)
            .Attribute("b").Substitute(0, EvtxType.String, optional: true).Attribute("c").Substitute(1, EvtxType.String, optional: true).Empty(), Missing, Text("y"));
        Assert.Equal("<A c=\"y\"/>", record.Xml);
    }

    [Fact]
    public void A_normal_substitution_without_value_leaves_its_element_empty()
    {
        ReadRecord record = One(d => d.Open("A", dependency: true).Content()
            .Open("B", dependency: true).Content().Substitute(0, EvtxType.String).End().End(), Missing);
        Assert.Equal("<A><B/></A>", record.Xml);
        Assert.Equal("{\"A\":{\"B\":null}}", record.Json);
    }

    [Fact]
    public void An_optional_substitution_of_an_empty_text_keeps_its_element()
    {
        ReadRecord record = One(d => d.Open("A", dependency: true).Content()
            .Open("B", dependency: true).Content().Substitute(0, EvtxType.String, optional: true).End().End(), Text(""));
        Assert.Equal("<A><B/></A>", record.Xml);
    }

    [Fact]
    public void A_value_the_record_does_not_bring_counts_as_missing()
    {
        ReadRecord record = One(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).Substitute(5, EvtxType.String).End(), Text("x"));
        Assert.Equal("<A>x</A>", record.Xml);
    }

    [Fact]
    public void Values_the_template_does_not_ask_for_are_left_out() =>
        Assert.Equal("<A>x</A>", One(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), Text("x"), Text("y"), Text("z")).Xml);

    [Fact]
    public void The_records_type_counts_and_not_the_templates() =>
        Assert.Equal("<A>5</A>", One(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), (EvtxType.UInt8, [5])).Xml);

    [Fact]
    public void Text_and_values_in_one_place_are_put_together()
    {
        ReadRecord record = One(d => d.Open("Event", dependency: true).Content().Open("EventData", dependency: true).Content().Open("V", dependency: true).Content()
            .Text("pid ").Substitute(0, EvtxType.UInt8).Text(", again ").Substitute(0, EvtxType.UInt8).End().End().End(), (EvtxType.UInt8, [5]));
        Assert.Equal("pid 5, again 5", record["V"]);
        Assert.Contains("<V>pid 5, again 5</V>", record.Xml, StringComparison.Ordinal);
        Assert.Contains("\"V\":\"pid 5, again 5\"", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_defined_once_serves_the_records_after_it()
    {
        ChunkForge forge = new();
        int offset = 0;
        forge.Record(1, f => offset = f.Template(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), Text("x")));
        forge.Record(2, f => f.Instance(offset, Text("y")));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Equal(["<A>x</A>", "<A>y</A>"], log.Records.Select(r => r.Xml));
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void A_fragment_within_a_value_becomes_part_of_the_tree()
    {
        ChunkForge forge = new();
        int inner = 0;
        forge.Record(1, f => inner = f.Template(d => d.Open("EventData", dependency: true).Content()
            .Open("V", dependency: true).Content().Substitute(0, EvtxType.String).End().End(), Text("x")));
        byte[] nested = Fragment(inner, Text("deep"));
        forge.Record(2, f => f.Template(d => d.Open("Event", dependency: true).Content().Substitute(0, EvtxType.BinXml, optional: true).End(), (EvtxType.BinXml, nested)));
        ReadRecord record = ReadLog.OfChunk(forge.Chunk()).Records[1];
        Assert.Equal("<Event><EventData><V>deep</V></EventData></Event>", record.Xml);
        Assert.Equal("deep", record["V"]);
        Assert.Equal("{\"Event\":{\"EventData\":{\"V\":\"deep\"}}}", record.Json);
    }

    [Fact]
    public void A_fragments_place_that_holds_text_shows_the_text()
    {
        ReadRecord record = One(d => d.Open("Event", dependency: true).Content().Substitute(0, EvtxType.BinXml, optional: true).End(), Text("plain"));
        Assert.Equal("<Event>plain</Event>", record.Xml);
    }

    [Fact]
    public void A_fragments_place_that_holds_nothing_is_empty() =>
        Assert.Equal("<Event/>", One(d => d.Open("Event", dependency: true).Content().Substitute(0, EvtxType.BinXml).End(), Missing).Xml);

    [Fact]
    public void Character_data_sections_references_and_instructions_are_kept()
    {
        ReadRecord record = One(d => d.Open("A", dependency: true).Content()
            .Add(Token.CData).UInt16(3).Add(Encoding.Unicode.GetBytes("x<y"))
            .Add(Token.CharReference).UInt16('&')
            .Add(Token.EntityReference).Name("lt")
            .Add(Token.InstructionTarget).Name("pi").Add(Token.InstructionData).UInt16(1).Add(Encoding.Unicode.GetBytes("d"))
            .End());
        Assert.Equal("<A><![CDATA[x<y]]>&amp;&lt;<?pi d?></A>", record.Xml);
        Assert.Equal("{\"A\":\"x<y&<\"}", record.Json);
    }

    [Fact]
    public void A_reference_within_an_attribute_is_part_of_its_text()
    {
        // As certificate logs have it: the flag says that more of the same value follows.
        ReadRecord record = One(d => d.Open("A", hasAttributes: true, dependency: true).Attribute("url").Text("?a=1")
            .Add(Token.EntityReference | Token.More).Name("amp").Text("b=2").Empty());
        Assert.Equal("<A url=\"?a=1&amp;b=2\"/>", record.Xml);
    }

    [Fact]
    public void Two_templates_of_one_GUID_stay_two()
    {
        ChunkForge forge = new();
        forge.Record(1, f => f.Template(d => d.Open("A", dependency: true).Empty()));
        forge.Record(2, f => f.Template(d => d.Open("B", dependency: true).Empty()));
        Assert.Equal(["<A/>", "<B/>"], ReadLog.OfChunk(forge.Chunk()).Records.Select(r => r.Xml));
    }

    [Fact]
    public void Equal_templates_of_several_chunks_are_decoded_once()
    {
        EvtxTemplateCache cache = new();
        byte[] file = LogWriter.Many(1);
        ReadLog.Of(file, cache);
        ReadLog.Of(file, cache);
        Assert.Equal(2, cache.Count);
    }

    internal static (EvtxType, byte[]) Text(string text) => (EvtxType.String, Encoding.Unicode.GetBytes(text));

    /// <summary>A fragment with an instance of a template defined elsewhere, as a value's bytes.</summary>
    internal static byte[] Fragment(long definition, params ReadOnlySpan<(EvtxType, byte[])> values)
    {
        ChunkForge scratch = new();
        int start = scratch.Position;
        scratch.Add(Token.FragmentHeader, 1, 1, 0).Instance(definition, values).Add(Token.EndOfFragment);
        return scratch.Bytes[start..scratch.Position].ToArray();
    }

    private static ReadRecord One(Action<ChunkForge> definition, params (EvtxType, byte[])[] values)
    {
        ReadLog log = ReadLog.OfChunk(new ChunkForge().Record(1, f => f.Template(definition, values)).Chunk());
        Assert.Empty(log.Problems);
        return log.Only;
    }
}
