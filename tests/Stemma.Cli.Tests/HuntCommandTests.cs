using System.Text.Json;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma hunt: answers in every format, batches in their order, and errors that name the place.</summary>
public sealed class HuntCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_hunt_is_answered_as_text_json_and_csv()
    {
        const string hunt = "datatable(a:string, n:long)['x, y', 1, '=1', 2] | extend t = datetime(2024-03-05)";
        Assert.Equal("a     n  t\nx, y  1  2024-03-05T00:00:00.0000000Z\n=1    2  2024-03-05T00:00:00.0000000Z\n2 rows\n", StemmaProgram.Run("hunt", hunt).Output.ReplaceLineEndings("\n"));
        Assert.Equal("a,n,t\n\"x, y\",1,2024-03-05T00:00:00.0000000Z\n\"'=1\",2,2024-03-05T00:00:00.0000000Z\n", StemmaProgram.Run("hunt", hunt, "--format", "csv").Output.ReplaceLineEndings("\n"));
        using JsonDocument json = JsonDocument.Parse(StemmaProgram.Run("hunt", hunt, "--format", "json").Output);
        Assert.Equal(2, json.RootElement[1].GetProperty("n").GetInt64());
    }

    [Fact]
    public void A_batch_answers_each_line_and_goes_on_after_errors()
    {
        string path = Path.Combine(_folder, "hunts.jsonl");
        File.WriteAllText(path, """
            {"id": "a", "lang": "kql", "query": "print x = dynamic({\"k\":[1]}), y = 1d"}
            {"id": "b", "lang": "kql", "query": "print nowhere"}
            {"id": "c", "lang": "kql", "query": "print now()"}
            """);
        var run = StemmaProgram.Run("hunt", "--batch", path, "--as-of", "2024-03-05");
        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                """{"id":"a","columns":[{"name":"x","type":"dynamic"},{"name":"y","type":"timespan"}],"rows":[[{"k":[1]},"1.00:00:00"]],"error":null}""",
                """{"id":"b","columns":[],"rows":[],"error":"1:7: there is no column 'nowhere'"}""",
                """{"id":"c","columns":[{"name":"print_0","type":"datetime"}],"rows":[["2024-03-05T00:00:00.0000000Z"]],"error":null}""",
            ],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_wrong_hunt_names_the_place_and_fails()
    {
        var run = StemmaProgram.Run("hunt", "print 1\n| wher true");
        Assert.Equal(4, run.Code);
        Assert.Contains("2:3: 'wher' is no operator; did you mean 'where'?", run.Errors, StringComparison.Ordinal);
    }
}
