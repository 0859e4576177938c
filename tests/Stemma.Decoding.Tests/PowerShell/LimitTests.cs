using System.Diagnostics;
using System.Text;

namespace Stemma.Decoding.Tests.PowerShell;

/// <summary>Whatever a script holds, decoding it ends within two seconds and 256 MiB.</summary>
[Collection(nameof(Alone))]
public sealed class LimitTests
{
    /// <summary>Memory is counted over the whole process: no other test may run meanwhile.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Hostile =>
    [
        "while ($true) { }",
        "while ($true) { $a += 'x' }",
        "$a = 'x'; while ($true) { $a = $a + $a }",
        "for (;;) { Start-Sleep 5 }",
        "do { $i++ } until ($false)",
        "'a' * 1000000000",
        "[string]::new('a', 1000000000)",
        "1..1000000000 | % { $_ }",
        "$x = 1..100000; $y = $x | % { $x | % { $_ } }",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' -match '^(a+)+$'",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' -replace '(a|aa)+$', ''",
        "'{0,1000000000}' -f 'a'",
        "'a'.PadLeft(2000000000)",
        "function f { f; f }; f",
        "function f($n) { f ($n + 1) }; f 0",
        "$s = { & $s; & $s }; & $s",
        "$a = 'iex $a'; iex $a",
        "$x = New-Object byte[] 2000000000",
        "[Text.Encoding]::UTF8.GetString((New-Object byte[] 100000000))",
        "$b = New-Object Text.StringBuilder; while (1) { $b.Append('aaaaaaaaaaaaaaaa') }",
        "$l = New-Object Collections.ArrayList; while (1) { $l.Add(1) }",
        "$l = @(1); while (1) { $l += $l }",
        "('a' * 1000000) -replace 'a', ('b' * 1000)",
        "('a' * 1000000) -split 'a'",
        "[regex]::Matches(('a' * 1000000), '.')",
        "-join ((1..1000000) | % { [char]65 })",
        "(New-Object Security.Cryptography.Rfc2898DeriveBytes 'a', (1..16), 2000000000).GetBytes(32)",
        "9999999999999999999999999 * 99999999999999999",
        "$x = [bigint]2; while (1) { $x = $x * $x }",
        "$h = @{}; $i = 0; while (1) { $h[\"k$i\"] = $i; $i++ }",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_script_ends(string script) => Ends(script);

    public static TheoryData<string, int> Huge => new()
    {
        { "(", 100_000 }, { "$(", 50_000 }, { "{", 100_000 }, { "@(", 50_000 }, { "if(1){", 50_000 }, { "1+", 400_000 }, { "'a'+", 200_000 }, { "1,", 450_000 }, { "0x41,", 200_000 },
        { "$a.b", 200_000 }, { "$a|%{", 60_000 }, { "-not ", 100_000 }, { "!", 500_000 }, { "[char]65+", 100_000 }, { "'x'-replace'a','b'", 40_000 }, { "\"$(", 50_000 }, { "a;", 400_000 }, { "`", 900_000 },
        { "function f{", 50_000 }, { "[a[", 200_000 }, { "$x=", 200_000 }, { "<#", 300_000 }, { "@'\n", 200_000 }, { ".('a')", 100_000 }, { "$x[0]", 150_000 }, { "-1", 300_000 }, { "'a','b'-join", 60_000 },
        { "} }\n", 100_000 }, { "} }\n", 240 }, { "(", 1400 }, { "\"$(", 1400 }, { "if(1){", 700 }, { "$a.b ", 7900 }, { "$x[0]", 3900 }, { "[char]65+", 3900 }, { "!", 7900 }, { "$a=$a+'x';", 7900 },
    };

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Huge))]
    public void A_huge_script_ends(string piece, int times)
    {
        StringBuilder all = new(piece.Length * times);
        for (int i = 0; i < times; i++) { all.Append(piece); }
        Ends(all.ToString());
    }

    [Fact]
    public void A_line_of_fifty_megabytes_ends() => Ends(new string('a', 50_000_000));

    [Fact]
    public void What_was_found_before_a_limit_stays()
    {
        DecodedArtifact artifact = Decoder.Decode("iex ('Write-Host '+'found'); $a = 'x'; while ($true) { $a = $a + $a }", ScriptKind.PowerShell);
        Assert.Contains(artifact.Layers, l => l.Text == "Write-Host found");
        Assert.Contains(artifact.Notes, n => n.Contains("limit", StringComparison.Ordinal));
    }

    private static void Ends(string script)
    {
        long start = Stopwatch.GetTimestamp(), allocated = GC.GetTotalAllocatedBytes();
        DecodedArtifact artifact = Decoder.Decode(script, ScriptKind.PowerShell);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        long memory = GC.GetTotalAllocatedBytes() - allocated;
        string figures = $"{took.TotalSeconds:0.00} s, {memory >> 20} MiB, notes: {string.Join("; ", artifact.Notes)}";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(took < Most, figures);
        Assert.True(memory < 256L << 20, figures);
    }
}
