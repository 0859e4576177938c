using Stemma.Cli.Tests.Support;

namespace Stemma.Cli.Tests;

/// <summary>Reports of stemma investigate, as those meet them to whom they are handed on.</summary>
public class InvestigateReportTests
{
    [Theory]
    [InlineData("html", "html")]
    [InlineData("markdown", "md")]
    [InlineData("csv", "csv")]
    [InlineData("stix", "stix.json")]
    [InlineData("navigator", "navigator.json")]
    public void The_samples_are_told(string format, string ending)
    {
        var (code, output, _) = StemmaProgram.Run("investigate", "samples", "--format", format);
        Golden.Check($"investigate-samples.{ending}", output);
        Assert.Equal(0, code);
    }
}
