using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Windows shortcuts, and files that are text.</summary>
public sealed class ShortcutTests
{
    /// <summary>A shortcut to a program by its items or its link information, with arguments.</summary>
    internal static byte[] Shortcut(string target, string arguments, bool byItems = false)
    {
        using var file = new MemoryStream();
        using var to = new BinaryWriter(file);
        to.Write(0x4C);
        to.Write(new Guid("00021401-0000-0000-C000-000000000046").ToByteArray());
        to.Write((byItems ? 1 : 2) | 0x20 | 0x80);
        to.Write(new byte[76 - 24]);
        if (byItems)
        {
            byte[] drive = [0x2F, .. Encoding.Latin1.GetBytes("C:\\"), .. new byte[19]];
            byte[] items = [.. Sized(drive), .. target[3..].Split('\\').SelectMany(n => Sized([0x32, .. new byte[11], .. Encoding.Latin1.GetBytes(n), 0, 0, 0])), 0, 0];
            to.Write((ushort)items.Length);
            to.Write(items);
        }
        else
        {
            byte[] path = [.. Encoding.Latin1.GetBytes(target), 0, 0];
            foreach (int n in (int[])[28 + path.Length, 28, 1, 0, 28, 0, 28 + path.Length - 1]) { to.Write(n); }
            to.Write(path);
        }
        to.Write((ushort)arguments.Length);
        to.Write(Encoding.Unicode.GetBytes(arguments));
        foreach (uint n in (uint[])[0x60, 0xA0000003, 0x58, 0]) { to.Write(n); }
        to.Write(Encoding.Latin1.GetBytes("desktop-7\0\0\0\0\0\0\0"));
        to.Write(new byte[64]);
        to.Write(0);
        return file.ToArray();
    }

    private static byte[] Sized(byte[] item) => [(byte)(item.Length + 2), 0, .. item];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_shortcut_is_the_command_line_that_it_starts(bool byItems)
    {
        DecodedArtifact artifact = Decoder.DecodeFile(Shortcut(@"C:\Windows\System32\cmd.exe", "/c echo 12345", byItems));
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: @"C:\Windows\System32\cmd.exe /c echo 12345" });
        Assert.Contains("machine: desktop-7", artifact.Layers[0].Text, StringComparison.Ordinal);
        Assert.Equal(ScriptKind.Text, artifact.Layers[0].Kind);
    }

    [Fact]
    public void What_a_shortcut_starts_is_decoded_in_its_turn()
    {
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes("Write-Host 'from the shortcut'"));
        DecodedArtifact artifact = Decoder.DecodeFile(Shortcut(@"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe", $"-nop -enc {encoded}"));
        Assert.Contains(artifact.Layers, l => l.Kind == ScriptKind.PowerShell && l.Text.Contains("from the shortcut", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_behind_the_end_of_a_shortcut_is_found()
    {
        byte[] file = [.. Shortcut(@"C:\Windows\System32\mshta.exe", "x.lnk"), .. "<html><script>var behind = 12345;</script></html>"u8];
        DecodedArtifact artifact = Decoder.DecodeFile(file);
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.JavaScript, Text: "var behind = 12345;" });
        Assert.Contains(artifact.Notes, n => n.Contains("behind the shortcut's end", StringComparison.Ordinal));
    }

    [Fact]
    public void A_shortcut_that_is_cut_anywhere_is_read_as_far_as_it_goes()
    {
        byte[] file = Shortcut(@"C:\Windows\System32\cmd.exe", "/c echo 12345", byItems: true);
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
