using CsCheck;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>A parser compares a chunk's template definitions with those it has met before; that must change nothing but the time it takes.</summary>
public sealed class DefinitionCopyTests
{
    private static readonly byte[] Chunk = LogWriter.Write(
        LogWriter.Event(new EvtxDatum("Image", @"C:\Windows\System32\cmd.exe"), new("ProcessId", 7u)),
        LogWriter.Event(new EvtxDatum("User", "alice"), new("Image", "x"), new("ProcessId", 8u)),
        LogWriter.Event(new EvtxDatum("ProcessId", 9u), new("User", "bob")),
        LogWriter.Event(new EvtxDatum("Image", "y"), new("ProcessId", 7u)))[LogWriter.FirstChunk..(LogWriter.FirstChunk + EvtxChunkParser.ChunkSize)];

    private static readonly int[] Places = [.. Enumerable.Range(512, Chunk.Length - 528).Where(i => Chunk.AsSpan(i, 16).ContainsAnyExcept((byte)0))];

    [Fact]
    public void A_chunk_means_the_same_to_a_parser_that_has_read_one_like_it() =>
        Gen.Select(Gen.Int[0, Places.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            byte[] changed = [.. Chunk];
            foreach ((int place, byte value) in changes) changed[Places[place]] = value;
            EvtxChunkParser parser = new(new EvtxTemplateCache());
            Assert.NotEmpty(Read(parser, Chunk));
            Assert.Equal(Read(new EvtxChunkParser(new EvtxTemplateCache()), changed), Read(parser, changed));
        }, iter: 5000);

    [Fact]
    public void A_definition_whose_names_stand_elsewhere_in_the_chunk_follows_them()
    {
        byte[] changed = [.. Chunk];
        // The first definition spells the name out, the second names its place.
        int name = changed.AsSpan().IndexOf("C\0o\0m\0p\0u\0t\0e\0r\0"u8);
        changed[name] = (byte)'Q';
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        Read(parser, Chunk);
        Assert.All(Read(parser, changed).Where(line => line.StartsWith('{')), line => Assert.Contains("\"Qomputer\":", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Definitions_that_stand_at_other_places_are_known_again()
    {
        EvtxTemplateCache cache = new();
        EvtxChunkParser parser = new(cache);
        byte[] later = LogWriter.Write(LogWriter.Event(new EvtxDatum("User", "alice"), new("Image", "x"), new("ProcessId", 8u)))[LogWriter.FirstChunk..];
        Read(parser, Chunk);
        int known = cache.Count;
        Assert.Equal(Read(new EvtxChunkParser(new EvtxTemplateCache()), later), Read(parser, later));
        Assert.Equal(known, cache.Count);
    }

    private static List<string> Read(EvtxChunkParser parser, byte[] chunk)
    {
        List<string> lines = [];
        if (parser.Load(chunk, 0, chunk.Length, 0))
        {
            while (parser.Read())
            {
                parser.Output.Clear();
                parser.Render(EvtxTextFormat.Json);
                lines.Add(System.Text.Encoding.UTF8.GetString(parser.Output.Written));
            }
        }

        return [.. lines, .. parser.Problems.Select(problem => problem.ToString())];
    }
}
