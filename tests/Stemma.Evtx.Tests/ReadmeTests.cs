using System.Text.RegularExpressions;
using Stemma.Evtx.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Evtx.Tests;

/// <summary>The examples of the README and of docs/evtx.md, word for word but for the path, and run.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    [Fact]
    public void Every_example_stands_in_this_file()
    {
        string source = Squeeze(Text("tests", "Stemma.Evtx.Tests", "ReadmeTests.cs"));
        MatchCollection examples = Example().Matches(Text("src", "Stemma.Evtx", "README.md") + Text("docs", "evtx.md"));
        Assert.True(examples.Count >= 4);
        Assert.All(examples, e => Assert.Contains(Squeeze(e.Groups[1].Value), source, StringComparison.Ordinal));

        static string Text(params string[] path) => File.ReadAllText(Path.Combine([TestData.Root, .. path]));

        // Indentation and the examples' file names are theirs.
        static string Squeeze(string code) => Blanks().Replace(FileName().Replace(code, "path"), " ").Trim();
    }

    [Fact]
    public void Read_a_log()
    {
        string path = Log(2);
        using EvtxFile file = EvtxFile.Open(path);
        foreach (EvtxRecord record in file.ReadRecords())
            Console.WriteLine($"{record.Written:O} {record["EventID"]} {record["TargetUserName"]}");
        foreach (EvtxProblem problem in file.Problems)
            Console.Error.WriteLine($"{problem.Position}: {problem.Message}");
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void Read_many_gigabytes()
    {
        byte[] bytes = LogWriter.Write(Enumerable.Range(0, 4000).Select(i =>
        {
            EvtxEvent e = LogWriter.Event();
            e.EventId = (ushort)(i % 2 == 0 ? 4624 : 4625);
            return e;
        }));
        EvtxTemplateCache cache = new();
        EvtxChunkParser parser = new(cache);
        long logons = 0;
        for (int at = EvtxFileHeader.Size; at < bytes.Length; at += EvtxChunkParser.ChunkSize)
        {
            if (!parser.Load(bytes, at, Math.Min(EvtxChunkParser.ChunkSize, bytes.Length - at), filePosition: at)) continue;
            while (parser.Read())
                if (parser.Shape.EventId is >= 0 and int id && parser.Text(parser.Values[id]) is "4624") logons++;
        }
        Assert.Equal(2000, logons);
    }

    [Fact]
    public void Write_a_log()
    {
        string path = Path.Combine(_folder, "written");
        Write();
        using EvtxFile file = EvtxFile.Open(path);
        Assert.Equal(@"C:\Windows\System32\cmd.exe", file.ReadRecords().Select(r => r["Image"]).Single());

        void Write()
        {
            using EvtxWriter writer = EvtxWriter.Create(path);
            EvtxEvent start = new() { Provider = "Microsoft-Windows-Sysmon", EventId = 1, Channel = "Microsoft-Windows-Sysmon/Operational" };
            start.Data.Add(new("Image", @"C:\Windows\System32\cmd.exe"));
            writer.Write(start);
        }
    }

    [Fact]
    public void Look_for_what_was_deleted()
    {
        string path = Log(3);
        using EvtxFile log = EvtxFile.Open(path);
        log.RecoverDeleted = true;
        foreach (EvtxRecord record in log.ReadRecords().Where(r => r.IsRecovered))
            Console.WriteLine($"{record.Position} {record.Written:O} {record.ToJson()}");
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void Carve_an_image()
    {
        string path = Log(3);
        using EvtxCarver carver = EvtxCarver.Open(path);
        foreach (EvtxRecord record in carver.ReadRecords())
            Console.WriteLine($"{record.Position} {record.Written:O} {record.ToJson()}");
        Assert.Equal(1, carver.Chunks);
    }

    private string Log(int records)
    {
        string path = Path.Combine(_folder, "log");
        File.WriteAllBytes(path, LogWriter.Many(records));
        return path;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("""
        "\w+\.(evtx|raw)"
        """)]
    private static partial Regex FileName();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
