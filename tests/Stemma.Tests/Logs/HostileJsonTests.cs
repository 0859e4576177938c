using System.Text;
using CsCheck;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Whatever stands in a file that calls itself JSON, a scan ends and says what it could not read.</summary>
public class HostileJsonTests
{
    private static readonly SigmaRule Rule = Scans.Rule("sel:\n  Image|contains: a\ncondition: sel");
    private static readonly byte[] Log = Encoding.UTF8.GetBytes(
        """{"Event":{"System":{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational"},"EventData":{"Image":"abc","List":[1,"x",null,{"y":true}]}}}""" + "\n"
        + """{"EventID":4688,"Channel":"Security","NewProcessName":"aaa \u00e9"}""" + "\n");

    [Fact]
    public void Mutated_bytes_never_end_a_scan_with_an_exception() =>
        Gen.Select(Gen.Int[0, Log.Length - 1], Gen.Byte).List[1, 12].Sample(changes =>
        {
            byte[] bytes = (byte[])Log.Clone();
            foreach ((int at, byte value) in changes) bytes[at] = value;
            string folder = TestData.TemporaryFolder();
            File.WriteAllBytes(Path.Combine(folder, "a.json"), bytes);
            ScanResult result = Scans.Run([folder], [Rule], threads: 1).Result;
            Directory.Delete(folder, recursive: true);
            Assert.InRange(result.Records, 0, 3);
        }, iter: 300);

    [Theory]
    [InlineData("{\u0002Channel\":1}")]
    [InlineData("{\"Channel\":tru}")]
    [InlineData("{\"Channel\":nul")]
    [InlineData("}")]
    public void A_broken_line_costs_its_own_length_and_not_that_of_the_log(string line)
    {
        const int lines = 3000;
        byte[] log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n", lines)));
        TextLog reader = TextLog.Create(LogFormat.Json, new SigmaEngine([], Scans.LogSources));
        int problems = 0, longest = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(new MemoryStream(log), new LogFile("test", null, false, LogFormat.Json, log.Length), new LogSink(_ => { }, (_, message, _) => (problems, longest) = (problems + 1, Math.Max(longest, message.Length)), _ => { }, CancellationToken.None));
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / lines;
        Assert.Equal(lines, problems);
        Assert.InRange(longest, 1, 300);
        Assert.InRange(each, 0, 8192);
    }

    [Fact]
    public void Objects_of_any_size_are_read_whatever_the_lines_in_them()
    {
        string wide = new('x', 100_000);
        string log = string.Concat(Enumerable.Range(0, 40).Select(i => "{\n\"EventID\": " + i + ",\n\"Channel\": \"Security\",\n\"Image\":\n\"" + wide[..(i * 2500)] + "\"\n} "));
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Json, log);
        Assert.Empty(reading.Problems);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i * 2500), reading.Events.Select(e => e["Image"].Length));
    }
}
