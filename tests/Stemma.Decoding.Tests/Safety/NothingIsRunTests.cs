using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests.Safety;

/// <summary>Nothing that is decoded is ever run: no process starts, no file but the input is looked at, none is changed, no socket opens.</summary>
public sealed class NothingIsRunTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public NothingIsRunTests()
    {
        _listener.Start();
        File.WriteAllText(Path.Combine(_folder, "marker.psm1"), $"Set-Content '{Path.Combine(_folder, "mark")}' x\nfunction Get-Marker {{ }}\n");
        foreach (string name in (string[])["marker.ps1", "marker.sh", "marker.bat", "marker.py"]) { File.WriteAllText(Path.Combine(_folder, name), $"touch {Path.Combine(_folder, "mark")}\n"); }
        File.WriteAllBytes(Path.Combine(_folder, "marker.dll"), File.ReadAllBytes(typeof(NothingIsRunTests).Assembly.Location));
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Scripts_that_would_leave_a_mark_leave_none() =>
        Nothing(Markers.All(_folder, ((IPEndPoint)_listener.LocalEndpoint).Port));

    [Fact]
    [Trait("Speed", "slow")]
    public void Our_own_matrices_are_decoded_and_nothing_runs()
    {
        var random = new Random(3);
        Nothing(
        [
            .. JavaScriptMatrix.Transformations.SelectMany(t => JavaScriptMatrix.Payloads.Select(p => (ScriptKind.JavaScript, t.Make(new JavaScriptMatrix(3), p)))),
            .. VisualBasicMatrix.Transformations.SelectMany(t => VisualBasicMatrix.Payloads.Select(p => (ScriptKind.VisualBasic, t.Make(new VisualBasicMatrix(3), p)))),
            .. ShellObfuscation.All.SelectMany(t => ShellObfuscation.Payloads.Select(p => (ScriptKind.Shell, t.Hide(p, random)))),
            .. PythonObfuscation.All.SelectMany(t => PythonObfuscation.Payloads.Select(p => (ScriptKind.Python, t.Hide(p, random)))),
        ]);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_matrix_of_PowerShell_is_decoded_and_nothing_runs() =>
        Nothing(Shared.ReadMatrix(Shared.Matrix()).Select(row => (ScriptKind.Auto, row.Obfuscated)));

    [Fact]
    [Trait("Speed", "slow")]
    public void Encoded_commands_are_decoded_and_nothing_runs() =>
        Nothing(Shared.ReadZippedPairs(Shared.EncodedCommands(), "command", "decoded").Select(row => (ScriptKind.Auto, row.First)));

    [Fact]
    [Trait("Speed", "slow")]
    public void Lines_of_cmd_are_decoded_and_nothing_runs() =>
        Nothing(File.ReadLines(TestData.Shared("decoding/cmd-dosfuscation.jsonl")).Select(line => (ScriptKind.Auto, JsonDocument.Parse(line).RootElement.GetProperty("obfuscated").GetString()!)));

    public static TheoryData<string> Documents => [.. DocumentSamples.All("").Select(sample => sample.Name)];

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Documents))]
    public void A_document_is_decoded_and_nothing_runs(string sample)
    {
        string file = Path.Combine(_folder, "document"), output = Path.Combine(_folder, "out.json");
        File.WriteAllBytes(file, DocumentSamples.All($"touch {_folder}/mark").First(s => s.Name == sample).Content);
        Empty(TracedProgram.Run(_folder, [file, output], "decode", file, "--format", "json", "-o", output));
        Assert.True(JsonDocument.Parse(File.ReadAllText(output)).RootElement.GetProperty("layers").GetArrayLength() > 1);
        NoMark();
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_trace_sees_what_a_program_does_to_files()
    {
        // An output that the trace was not told of.
        string batch = Path.Combine(_folder, "batch.jsonl"), output = Path.Combine(_folder, "other.jsonl");
        File.WriteAllText(batch, "{\"text\":\"Get-Date\"}\n");
        Assert.Contains(TracedProgram.Run(_folder, [batch], "decode", "--batch", batch, "-o", output), call => call.Contains(output, StringComparison.Ordinal));
    }

    private void Nothing(IEnumerable<(ScriptKind Kind, string Text)> scripts)
    {
        string batch = Path.Combine(_folder, "batch.jsonl"), output = Path.Combine(_folder, "out.jsonl");
        int count = 0;
        using (StreamWriter to = new(batch))
        {
            foreach ((ScriptKind kind, string text) in scripts)
            {
                to.WriteLine(JsonSerializer.Serialize(new { id = ++count, kind = Name(kind), text }));
            }
        }
        Empty(TracedProgram.Run(_folder, [batch, output], "decode", "--batch", batch, "-o", output));
        Assert.Equal(count, File.ReadLines(output).Count(line => line.Contains("\"error\":null", StringComparison.Ordinal)));
        NoMark();
    }

    private static void Empty(List<string> calls) => Assert.True(calls.Count == 0, string.Join('\n', calls.Take(40)));

    private void NoMark()
    {
        Assert.False(Path.Exists(Path.Combine(_folder, "mark")));
        Assert.False(_listener.Pending());
    }

    // visual-basic for VisualBasic.
    private static string Name(ScriptKind kind) => kind switch
    {
        ScriptKind.PowerShell => "powershell",
        ScriptKind.JavaScript => "javascript",
        ScriptKind.AppleScript => "applescript",
        _ => Regex.Replace(kind.ToString(), "(?<=[a-z])(?=[A-Z])", "-").ToLowerInvariant(),
    };
}
