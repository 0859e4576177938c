using System.Text.Json;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma tree, as its users meet it.</summary>
public sealed class TreeCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("text", "txt")]
    [InlineData("json", "json")]
    public void The_samples_are_told(string format, string ending)
    {
        var (code, output, errors) = StemmaProgram.Run("tree", "samples", "--format", format);
        Golden.Check($"tree-samples.{ending}", output);
        Assert.Equal(0, code);
        Assert.Contains(" processes and ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_is_shown_with_its_ancestors_and_descendants()
    {
        Write(Start(10, @"C:\\a.exe", 1), Start(20, @"C:\\b.exe", 10), Start(30, @"C:\\c.exe", 20), Start(40, @"C:\\d.exe", 10));
        string output = StemmaProgram.Run("tree", _folder, "--pid", "20").Output;
        Assert.All(["a.exe", "b.exe", "c.exe"], name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.DoesNotContain("d.exe", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_text_cannot_drive_the_terminal_nor_break_the_JSON()
    {
        Write(Start(10, @"C:\\a\u001b[2J\u202e\n.exe", 1), Start(20, @"C:\\\u2028.exe", 10));
        string text = StemmaProgram.Run("tree", _folder).Output;
        Assert.DoesNotContain(text, c => c is '\u001b' or '\u202e');
        using JsonDocument json = JsonDocument.Parse(StemmaProgram.Run("tree", _folder, "--format", "json").Output);
        Assert.Equal(3, json.RootElement.GetProperty("processes").GetArrayLength());
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_processes_is_printed()
    {
        Write(Enumerable.Range(2, 100_000).Select(pid => Start(pid, "x.exe", pid - 1)));
        var (code, output, _) = StemmaProgram.Run("tree", _folder);
        Assert.Equal(0, code);
        Assert.Contains("[depth 100,001]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, "< opened for writing 0x1fffff by watch.exe 9", "> opened")]
    [InlineData(17, "> opened 17 processes for writing", "< opened")]
    public void Who_opens_nearly_every_process_is_said_once(int processes, string said, string unsaid)
    {
        int[] pids = [.. Enumerable.Range(100, processes)];
        Write([Start(9, "watch.exe", 1), .. pids.Select(pid => Start(pid, "x.exe", 1)), .. pids.Select(pid =>
            $$"""{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":10,"Hostname":"A","TimeCreated":"2026-03-02T12:00:09Z","SourceProcessId":"9","SourceImage":"watch.exe","TargetProcessId":"{{pid}}","TargetImage":"x.exe","GrantedAccess":"0x1fffff"}""")]);
        string output = StemmaProgram.Run("tree", _folder).Output;
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_none_is_said_in_plain_words() =>
        Assert.Contains("--pid takes a number from 0 to 4294967295, not 'abc'", StemmaProgram.Run("tree", "samples", "--pid", "abc").Errors, StringComparison.Ordinal);

    [Fact]
    public void Logs_without_processes_say_what_was_looked_for()
    {
        Write("""{"Channel":"System","EventID":1,"Hostname":"A","TimeCreated":"2026-03-02T12:00:00Z"}""");
        Assert.Contains("no processes in 1 record of 1 log: their starts are events 1 of Sysmon", StemmaProgram.Run("tree", _folder).Errors, StringComparison.Ordinal);
    }

    private static string Start(int pid, string image, int parent) =>
        $$"""{"Channel":"Security","EventID":4688,"Hostname":"A","TimeCreated":"2026-03-02T12:00:00Z","NewProcessId":"{{pid}}","NewProcessName":"{{image}}","ProcessId":"{{parent}}"}""";

    private void Write(params IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(_folder, "log.json"), lines);
}
