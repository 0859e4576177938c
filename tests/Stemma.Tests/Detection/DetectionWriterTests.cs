using System.Text.Json;
using Stemma.Detection;
using Stemma.Sigma;
using Stemma.Tests.Support;

namespace Stemma.Tests.Detection;

/// <summary>The machine formats of docs/formats.md.</summary>
public class DetectionWriterTests
{
    private static readonly SigmaRule Rule = Scans.Rule("sel:\n  CommandLine|contains: net\ncondition: sel", title: "Net");

    [Fact]
    public void A_line_of_JSON_has_every_documented_part()
    {
        JsonElement root = JsonDocument.Parse(Line("net user")).RootElement;
        Assert.Equal(["time", "host", "rule", "techniques", "event", "matched", "layer", "fields"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["id", "title", "level", "path"], root.GetProperty("rule").EnumerateObject().Select(property => property.Name));
        Assert.Equal(["source", "position", "channel", "provider", "event_id", "record_id"], root.GetProperty("event").EnumerateObject().Select(property => property.Name));
        JsonElement item = root.GetProperty("matched")[0];
        Assert.Equal(("CommandLine", "net user", "*net*"), (item.GetProperty("field").GetString(), item.GetProperty("value").GetString(), item.GetProperty("pattern").GetString()));
        Assert.Equal("2026-03-01T10:00:00.1234567Z", root.GetProperty("time").GetString());
        Assert.Equal("net user", root.GetProperty("fields").GetProperty("CommandLine").GetString());
    }

    [Theory]
    [InlineData("net \u001b[31m \u0000 \u2028 \\ \" </script>")]
    [InlineData("net é 😀")]
    public void Any_text_of_a_log_survives_as_JSON(string command) =>
        Assert.Equal(command, JsonDocument.Parse(Line(command)).RootElement.GetProperty("fields").GetProperty("CommandLine").GetString());

    [Theory]
    [InlineData("=cmd|' /c net'!A0")]
    [InlineData("@net")]
    [InlineData("+net")]
    public void A_CSV_cell_never_starts_as_a_formula(string host)
    {
        string json = $$"""{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":{{JsonSerializer.Serialize(host)}},"CommandLine":"net, \"x\""}""";
        string folder = Directory.CreateTempSubdirectory("stemma-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "a.json"), json);
        string output = Scans.Run([folder], [Rule], writer: () => new CsvDetectionWriter()).Output;
        Directory.Delete(folder, recursive: true);
        string[] lines = output.Split("\r\n");
        Assert.StartsWith("time,host,level,title,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"'" + host.Replace("\"", "\"\"", StringComparison.Ordinal), lines[1], StringComparison.Ordinal);
        Assert.Contains("\"CommandLine=net, \"\"x\"\"\"", lines[1], StringComparison.Ordinal);
    }

    private static string Line(string command) => Scans.RunText(
        """{"Event":{"System":{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"A","EventRecordID":7,"TimeCreated":{"#attributes":{"SystemTime":"2026-03-01T10:00:00.1234567Z"}}},"EventData":{"CommandLine":COMMAND}}}"""
            .Replace("COMMAND", JsonSerializer.Serialize(command), StringComparison.Ordinal),
        [Rule]).Output;
}
