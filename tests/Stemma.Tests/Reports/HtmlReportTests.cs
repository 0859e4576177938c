using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Stemma.Incidents;
using Stemma.Reports;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Reports;

/// <summary>The page that is mailed: whole by itself, well-formed, and log text in it is text.</summary>
public class HtmlReportTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    [Fact]
    public void The_page_is_well_formed_and_says_what_an_incident_holds()
    {
        XDocument page = Parse(Write(Investigations.TwoHosts));
        string text = page.Root!.Value;
        Assert.All(["Phishing document to service persistence", "It made a service on B", "powershell.exe 30", "SYSTEM on B, by a service", "service by sc.exe 40 on A: Updater", "PowerShell Runs an Encoded Command",
            "no Sysmon 8 in these logs", "203.0.113.7", "windows/ps_script", "logs/Security.evtx", "120 connections", "could not be read again", "2 of its processes"], words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_rule_asked_for_is_marked_in_the_value()
    {
        string[] marks = [.. Parse(Write(Investigations.TwoHosts)).Descendants(Html + "mark").Select(mark => mark.Value)];
        Assert.Contains(@"\powershell.exe", marks);
        Assert.Contains(" -e SQBFAFgA", marks);
        Assert.Contains(@"\Temp\", marks);
    }

    [Fact]
    public void Techniques_lead_to_their_pages_and_nothing_else_leaves_the_page()
    {
        XDocument page = Parse(Write(Investigations.TwoHosts));
        string[] links = [.. page.Descendants(Html + "a").Select(a => a.Attribute("href")!.Value).Where(href => !href.StartsWith('#')).Distinct()];
        Assert.Contains("https://attack.mitre.org/techniques/T1059/001/", links);
        Assert.All(links, link => Assert.StartsWith("https://attack.mitre.org/techniques/T", link, StringComparison.Ordinal));
        Assert.All(page.Descendants(), element => Assert.DoesNotContain(element.Name.LocalName, (string[])["script", "link", "img", "iframe", "object", "embed", "base", "form", "foreignObject", "use", "image"]));
        Assert.All(page.Descendants().Attributes(), attribute => Assert.False(attribute.Name.LocalName is "src" or "style" or "srcdoc" || attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name.LocalName));
        Assert.DoesNotContain("url(", page.Descendants(Html + "style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_within_the_page_lead_somewhere_and_names_are_given_once()
    {
        XDocument page = Parse(Write(Investigations.Many(3, 5)));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.Descendants(Html + "a").Select(a => a.Attribute("href")!.Value).Where(href => href.StartsWith('#')), href => Assert.Contains(href[1..], ids));
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Name == "aria-labelledby").SelectMany(attribute => attribute.Value.Split(' ')), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void The_content_security_policy_allows_this_style_and_nothing_else()
    {
        XDocument page = Parse(Write(Investigations.TwoHosts));
        string style = page.Descendants(Html + "style").Single().Value;
        string policy = page.Descendants(Html + "meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        Assert.Equal($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'", policy);
    }

    [Fact]
    public void Hostile_log_text_is_text()
    {
        string written = Write(Investigations.OfHostileText);
        XDocument page = Parse(written);
        Assert.DoesNotContain("<script", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("]]>", written, StringComparison.Ordinal);
        Assert.DoesNotContain(written, c => (c < ' ' && c != '\n') || c is '\u202e' or '\u200b' or '\ufffe' or '\uffff' || char.IsSurrogate(c));
        Assert.Contains("</script><script>alert(1)</script>]]>", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("‹U+202E›", page.Root.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants(Html + "a"), a => a.Attribute("href")!.Value.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_stays_readable_however_much_was_found_and_says_what_it_leaves_out()
    {
        string many = Write(Investigations.Many(40, 300));
        Assert.InRange(many.Length, 8 << 20, 10 << 20);
        Assert.Contains("further incidents are not told at length", many, StringComparison.Ordinal);
        Assert.Contains("100 more are not shown", many, StringComparison.Ordinal);
        Assert.Contains("240 processes are not drawn", many, StringComparison.Ordinal);
    }

    [Fact]
    public void Playbooks_name_techniques_and_say_what_to_ask_and_do()
    {
        using MemoryStream output = new();
        HtmlReport.Write(Investigations.TwoHosts, Investigations.Source with { Playbooks = Stemma.Attack.PlaybookShelf.Load(Path.Combine(TestData.Root, "content", "playbooks")) }, output);
        XDocument page = Parse(Encoding.UTF8.GetString(output.ToArray()));
        XElement name = page.Descendants(Html + "td").First(cell => cell.Value == "T1059.001" && cell.ElementsAfterSelf().Count() == 3).ElementsAfterSelf().First();
        Assert.Equal("PowerShell", name.Value);
        Assert.Contains("What else to do, and how it is taken back", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("What is the decoded command", page.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void That_nothing_was_found_is_said() =>
        Assert.Contains("No incident found", Write(new Investigation { Incidents = [], Tree = new Stemma.Lineage.ProcessTree() }), StringComparison.Ordinal);

    [Fact]
    public void The_same_investigation_gives_the_same_bytes() => Assert.Equal(Write(Investigations.TwoHosts), Write(Investigations.TwoHosts));

    internal static string Write(Investigation investigation)
    {
        using MemoryStream output = new();
        HtmlReport.Write(investigation, Investigations.Source, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    // Strict: no character, entity or nesting that XML forbids.
    private static XDocument Parse(string page)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = true });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
