using Stemma.Decoding.PowerShell;

namespace Stemma.Decoding.Tests.PowerShell;

/// <summary>The cheap test that says whether a script needs decoding.</summary>
public sealed class MayHideTests
{
    [Theory]
    [InlineData("Get-ChildItem C:\\logs -Filter *.log | Remove-Item -Force")]
    [InlineData("$a = Get-Date\nWrite-Host \"Started at $a\"\nRestart-Service -Name Spooler")]
    [InlineData("function Get-Size($path) { (Get-Item $path).Length / 1kb }")]
    [InlineData("{ Set-StrictMode -Version 1; $_.OriginInfo }")]
    [InlineData("prompt")]
    [InlineData("$global:?")]
    public void A_plain_script_hides_nothing(string script) => Assert.False(PowerShellDecoder.MayHide(script));

    [Theory]
    [InlineData("Wr`ite-Host 1")]
    [InlineData("& ('a') 1")]
    [InlineData("$x = 'ab' + 'cd'")]
    [InlineData("iex $x")]
    [InlineData("${#*} = 1")]
    [InlineData("'{1}{0}' -f 'a','b'")]
    public void What_hiding_is_done_with_is_noticed(string script) => Assert.True(PowerShellDecoder.MayHide(script));

    [Fact]
    public void Nothing_of_the_matrix_is_passed_by()
    {
        List<string> missed = [];
        foreach ((string family, _, string original, string obfuscated) in Shared.ReadMatrix(Shared.Matrix()))
        {
            DecodedArtifact artifact = Decoder.Decode(obfuscated);
            if (artifact.Layers[0].Kind == ScriptKind.PowerShell && artifact.Layers.Count > 1 && !PowerShellDecoder.MayHide(obfuscated)) { missed.Add($"{family}: {obfuscated}"); }
        }
        Assert.Empty(missed);
    }
}
