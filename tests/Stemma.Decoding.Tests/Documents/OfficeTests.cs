using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Office documents and archives: macros, fields, templates and what lies in them.</summary>
public sealed class OfficeTests
{
    private const string Macro = "Attribute VB_Name = \"Module1\"\r\nSub AutoOpen()\r\n    Shell \"calc.exe \" & \"12345\"\r\nEnd Sub\r\n";

    [Fact]
    public void A_macro_is_a_layer_of_Visual_Basic()
    {
        DecodedArtifact artifact = Decoder.DecodeFile(OfficeWriter.MacroFile(Macro, []));
        Assert.Contains(artifact.Layers, l => l.Kind == ScriptKind.VisualBasic && l.Step == "macro Module1" && l.Text.StartsWith("Sub AutoOpen()", StringComparison.Ordinal));
        Assert.DoesNotContain(artifact.Notes, n => n.Contains("stomped", StringComparison.Ordinal));
    }

    [Fact]
    public void Copies_in_a_compressed_source_are_expanded()
    {
        // The example of MS-OVBA 3.2.3: one letter, 73 times.
        byte[]? made = Documents.OvbaCompression.Decompress([0x01, 0x03, 0xB0, 0x02, 0x61, 0x45, 0x00], new DecodeBudget(DecodeLimits.Default));
        Assert.Equal(new string('a', 73), Encoding.Latin1.GetString(made!));
    }

    [Fact]
    public void A_macro_whose_compiled_strings_the_source_has_not_is_stomped()
    {
        byte[] literal = [0xB9, 0, 12, 0, .. "cmd.exe /c x"u8];
        Assert.Contains(Decoder.DecodeFile(OfficeWriter.MacroFile(Macro, literal)).Notes, n => n.Contains("stomped", StringComparison.Ordinal));
        Assert.DoesNotContain(Decoder.DecodeFile(OfficeWriter.MacroFile(Macro, [0xB9, 0, 8, 0, .. "calc.exe"u8])).Notes, n => n.Contains("stomped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_macro_without_source_may_be_stomped() =>
        Assert.Contains(Decoder.DecodeFile(OfficeWriter.MacroFile("Attribute VB_Name = \"Module1\"\r\n", new byte[6000])).Notes, n => n.Contains("may be stomped", StringComparison.Ordinal));

    [Fact]
    public void A_compound_file_whose_sectors_loop_is_read_within_its_limits()
    {
        byte[] file = OfficeWriter.MacroFile(Macro, []);
        // Every sector follows itself.
        for (int i = 0; i < 128; i++) { BitConverter.TryWriteBytes(file.AsSpan(512 + (i * 4)), i); }
        Assert.NotEmpty(Decoder.DecodeFile(file).Layers);
    }

    [Fact]
    public void A_file_that_was_packaged_into_a_document_is_read()
    {
        byte[] script = Encoding.ASCII.GetBytes("var packaged = 12345; WScript.Echo(packaged);");
        byte[] package = [0, 0, 0, 0, 2, 0, .. "a.js\0"u8, .. "C:\\a.js\0"u8, 0, 0, 3, 0, 1, 0, 0, 0, 0, .. BitConverter.GetBytes(script.Length), .. script];
        DecodedArtifact artifact = Decoder.DecodeFile(CompoundWriter.Write(("\u0001Ole10Native", package)));
        Assert.Contains(artifact.Layers, l => l.Kind == ScriptKind.JavaScript && l.Text.Contains("packaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_macro_within_an_Office_document_is_found()
    {
        DecodedArtifact artifact = Decoder.DecodeFile(OfficeWriter.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/vbaProject.bin", OfficeWriter.MacroFile(Macro, []))));
        Assert.Contains(artifact.Layers, l => l.Kind == ScriptKind.VisualBasic && l.Step == "word/vbaProject.bin: macro Module1");
    }

    [Fact]
    public void A_template_from_elsewhere_is_noted()
    {
        DecodedArtifact artifact = Decoder.DecodeFile(OfficeWriter.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/_rels/settings.xml.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"http://a.example.net/t.dotm\" TargetMode=\"External\"/></Relationships>"u8.ToArray())));
        Assert.Contains(artifact.Notes, n => n.Contains("http://a.example.net/t.dotm", StringComparison.Ordinal));
    }

    [Fact]
    public void A_field_of_several_parts_is_one_command_line()
    {
        DecodedArtifact artifact = Decoder.DecodeFile(OfficeWriter.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml",
            Encoding.UTF8.GetBytes("<w:fldChar w:fldCharType=\"begin\"/><w:instrText xml:space=\"preserve\"> DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe </w:instrText><w:instrText>\"/k echo 12345\"</w:instrText><w:fldChar w:fldCharType=\"end\"/>"))));
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: @"c:\windows\system32\cmd.exe /k echo 12345" });
    }

    [Fact]
    public void What_an_archive_within_an_archive_would_run_is_found()
    {
        byte[] inner = OfficeWriter.Zip(("a.lnk", ShortcutWriter.Write(@"C:\Windows\System32\cmd.exe", "/c echo 12345")), ("b.vbs", "MsgBox 12345"u8.ToArray()));
        DecodedArtifact artifact = Decoder.DecodeFile(OfficeWriter.Zip(("inner.zip", inner)));
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Step: "inner.zip: a.lnk: shortcut" });
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.VisualBasic, Text: "MsgBox 12345" });
    }

    [Fact]
    public void An_archive_that_inflates_without_end_is_read_within_its_limits()
    {
        byte[] zeros = new byte[30 << 20];
        byte[] bomb = OfficeWriter.Zip(("a.bin", zeros), ("b.bin", zeros), ("c.bin", zeros), ("d.bin", zeros), ("e.bin", zeros));
        long before = GC.GetAllocatedBytesForCurrentThread();
        DecodedArtifact artifact = Decoder.DecodeFile(bomb);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 << 20);
        Assert.NotEmpty(artifact.Notes);
    }
}
