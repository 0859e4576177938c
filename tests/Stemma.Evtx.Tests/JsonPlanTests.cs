using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Rendering;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>The plan of constant bytes that records are written by, and the tree it is made from.</summary>
public sealed class JsonPlanTests
{
    private const int Values = 6;

    private static readonly string[] Names = ["Event", "System", "EventData", "UserData", "Data", "Data", "Header", "Größe", "#text"];
    private static readonly string[] Texts = ["", " ", "\n\t", "x", "Image", "\"quoted\\\"", "Ä", "\uD83D\uDE00", "\uD83D", "\u0001", "a text of more than thirty-two characters: \\ and \""];

    // What a text may be made of: plain, to be escaped, beyond ASCII, half of a pair, NUL.
    private static Gen<string> Text { get; } = Gen.OneOf(
        Gen.OneOf(Texts),
        Gen.OneOf(Gen.Char['a', 'z'], Gen.OneOf('"', '\\', '\n', '\u0001', '\u007F', '\0'), Gen.Char['\u0080', '\u0900'], Gen.Char['\uD7F0', '\uE010']).Array[0, 80].Select(c => new string(c)));

    private static Gen<(EvtxType Type, byte[] Bytes)> Value { get; } = Gen.OneOf(
        Text.Select(text => (EvtxType.String, MemoryMarshal.AsBytes(text.AsSpan()).ToArray())),
        Text.Array[0, 4].Select(items => (EvtxType.String | EvtxType.Array, MemoryMarshal.AsBytes(string.Join('\0', items).AsSpan()).ToArray())),
        Gen.Select(Gen.Int[0, 0x23].Where(type => type != (int)EvtxType.BinXml), Gen.Bool, Gen.OneOf(Gen.OneOf(0, 1, 2, 4, 8, 16), Gen.Int[0, 40]))
            .SelectMany(kind => Gen.Byte.Array[kind.Item3].Select(bytes => ((EvtxType)kind.Item1 | (kind.Item2 ? EvtxType.Array : 0), bytes))));

    /// <summary>Text, or where a value goes: its number.</summary>
    private static Gen<Part> Constant { get; } = Gen.OneOf(
        Gen.OneOf(Texts).Select(text => new Part(text, -1, false, EvtxType.String)),
        Gen.Select(Gen.Int[0, Values - 1], Gen.Bool, Gen.OneOf(EvtxType.String, EvtxType.UInt32, EvtxType.BinXml))
            .Select((index, isOptional, type) => new Part("", index, isOptional, type)));

    private static Gen<Tree> Leaf { get; } = Element(Constant.Select(part => (object)part).Array[0, 2]);

    private static Gen<Tree> Root { get; } = Level(Level(Level(Leaf)));

    [Fact]
    public void A_plan_writes_what_the_tree_says() =>
        Gen.Select(Root, Level(Leaf), Value.Array[Values], Value.Array[Values], Gen.Int[0, Values - 1]).Sample((outer, inner, values, innerValues, place) =>
        {
            ChunkForge forge = new();
            int definition = 0;
            forge.Record(1, f => definition = f.Template(inner.Write, innerValues));
            values[place] = (EvtxType.BinXml, Fragment(definition, innerValues));
            forge.Record(2, f => f.Template(outer.Write, values));
            EvtxChunkParser parser = new(new EvtxTemplateCache());
            Assert.True(parser.Load(forge.Chunk(), 0, EvtxChunkParser.ChunkSize, 0));
            for (int record = 0; record < 2; record++)
            {
                Assert.True(parser.Read(), string.Join(", ", parser.Problems));
                string planned = Json(parser, parser.Layout.Json);
                Assert.Equal(Json(parser, Walk(parser.Layout.Roots)), planned);
                WellFormed.Json(planned);
            }
        }, iter: 5000);

    [Fact]
    public void A_fragment_in_an_attribute_is_no_element_of_its_element()
    {
        Tree inner = new("Inner", [], [new Part("within", -1, false, EvtxType.String)]);
        Part fragment = new("", 0, false, EvtxType.BinXml), value = new("", 1, false, EvtxType.String);
        Tree outer = new("Event", [], [new Tree("EventData", [], [new Tree("Data", [("Name", [new Part("Image", -1, false, EvtxType.String)]), ("Guid", [fragment])], [value])])]);
        ChunkForge forge = new();
        int definition = 0;
        forge.Record(1, f => definition = f.Template(inner.Write, []));
        forge.Record(2, f => f.Template(outer.Write, [(EvtxType.BinXml, Fragment(definition, [])), (EvtxType.String, Encoding.Unicode.GetBytes("cmd.exe"))]));
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        Assert.True(parser.Load(forge.Chunk(), 0, EvtxChunkParser.ChunkSize, 0) && parser.Read() && parser.Read());
        Assert.Equal("""{"Event":{"EventData":{"Image":"cmd.exe"}}}""", Json(parser, parser.Layout.Json));
        Assert.Equal("""{"Event":{"EventData":{"Image":"cmd.exe"}}}""", Json(parser, Walk(parser.Layout.Roots)));
        Assert.Equal("cmd.exe", parser.Text(parser.Values[parser.Shape.Fields.Select((field, i) => (field.Name, i)).First(field => field.Name == "Image").i]).ToString());
    }

    /// <summary>The plan that leaves everything to the walk of the tree.</summary>
    private static JsonStep[] Walk(List<LayoutNode> roots)
    {
        ElementNode[] elements = [.. roots.OfType<ElementNode>()];
        return
        [
            .. elements.Select((element, i) => new JsonStep([.. i == 0 ? "{\""u8 : ",\""u8, .. element.JsonKey!.Json, .. "\":"u8], null, element)),
            new JsonStep([.. elements.Length == 0 ? "{}"u8 : "}"u8], null, null),
        ];
    }

    private static string Json(EvtxChunkParser parser, JsonStep[] plan)
    {
        Utf8Buffer output = new();
        new JsonRenderer(output).Write(plan, parser.View);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.Written);
    }

    private static byte[] Fragment(int definition, (EvtxType, byte[])[] values)
    {
        ChunkForge forge = new();
        forge.Add(Token.FragmentHeader, 1, 1, 0).Instance(definition, values).Add(Token.EndOfFragment);
        return forge.Bytes[ChunkForge.Header..forge.Position].ToArray();
    }

    private static Gen<Tree> Level(Gen<Tree> below) =>
        Element(Gen.OneOf(below.Select(tree => (object)tree), below.Select(tree => (object)tree), Constant.Select(part => (object)part)).Array[0, 4]);

    private static Gen<Tree> Element(Gen<object[]> content) => Gen.Select(
        Gen.OneOf(Names),
        Gen.Select(Gen.OneOf("Name", "Name", "xmlns", "Guid"), Constant.Array[0, 2]).Array[0, 2],
        content).Select((name, attributes, parts) => new Tree(name, attributes, parts));

    private sealed record Part(string Text, int Index, bool IsOptional, EvtxType Type)
    {
        public void Write(ChunkForge forge)
        {
            if (Index < 0) forge.Text(Text);
            else forge.Substitute(Index, Type, IsOptional);
        }
    }

    private sealed record Tree(string Name, (string Name, Part[] Value)[] Attributes, object[] Content)
    {
        public void Write(ChunkForge forge)
        {
            forge.Open(Name, Attributes.Length > 0, dependency: true);
            foreach ((string name, Part[] value) in Attributes)
            {
                forge.Attribute(name);
                foreach (Part part in value) part.Write(forge);
            }

            if (Content.Length == 0)
            {
                forge.Empty();
                return;
            }

            forge.Content();
            foreach (object part in Content)
            {
                if (part is Tree tree) tree.Write(forge);
                else ((Part)part).Write(forge);
            }

            forge.End();
        }
    }
}
