using System.Text;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests;

/// <summary>Disc images, Windows programs, compiled AppleScript, and files that a page carries.</summary>
public sealed class ContainerTests
{
    [Fact]
    public void A_shortcut_in_a_disc_image_is_the_command_line_that_it_starts()
    {
        DecodedArtifact artifact = Decoder.DecodeFile(DocumentSamples.Disc(("DOC.LNK", ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", "/c echo 12345")), ("RUN.JS", "var inside = 12345;"u8.ToArray())));
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: @"C:\Windows\System32\cmd.exe /c echo 12345", Step: "DOC.LNK: shortcut" });
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.JavaScript, Text: "var inside = 12345;" });
        Assert.Contains("DOC.LNK is hidden", artifact.Notes);
    }

    [Fact]
    public void A_folder_of_a_disc_image_that_holds_itself_is_read_once()
    {
        byte[] disc = DocumentSamples.Disc(("A.PS1", "Get-Date"u8.ToArray()));
        // The file becomes a folder whose records are its own folder's.
        disc[(18 * 2048) + 25] = 2;
        BitConverter.TryWriteBytes(disc.AsSpan((18 * 2048) + 2), 18);
        Assert.Single(Decoder.DecodeFile(disc).Layers);
    }

    [Fact]
    public void A_program_is_looked_at()
    {
        string listing = Decoder.DecodeFile(File.ReadAllBytes(typeof(ContainerTests).Assembly.Location)).Layers[0].Text;
        Assert.StartsWith("Windows ", listing, StringComparison.Ordinal);
        Assert.Contains(".NET program for v4.0.30319", listing, StringComparison.Ordinal);
        Assert.Contains("section .text, ", listing, StringComparison.Ordinal);
        Assert.Contains("not signed", listing, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_a_NET_program_are_a_layer() =>
        Assert.Contains(Decoder.DecodeFile(File.ReadAllBytes(typeof(ContainerTests).Assembly.Location)).Layers, l => l.Step == "names of the .NET program" && l.Text.Contains(nameof(The_names_of_a_NET_program_are_a_layer), StringComparison.Ordinal));

    [Fact]
    public void A_program_that_is_cut_anywhere_is_read_as_far_as_it_goes()
    {
        byte[] program = File.ReadAllBytes(Path.Combine(TestData.Root, "artifacts", "bin", "Stemma.Decoding.Tests", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name, "Stemma.Decoding.dll"));
        for (int length = 100; length < 6_000; length += 97) { Assert.NotEmpty(Decoder.DecodeFile(program[..length]).Layers); }
    }

    [Fact]
    public void The_texts_of_a_compiled_AppleScript_are_read()
    {
        DecodedArtifact artifact = Decoder.DecodeFile([.. "FasdUAS 1.101.10"u8, 14, 0, 0, 0, .. Encoding.BigEndianUnicode.GetBytes("curl http://198.51.100.7/a"), 0, 1]);
        Assert.Contains(artifact.Layers, l => l.Text.Contains("curl http://198.51.100.7/a", StringComparison.Ordinal));
        Assert.Contains(artifact.Notes, n => n.Contains("run-only", StringComparison.Ordinal));
    }

    [Fact]
    public void An_archive_that_a_page_drops_is_read_in_its_turn()
    {
        byte[] archive = OfficeWriter.Zip(("a.lnk", ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", "/c echo 12345")));
        DecodedArtifact artifact = Decoder.Decode($"<html><script>var b = new Blob([atob('{Convert.ToBase64String(archive)}')]); a.download = 'a.zip'; a.click();</script></html>");
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: @"C:\Windows\System32\cmd.exe /c echo 12345" });
        Assert.Contains(artifact.Behaviours, b => b is { Technique: "T1027.006", Level: "high" });
    }
}
