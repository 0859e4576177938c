namespace Stemma.Decoding.Tests.PowerShell;

/// <summary>What evaluating a script gives: layers, a plainer script, calls.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("iex ('Write-'+'Host 1')", "Write-Host 1")]
    [InlineData("& ($env:ComSpec[4,26,25] -join '') 'Get-Date'", "Get-Date")]
    [InlineData("'Get-Date' | & ((Get-Variable '*mdr*').Name[3,11,2] -join '')", "Get-Date")]
    [InlineData("$a = 'etaD-teG'; iex ($a[-1..-$a.Length] -join '')", "Get-Date")]
    [InlineData("[ScriptBlock]::Create('Get-Date').Invoke()", "Get-Date")]
    [InlineData("$ExecutionContext.InvokeCommand.InvokeScript('Get-Date')", "Get-Date")]
    [InlineData("iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('R2V0LURhdGU=')))", "Get-Date")]
    [InlineData("iex (-join ((3,33,48,105,0,37,48,33) | % { [char]($_ -bxor 0x44) }))", "Get-Date")]
    [InlineData("iex ('Get-XYZ' -creplace 'XYZ','Date')", "Get-Date")]
    [InlineData("function d($s) { $r = ''; foreach ($c in $s.ToCharArray()) { $r = $c + $r }; $r }; iex (d 'etaD-teG')", "Get-Date")]
    [InlineData("powershell -enc RwBlAHQALQBEAGEAdABlAA==", "Get-Date")]
    [InlineData("$w = New-Object -ComObject WScript.Shell; $w.Run('powershell -c Get-Date')", "Get-Date")]
    [InlineData("if ($unknown) { $x = 'Get-' } else { $x = 'Get-' }; iex ($x + 'Date')", "Get-Date")]
    public void A_script_that_would_start_is_a_layer(string script, string hidden) =>
        Assert.Contains(Decoder.Decode(script, ScriptKind.PowerShell).Layers, l => l.Text == hidden);

    [Theory]
    [InlineData("Wr`ite-H`ost ('He'+'llo')", "Write-Host 'Hello'")]
    [InlineData("&('Wri'+'te-Host') 1", "Write-Host 1")]
    [InlineData("$c.('Down'+'loadString').Invoke('http://a.example/')", "$c.DownloadString('http://a.example/')")]
    [InlineData("Write-Host (\"{1}{0}\" -f 'lo','Hel')", "Write-Host 'Hello'")]
    [InlineData("Write-Host ('sta'+'ge '+\"$id\")", "Write-Host \"stage $id\"")]
    public void A_script_is_written_as_it_reads_when_evaluated(string script, string plain) =>
        Assert.Contains(Decoder.Decode(script, ScriptKind.PowerShell).Layers, l => l.Text == plain);

    [Theory]
    [InlineData("$x = 'a'; Write-Host $x")]
    [InlineData("foreach ($i in 1..3) { Write-Output ('item ' + $i) }")]
    [InlineData("$base = 'C:\\logs'; Get-ChildItem ($base + '\\x') | where { $_.Length -gt 1kb }")]
    [InlineData("function Add($a, $b) { $a + $b }\nAdd 1 2")]
    [InlineData("Get-Process | ? Name -like '*a*' | % { $_.Id }")]
    [InlineData("Write-Host \"line`nnext `\"quoted`\" costs `$5\"")]
    public void A_plain_script_comes_out_as_itself(string script) =>
        Assert.Single(Decoder.Decode(script, ScriptKind.PowerShell).Layers);

    [Fact]
    public void What_a_loop_or_an_unknown_side_assigns_is_not_guessed()
    {
        DecodedArtifact artifact = Decoder.Decode("$x = 'Get-Date'; if ($unknown) { $x = 'Get-Host' }; iex $x", ScriptKind.PowerShell);
        Assert.Single(artifact.Layers);
    }

    [Fact]
    public void A_call_is_told_with_its_arguments()
    {
        DecodedArtifact artifact = Decoder.Decode("$u = 'http://a.example/'; (New-Object Net.WebClient).DownloadString($u + 'x')", ScriptKind.PowerShell);
        DecodedCall call = Assert.Single(artifact.Calls, c => c.Name == "Net.WebClient.DownloadString");
        Assert.Equal("http://a.example/x", Assert.Single(call.Arguments));
    }

    [Theory]
    [InlineData("using assembly {0}")]
    [InlineData("using module {0}")]
    [InlineData("using `\n module '{0}'")]
    [InlineData("configuration c {{ Import-DscResource -ModuleName '{0}' }}")]
    public void Nothing_that_a_script_names_is_loaded(string script)
    {
        string folder = Directory.CreateTempSubdirectory("stemma-test-").FullName;
        string marker = Path.Combine(folder, "ran"), module = Path.Combine(folder, "marker.psm1");
        File.WriteAllText(module, $"[IO.File]::WriteAllText('{marker}', 'ran')");
        int before = AppDomain.CurrentDomain.GetAssemblies().Count(a => !a.IsDynamic && a.Location.StartsWith(folder, StringComparison.Ordinal));
        Decoder.Decode(string.Format(null, script, module), ScriptKind.PowerShell);
        Assert.False(File.Exists(marker));
        Assert.Equal(before, AppDomain.CurrentDomain.GetAssemblies().Count(a => !a.IsDynamic && a.Location.StartsWith(folder, StringComparison.Ordinal)));
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("enum Color : byte { Red = 1 }")]
    [InlineData("#requires -Modules x\nenum Color : Nowhere.Known[] {\n Red\n}")]
    public void What_the_parser_would_ask_of_a_machine_does_not_stop_it(string script) =>
        Assert.Contains(Decoder.Decode(script + "; iex ('write-' + 'host hi')", ScriptKind.PowerShell).Layers, l => l.Text == "write-host hi");

    [Fact]
    public void A_text_that_two_ways_lead_to_is_one_layer()
    {
        DecodedArtifact artifact = Decoder.Decode("cmd /c \"set x=pow^er&&set y=shell&&call %x%%y% -w hidden -enc dwByAGkAdABlAC0AaABvAHMAdAAgAGgAaQA=\"", ScriptKind.CommandLine);
        Assert.Contains(artifact.Layers, layer => layer.Text == "write-host hi");
        Assert.Equal(artifact.Layers.Count, artifact.Layers.DistinctBy(layer => layer.Text).Count());
    }
}
