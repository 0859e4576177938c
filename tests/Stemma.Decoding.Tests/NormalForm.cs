using System.Text.RegularExpressions;

namespace Stemma.Decoding.Tests;

/// <summary>Compares scripts without regard to case, blanks, quotes and brackets, and finds the indicators that an original holds.</summary>
internal static partial class NormalForm
{
    public static string Of(string text) => Dropped().Replace(text, "").ToLowerInvariant();

    public static IEnumerable<string> Indicators(string text) => Indicator().Matches(text).Select(m => m.Value);

    public static bool IsIn(string original, DecodedArtifact artifact) =>
        artifact.Layers.Any(layer => Of(layer.Text).Contains(Of(original), StringComparison.Ordinal));

    public static bool IndicatorsAreIn(string original, DecodedArtifact artifact) =>
        Indicators(original).All(i => artifact.Layers.Any(layer => layer.Text.Contains(i, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"[\s\x1c-\x1f""'`^()\[\]{};,]|::")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"https?://[^\s'""()]+|\b\d{1,3}(?:\.\d{1,3}){3}\b|HKCU:[^\s'""]+|[A-Za-z]:\\[^\s'""]+\.\w+")]
    private static partial Regex Indicator();
}
