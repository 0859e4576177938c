using System.Buffers;
using Stemma.Detection;
using Stemma.Emulation;
using Stemma.Evtx;
using Stemma.Sigma;

namespace Stemma.Bench;

/// <summary>What is measured on: a chunk of emulated process starts, the same as JSON lines, and rules. The same on every machine.</summary>
internal static class Workload
{
    private static readonly Lazy<byte[]> SysmonChunk = new(MakeChunk);

    /// <summary>A full chunk of Sysmon process starts.</summary>
    public static byte[] Chunk => SysmonChunk.Value;

    /// <summary>The chunk's records as JSON lines.</summary>
    public static byte[] JsonLines()
    {
        ArrayBufferWriter<byte> lines = new();
        EvtxChunkParser parser = Load(new EvtxTemplateCache());
        while (parser.Read())
        {
            parser.WriteJson(lines);
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan.ToArray();
    }

    /// <summary>A parser before the chunk's first record.</summary>
    public static EvtxChunkParser Load(EvtxTemplateCache templates)
    {
        EvtxChunkParser parser = new(templates);
        return parser.Load(Chunk, 0, Chunk.Length, EvtxFileHeader.Size) ? parser : throw new InvalidDataException("the emulated chunk cannot be read");
    }

    /// <summary>An engine with that many rules, taken evenly from SigmaHQ's or from what STEMMA_BENCH_RULES names; the built-in ones when there are none.</summary>
    /// <param name="count">How many; fewer when there are not so many.</param>
    public static SigmaEngine Engine(int count)
    {
        string folder = Environment.GetEnvironmentVariable("STEMMA_BENCH_RULES") ?? Path.Combine(Root(), "../shared/data/sigma");
        IReadOnlyList<SigmaRule> all = (Directory.Exists(folder) ? SigmaRuleReader.Load([folder]) : BuiltInContent.LoadRules()).Rules;
        int step = Math.Max(1, all.Count / Math.Max(1, count));
        return new SigmaEngine([.. all.Where((_, index) => index % step == 0).Take(count)], BuiltInContent.LoadLogSources());
    }

    /// <summary>The repository that holds this program.</summary>
    public static string Root()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Stemma.slnx"))) return d.FullName;
        throw new DirectoryNotFoundException("Stemma.slnx is in no folder above this program");
    }

    private static byte[] MakeChunk()
    {
        string folder = Directory.CreateTempSubdirectory("stemma-bench-").FullName;
        try
        {
            Scenario day = new() { Title = "A quiet day", Start = new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc) };
            day.Hosts.Add(new ScenarioHost { Name = "ws01.example.test", User = @"EXAMPLE\alice", Noise = 200 });
            day.Steps.Add(new ScenarioStep { Host = "ws01.example.test", Process = new ProcessStep { Parent = @"C:\Windows\System32\userinit.exe", Image = @"C:\Windows\explorer.exe" } });
            Emulator.Write(day, folder);
            string file = Directory.EnumerateFiles(folder, "*Sysmon*.evtx", SearchOption.AllDirectories).Single();
            return File.ReadAllBytes(file)[EvtxFileHeader.Size..(EvtxFileHeader.Size + EvtxChunkParser.ChunkSize)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
