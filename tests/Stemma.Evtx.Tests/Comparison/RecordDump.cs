using System.Text.Json;

namespace Stemma.Evtx.Tests.Comparison;

/// <summary>
/// Not a test of its own: writes what the reader finds, for the script <c>compare-with-libevtx</c> to compare.
/// </summary>
public sealed class RecordDump
{
    /// <summary>Reads the paths in the file STEMMA_EVTX_LIST and writes <c>N.xml</c> and <c>N.recovered.xml</c>, a record a line, and <c>summary.jsonl</c> into STEMMA_EVTX_OUT.</summary>
    [Fact(Explicit = true)]
    public void Dump_the_records_of_the_listed_files()
    {
        string? list = Environment.GetEnvironmentVariable("STEMMA_EVTX_LIST"), folder = Environment.GetEnvironmentVariable("STEMMA_EVTX_OUT");
        Assert.SkipWhen(list is null || folder is null, "compare-with-libevtx sets the variables");
        EvtxTemplateCache cache = new();
        using StreamWriter summary = new(Path.Combine(folder, "summary.jsonl"));
        foreach ((int number, string path) in File.ReadLines(list).Index())
        {
            using EvtxFile file = EvtxFile.Open(path, cache);
            file.RecoverDeleted = true;
            using StreamWriter own = new(Path.Combine(folder, $"{number}.xml"));
            using StreamWriter deleted = new(Path.Combine(folder, $"{number}.recovered.xml"));
            long count = 0, recovered = 0;
            foreach (EvtxRecord record in file.ReadRecords())
            {
                StreamWriter xml = record.IsRecovered ? deleted : own;
                if (record.IsRecovered) recovered++;
                else count++;
                // Line feeds are the script's record ends.
                xml.Write(record.ToXml().ReplaceLineEndings("&#xA;"));
                xml.Write('\n');
            }
            summary.Write(JsonSerializer.Serialize(new
            {
                path,
                records = count,
                recovered,
                problems = file.Problems.CountBy(p => p.Kind + ": " + p.Message).ToDictionary(p => p.Key, p => p.Value),
            }));
            summary.Write('\n');
        }
    }
}
