using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Scripts within HTML, HTA, scriptlets and script files.</summary>
public sealed class MarkupTests
{
    private static DecodedArtifact Decode(string text) => Decoder.Decode(text, ScriptKind.Html);

    [Theory]
    [InlineData("<html><script>var a = 12345;</script></html>", ScriptKind.JavaScript, "var a = 12345;")]
    [InlineData("<script language=\"VBScript\">\r\nMsgBox 12345\r\n</script>", ScriptKind.VisualBasic, "MsgBox 12345")]
    [InlineData("<SCRIPT TYPE='text/vbscript'><!--\nMsgBox 12345\n--></SCRIPT>", ScriptKind.VisualBasic, "MsgBox 12345")]
    [InlineData("<?xml version=\"1.0\"?><scriptlet><registration progid=\"a\"><script language=\"JScript\"><![CDATA[ var r = 12345; ]]></script></registration></scriptlet>", ScriptKind.JavaScript, "var r = 12345;")]
    [InlineData("<job id=\"a\"><script language=\"JScript\">var r = 12345;</script></job>", ScriptKind.JavaScript, "var r = 12345;")]
    [InlineData("<stylesheet xmlns:ms=\"urn:schemas-microsoft-com:xslt\"><ms:script implements-prefix=\"u\" language=\"JScript\"><![CDATA[var r = 12345;]]></ms:script></stylesheet>", ScriptKind.JavaScript, "var r = 12345;")]
    [InlineData("<a href=\"javascript:window.location%3D'http://a.example.net/xyz/abc'\">x</a>", ScriptKind.JavaScript, "window.location='http://a.example.net/xyz/abc'")]
    [InlineData("<a href='vbscript:MsgBox(12345)'>x</a>", ScriptKind.VisualBasic, "MsgBox(12345)")]
    [InlineData("<body onload=\"window.open(&quot;http://a.example.net/something&quot;)\">", ScriptKind.JavaScript, "window.open(\"http://a.example.net/something\")")]
    [InlineData("<iframe srcdoc=\"&lt;b&gt;within&lt;/b&gt;\"></iframe>", ScriptKind.Html, "<b>within</b>")]
    [InlineData("<script src=\"data:text/javascript;base64,dmFyIGEgPSAxMjM0NTs=\"></script>", ScriptKind.JavaScript, "var a = 12345;")]
    [InlineData("<meta http-equiv=refresh content=\"0; url=data:text/html,%3Cb%3Ewithin%3C/b%3E\">", ScriptKind.Html, "<b>within</b>")]
    public void A_script_in_a_page_is_a_layer_of_its_language(string page, ScriptKind kind, string script) =>
        Assert.Contains(Decode(page).Layers, l => l.Kind == kind && l.Text == script);

    [Fact]
    public void Scripts_of_one_page_share_their_variables()
    {
        DecodedArtifact artifact = Decode("<script>var a = 'ale';</script><p>text</p><script>eval(a + 'rt(12345)');</script>");
        Assert.Contains(artifact.Layers, l => l.Text == "alert(12345)");
    }

    [Fact]
    public void What_a_script_writes_into_the_page_is_a_page()
    {
        DecodedArtifact artifact = Decode("<script>document.write(unescape('%3Cscript%3Evar%20hidden%20%3D%2012345%3B%3C/script%3E'));</script>");
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.JavaScript, Text: "var hidden = 12345;" });
    }

    [Fact]
    public void A_page_that_drops_a_file_that_it_carries_is_told()
    {
        byte[] file = new byte[400];
        "MZ"u8.CopyTo(file);
        new Random(1).NextBytes(file.AsSpan(2));
        DecodedArtifact artifact = Decode($"<a id=d></a><script>var b = new Blob([Uint8Array.from(atob('{Convert.ToBase64String(file)}'), c => c.charCodeAt(0))]); d.href = URL.createObjectURL(b); d.download = 'a.exe'; d.click();</script>");
        Assert.Contains(artifact.Calls, c => c.Name == "HTML smuggling" && c.Arguments[0] == "Windows program");
        Assert.Contains(artifact.Behaviours, b => b.Technique == "T1027.006");
    }

    [Fact]
    public void A_command_in_an_application_of_HTML_is_reached()
    {
        DecodedArtifact artifact = Decode("<html><head><hta:application id=\"a\" windowstate=\"minimize\"/><script language=\"VBScript\">\r\nSet s = CreateObject(\"WScript.\" & \"Shell\")\r\ns.Run \"cmd /c who\" & \"ami\", 0\r\nself.close\r\n</script></head></html>");
        Assert.Contains(artifact.Layers, l => l is { Kind: ScriptKind.CommandLine, Text: "cmd /c whoami" });
    }

    [Theory]
    [InlineData("<html><body><h1>Title</h1><p class=\"a\">Text with <a href=\"https://example.com\">a link</a>.</p></body></html>")]
    [InlineData("<button onclick=\"save()\">Save</button>")]
    [InlineData("<script type=\"application/json\">{\"a\": 1}</script>")]
    [InlineData("<script type=\"text/template\"><b>{{name}}</b></script>")]
    public void A_plain_page_is_one_layer(string page) => Assert.Single(Decode(page).Layers);

    [Theory]
    [InlineData("<")]
    [InlineData("<a ")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("<a b=\"")]
    [InlineData("<a b='c' ")]
    [InlineData("<a href=\"data:text/html;base64,")]
    [InlineData("&amp;")]
    public void Hostile_repetition_stays_within_the_limits(string part)
    {
        var text = new StringBuilder();
        while (text.Length < 1_000_000) { text.Append(part); }
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.NotEmpty(Decode(text.ToString(0, 1_000_000)).Layers);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }
}
