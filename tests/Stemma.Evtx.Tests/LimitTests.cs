using System.Text;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>What a crafted file asks for beyond any real one is refused, within the time of a real one.</summary>
public sealed class LimitTests
{
    [Fact]
    public void Elements_up_to_the_limit_are_read_and_deeper_ones_refused()
    {
        Assert.Empty(Nested(Limits.ElementDepth).Problems);
        ReadLog log = Nested(Limits.ElementDepth + 1);
        Assert.Empty(log.Records);
        Assert.Equal("elements nest too deeply", Assert.Single(log.Problems).Message);
    }

    [Fact]
    public void A_template_that_holds_itself_as_a_value_is_refused()
    {
        // A value that starts a fragment whose instance names the same template: as deep as there are bytes.
        ChunkForge forge = new();
        int offset = 0;
        forge.Record(1, f => offset = f.Template(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.BinXml).End(), (EvtxType.Null, [])));
        byte[] value = TemplateTests.Fragment(offset, (EvtxType.Null, []));
        for (int i = 1; i < 100; i++) value = TemplateTests.Fragment(offset, (EvtxType.BinXml, value));
        forge.Record(2, f => f.Instance(offset, (EvtxType.BinXml, value)));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Equal(1, log.Only.Id);
        Assert.Equal((EvtxProblemKind.Limit, "fragments nest too deeply"), (Assert.Single(log.Problems).Kind, log.Problems[0].Message));
    }

    [Fact]
    public void A_template_whose_definition_lies_within_itself_ends()
    {
        ChunkForge forge = new();
        forge.Record(1, f => f.Template(d => d.Open("A", dependency: true).Content().Instance(d.Position, (EvtxType.Null, [])).End(), (EvtxType.Null, [])));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Empty(log.Records);
        Assert.NotEmpty(log.Problems);
    }

    [Fact]
    public void A_value_used_again_and_again_cannot_grow_without_bound()
    {
        ChunkForge forge = new();
        forge.Record(1, f => f.Template(d =>
        {
            d.Open("A", dependency: true).Content();
            for (int i = 0; i < 2000; i++) d.Substitute(0, EvtxType.String);
            d.End();
        }, (EvtxType.String, new byte[40_000])));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Empty(log.Records);
        Assert.Equal(EvtxProblemKind.Limit, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void Fragments_that_multiply_each_other_are_refused()
    {
        ChunkForge forge = new();
        int offset = 0;
        forge.Record(1, f => offset = f.Template(d =>
        {
            d.Open("A", dependency: true).Content();
            for (int i = 0; i < 40; i++) d.Substitute(0, EvtxType.BinXml);
            d.End();
        }, (EvtxType.Null, [])));
        byte[] value = TemplateTests.Fragment(offset, (EvtxType.Null, []));
        for (int i = 0; i < 8; i++) value = TemplateTests.Fragment(offset, (EvtxType.BinXml, value));
        forge.Record(2, f => f.Instance(offset, (EvtxType.BinXml, value)));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Equal(1, log.Only.Id);
        Assert.Equal(EvtxProblemKind.Limit, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void One_long_name_named_a_thousand_times_is_refused()
    {
        ChunkForge forge = new();
        forge.Record(1, f => f.Template(d =>
        {
            int name = d.Position + 11;
            d.Open(new string('x', 10_000), dependency: true).Content();
            for (int i = 0; i < 1000; i++) d.Add(Token.OpenStartElement).UInt16(0xFFFF).UInt32(0).UInt32(name).Empty();
            d.End();
        }));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Empty(log.Records);
        Assert.Equal("the fragment spells out too long", Assert.Single(log.Problems).Message);
    }

    [Fact]
    public void A_substitution_index_of_sixty_thousand_is_refused()
    {
        ChunkForge forge = new();
        forge.Record(1, f => f.Template(d => d.Open("A", dependency: true).Content().Substitute(60_000, EvtxType.String).End(), (EvtxType.Null, [])));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Empty(log.Records);
        Assert.Single(log.Problems);
    }

    [Fact]
    public void Chunks_of_ever_new_templates_do_not_fill_the_memory()
    {
        EvtxTemplateCache cache = new();
        for (int chunk = 0; chunk < 8; chunk++)
        {
            ChunkForge forge = new();
            for (int i = 0; i < 700; i++)
                forge.Record(i, f => f.Open($"N{chunk}x{i}").Content().Text("v").End());
            ReadLog log = ReadLog.Of(forge.Chunk(), cache);
            Assert.Equal(700, log.Records.Count);
        }
        Assert.InRange(cache.Count, 1, Limits.Templates);
    }

    [Fact]
    public void The_documentation_names_the_limits_that_hold()
    {
        string document = File.ReadAllText(Path.Combine(Stemma.Tests.Shared.TestData.Root, "docs", "evtx.md"));
        StringBuilder missing = new();
        foreach (string row in Rows())
            if (!document.Contains(row, StringComparison.Ordinal)) missing.AppendLine(row);
        Assert.True(missing.Length == 0, $"docs/evtx.md should have these rows:\n{missing}");
    }

    private static IEnumerable<string> Rows() =>
    [
        FormattableString.Invariant($"| Elements within elements, in one fragment | {Limits.ElementDepth} |"),
        FormattableString.Invariant($"| Fragments within values of fragments | {Limits.FragmentDepth} |"),
        FormattableString.Invariant($"| Values of one record | {Limits.ValuesPerRecord:N0} |"),
        FormattableString.Invariant($"| Elements, attributes and texts of one record's tree | {Limits.NodesPerLayout:N0} |"),
        FormattableString.Invariant($"| Bytes of values used more than once in a record | {Limits.RepeatedBytesPerRecord / 1024 / 1024} MiB |"),
        FormattableString.Invariant($"| Characters of one template, names spelled out | {Limits.CanonicalLength / 1024} Ki |"),
        FormattableString.Invariant($"| Characters of templates decoded for one chunk | {Limits.CanonicalPerChunk / 1024 / 1024} Mi |"),
        FormattableString.Invariant($"| Values of one chunk | {Limits.ValuesPerChunk / 1024 / 1024} Mi |"),
        FormattableString.Invariant($"| Problems noted for one chunk | {Limits.ProblemsPerChunk} |"),
        FormattableString.Invariant($"| Templates a run remembers | {Limits.Templates:N0} |"),
        FormattableString.Invariant($"| Characters of templates a run remembers | {Limits.CanonicalInCache / 1024 / 1024} Mi |"),
        FormattableString.Invariant($"| Layouts a run remembers | {Limits.Layouts:N0} |"),
    ];

    private static ReadLog Nested(int depth)
    {
        ChunkForge forge = new();
        forge.Record(1, f =>
        {
            for (int i = 0; i < depth; i++) f.Open("A").Content();
            for (int i = 0; i < depth; i++) f.End();
        });
        return ReadLog.OfChunk(forge.Chunk());
    }
}
