using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>PDF, rich text and OneNote.</summary>
public sealed class OtherDocumentTests
{
    [Theory]
    [InlineData("1 0 obj <</S /JavaScript /JS (app.alert\\(12345\\);)>> endobj")]
    [InlineData("1 0 obj <</S /J#61vaScript /J#53 <6170702E616C657274283132333435293B>>> endobj")]
    [InlineData("1 0 obj <</JS 2 0 R>> endobj 2 0 obj <</Length 17>> stream\napp.alert(12345);\nendstream endobj")]
    public void A_script_in_a_PDF_is_JavaScript(string body) =>
        Assert.Contains(Decoder.DecodeFile(Encoding.Latin1.GetBytes("%PDF-1.7\n" + body)).Layers, l => l.Kind == ScriptKind.JavaScript && l.Text.Trim() == "app.alert(12345);");

    [Fact]
    public void A_script_in_a_compressed_stream_of_a_PDF_is_inflated()
    {
        using var packed = new MemoryStream();
        using (var to = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) { to.Write("app.alert(12345);"u8); }
        byte[] file = [.. "%PDF-1.7\n1 0 obj <</JS 2 0 R>> endobj 2 0 obj <</Filter /FlateDecode /Length 9>> stream\r\n"u8, .. packed.ToArray(), .. "\r\nendstream endobj"u8];
        Assert.Contains(Decoder.DecodeFile(file).Layers, l => l is { Kind: ScriptKind.JavaScript, Text: "app.alert(12345);" });
    }

    [Fact]
    public void A_program_that_a_PDF_launches_is_a_command_line() =>
        Assert.Contains(Decoder.DecodeFile("%PDF-1.7\n1 0 obj <</S /Launch /Win <</F (cmd.exe) /P (/c echo 12345)>>>> endobj"u8.ToArray()).Layers, l => l is { Kind: ScriptKind.CommandLine, Text: "cmd.exe /c echo 12345" });

    [Fact]
    public void A_DDE_field_of_rich_text_is_a_command_line() =>
        Assert.Contains(Decoder.DecodeFile(Encoding.ASCII.GetBytes(@"{\rtf1{\field{\*\fldinst {DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe ""/k echo 12345""}}}}")).Layers,
            l => l is { Kind: ScriptKind.CommandLine, Text: @"c:\windows\system32\cmd.exe /k echo 12345" });

    [Fact]
    public void A_package_in_rich_text_is_read_through_what_is_to_mislead()
    {
        byte[] script = "var packaged = 12345; WScript.Echo(packaged);"u8.ToArray();
        byte[] package = [2, 0, .. "a.js\0"u8, .. "C:\\a.js\0"u8, 0, 0, 3, 0, 1, 0, 0, 0, 0, .. BitConverter.GetBytes(script.Length), .. script];
        byte[] data = [1, 5, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, .. "Package\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(package.Length), .. package];
        string digits = Convert.ToHexString(data);
        byte[] file = Encoding.ASCII.GetBytes($@"{{\rt1{{\object\objemb{{\*\objdata {digits[..10]}{{\bad 0badbad}}\x1 {digits[10..]}}}}}}}");
        Assert.Contains(Decoder.DecodeFile(file).Layers, l => l.Kind == ScriptKind.JavaScript && l.Text.Contains("packaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_attached_to_a_OneNote_page_is_read()
    {
        byte[] script = "<html><script>var attached = 12345;</script></html>"u8.ToArray();
        byte[] file = [.. Documents.OneNoteFile.Signature, .. new byte[100], 0xE7, 0x16, 0xE3, 0xBD, 0x65, 0x26, 0x11, 0x45, 0xA4, 0xC4, 0x8D, 0x4D, 0x0B, 0x7A, 0x9E, 0xAC, .. BitConverter.GetBytes((long)script.Length), .. new byte[12], .. script];
        Assert.Contains(Decoder.DecodeFile(file).Layers, l => l is { Kind: ScriptKind.JavaScript, Text: "var attached = 12345;" });
    }
}
