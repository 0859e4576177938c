using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Windows shortcuts, and files that are text.</summary>
public sealed class ShortcutTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_shortcut_is_the_command_line_that_it_starts(bool byItems)
    {
        DecodedArtifact artifact = Decoder.DecodeFile(ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", "/c echo 12345", byItems));
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: @"C:\Windows\System32\cmd.exe /c echo 12345" });
        Assert.Contains("machine: desktop-7", artifact.Layers[0].Text, StringComparison.Ordinal);
        Assert.Equal(ScriptKind.Text, artifact.Layers[0].Kind);
    }

    [Fact]
    public void What_a_shortcut_starts_is_decoded_in_its_turn()
    {
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes("Write-Host 'from the shortcut'"));
        DecodedArtifact artifact = Decoder.DecodeFile(ShortcutWriter.Write(@"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe", $"-nop -enc {encoded}"));
        Assert.Contains(artifact.Layers, l => l.Kind == ScriptKind.PowerShell && l.Text.Contains("from the shortcut", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_behind_the_end_of_a_shortcut_is_found()
    {
        byte[] file = [.. ShortcutWriter.Write(@"C:\Windows\System32\mshta.exe", "x.lnk"), .. "<html><script>var behind = 12345;</script></html>"u8];
        DecodedArtifact artifact = Decoder.DecodeFile(file);
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.JavaScript, Text: "var behind = 12345;" });
        Assert.Contains(artifact.Notes, n => n.Contains("behind the shortcut's end", StringComparison.Ordinal));
    }

    [Fact]
    public void A_shortcut_that_is_cut_anywhere_is_read_as_far_as_it_goes()
    {
        byte[] file = ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", "/c echo 12345", byItems: true);
        for (int length = 0; length < file.Length; length += 3) { Assert.NotEmpty(Decoder.DecodeFile(file[..length]).Layers); }
    }

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE", "latin1"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Text_is_read_in_the_encoding_that_it_is_in(string encoding)
    {
        const string Script = "Write-Host 'plain text é'";
        Assert.Equal(Script, Decoder.DecodeFile(Encoding.GetEncoding(encoding).GetBytes(Script), "a.ps1").Layers[0].Text);
        Assert.Equal(Script, Decoder.DecodeFile([.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(Script)]).Layers[0].Text);
    }
}
