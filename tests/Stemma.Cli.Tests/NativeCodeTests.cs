using System.Security.Cryptography;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>Native code leaves out what it believes unused and makes no code at run time; no command may miss either.</summary>
[Trait("Speed", "slow")]
public sealed class NativeCodeTests
{
    public static TheoryData<string> Commands { get; } =
    [
        "--help",
        "scan samples",
        "scan samples --format jsonl --readiness",
        "scan samples --format sarif",
        "scan samples --format timesketch",
        "logs samples",
        "timeline samples",
        "logons samples",
        "tree samples --format json",
        "investigate samples",
        "investigate samples --format json",
        "investigate samples --format html",
        "investigate samples --format markdown",
        "investigate samples --format stix",
        "explain T1059.001",
        "rules check content/rules",
        "rules list content/rules",
        "rules test content/rules",
        "scan samples --rules content/no-such-folder",
        "evtx",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_answers_as_it_does_on_the_runtime(string command)
    {
        string[] args = command.Split(' ');
        // The first may build, and says so.
        if (StemmaProgram.RunPublished("--version") is { Code: not 0 } failed) Assert.Fail(failed.Errors);

        Assert.Equal(Untimed(StemmaProgram.Run(args)), Untimed(StemmaProgram.RunPublished(args)));
    }

    [Fact]
    public void Emulation_writes_the_same_logs()
    {
        string folder = TestData.TemporaryFolder();
        string[] written = [Path.Combine(folder, "managed"), Path.Combine(folder, "native")];
        Assert.Equal(0, StemmaProgram.Run("emulate", "content/scenarios/1-phishing-document.yml", "-o", written[0]).Code);
        Assert.Equal(0, StemmaProgram.RunPublished("emulate", "content/scenarios/1-phishing-document.yml", "-o", written[1]).Code);

        Assert.NotEmpty(Files(written[0]));
        Assert.Equal(Files(written[0]), Files(written[1]));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Scripts_that_reach_for_the_engine_of_PowerShell_decode_to_the_same()
    {
        string folder = TestData.TemporaryFolder(), file = Path.Combine(folder, "a.ps1");
        File.WriteAllText(file, """
            #requires -Version 5 -Modules x
            using module ./x.psm1
            using assembly ./x.dll
            enum Color : byte { Red = 1 }
            class Paint : System.Exception { [Color] $Color; [void] Mix([int[]] $parts) { $this.Color = 1; break } }
            configuration Site { Node here { File f { Ensure = 'Present' } } }
            function f { [CmdletBinding()] param([ValidateSet('a', 'b')] [System.Collections.Generic.List[string]] $a, $a) dynamicparam { } }
            data d { 'x' } ; trap { continue } ; 1 = 2 ; [Nowhere]::x ; workflow w { }
            IEX ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('d3JpdGUtaG9zdCBoaQ==')))
            """);
        Assert.Contains("write-host hi", StemmaProgram.Run("decode", file).Output, StringComparison.Ordinal);
        Assert.Equal(StemmaProgram.Run("decode", file, "--format", "json"), StemmaProgram.RunPublished("decode", file, "--format", "json"));
        Directory.Delete(folder, recursive: true);
    }

    // Without the line that says how long it took.
    private static (int Code, string Output, string Errors) Untimed((int Code, string Output, string Errors) run) => (run.Code, Untimed(run.Output), Untimed(run.Errors));

    private static string Untimed(string text) => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("Read ", StringComparison.Ordinal)));

    private static List<string> Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
