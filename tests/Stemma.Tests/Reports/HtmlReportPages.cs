namespace Stemma.Tests.Reports;

/// <summary>Pages for the tests in a browser (tests/browser).</summary>
public class HtmlReportPages
{
    [Fact, Trait("Speed", "slow")]
    public void Pages_are_written_where_the_browser_finds_them()
    {
        string folder = Environment.GetEnvironmentVariable("STEMMA_REPORT_PAGES") ?? "";
        Assert.SkipUnless(Directory.Exists(folder), "tests/browser/run names the folder");
        File.WriteAllText(Path.Combine(folder, "hosts.html"), HtmlReportTests.Write(Investigations.TwoHosts));
        File.WriteAllText(Path.Combine(folder, "hostile.html"), HtmlReportTests.Write(Investigations.OfHostileText));
        File.WriteAllText(Path.Combine(folder, "many.html"), HtmlReportTests.Write(Investigations.Many(2, 100)));
    }
}
