using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma logs, as its users meet it.</summary>
public sealed class LogsCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("table", "txt")]
    [InlineData("jsonl", "jsonl")]
    public void The_samples_are_told(string format, string ending)
    {
        var (code, output, errors) = StemmaProgram.Run("logs", "samples", "--format", format);
        Golden.Check($"logs-samples.{ending}", output);
        Assert.Equal((0, ""), (code, errors));
        if (format == "table") Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Each_file_is_read_or_has_its_reason()
    {
        File.WriteAllText(Path.Combine(_folder, "a.log"), "Dec 10 06:55:46 web1 sshd[1]: Invalid user x from 192.0.2.1\n");
        File.WriteAllText(Path.Combine(_folder, "b.md"), "# x");
        File.WriteAllText(Path.Combine(_folder, "c.rar"), "Rar!\u001a");
        File.WriteAllText(Path.Combine(_folder, "d.json"), $$"""{"objects":[{{string.Join(',', Enumerable.Range(0, 5000).Select(index => $"{{\"id\":{index}}}"))}}]}""");
        var (code, output, errors) = StemmaProgram.Run("logs", _folder, "--format", "jsonl");
        Assert.Equal(3, code);
        Assert.Contains("unpack it first", errors, StringComparison.Ordinal);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(lines,
            line => Assert.Contains("\"status\":\"read\",\"format\":\"syslog\",\"records\":1", line, StringComparison.Ordinal),
            line => Assert.Contains("\"status\":\"passed\",\"reason\":\"other text\"", line, StringComparison.Ordinal),
            line => Assert.Contains("\"status\":\"unread\",\"reason\":\"not opened: a rar archive; unpack it first\"", line, StringComparison.Ordinal),
            line => Assert.Contains("\"status\":\"passed\",\"reason\":\"no events: 1 JSON object of another kind\"", line, StringComparison.Ordinal));
    }
}
