using System.Text.Json;
using Stemma.Tests.Shared;

namespace Stemma.Hunting.Tests;

/// <summary>Public hunts and recorded answers, where they stand beside the checkout.</summary>
internal static class Corpus
{
    /// <summary>Public hunts: file and text.</summary>
    public static IEnumerable<(string Name, string Text)> Hunts()
    {
        string folder = TestData.Shared("hunts/kql");
        foreach (string path in Directory.EnumerateFiles(folder, "*.kql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            yield return (Path.GetRelativePath(folder, path), File.ReadAllText(path));
    }

    /// <summary>The lines of a set of recorded answers.</summary>
    public static IEnumerable<JsonElement> Lines(string file)
    {
        foreach (string line in File.ReadLines(TestData.Shared("hunts/conformance/" + file)))
            if (line.Length > 0) yield return JsonDocument.Parse(line).RootElement;
    }

    /// <summary>Texts of a set of recorded answers that Kusto itself can read.</summary>
    public static IEnumerable<(string Name, string Text)> Queries(string file) =>
        Lines(file)
            .Where(line => !(line.TryGetProperty("parse_ok", out JsonElement parsed) && parsed.ValueKind == JsonValueKind.False))
            .Where(line => !(line.TryGetProperty("kusto_error", out JsonElement failed) && failed.GetBoolean()))
            .Select(line => (line.GetProperty("id").GetString()!, line.GetProperty("kql").GetString()!));
}
