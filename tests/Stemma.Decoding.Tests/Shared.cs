using System.IO.Compression;
using System.Text.Json;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests;

/// <summary>Rows of the shared decoding data.</summary>
internal static class Shared
{
    public static string EncodedCommands() => TestData.Shared("decoding/powershell-encodedcommand.zip");

    public static string Matrix() => TestData.Shared("decoding/powershell-matrix.jsonl");

    public static IEnumerable<(string First, string Second)> ReadZippedPairs(string path, string first, string second)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using StreamReader reader = new(zip.Entries[0].Open());
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            yield return (row.RootElement.GetProperty(first).GetString()!, row.RootElement.GetProperty(second).GetString()!);
        }
    }

    public static IEnumerable<(string Family, string Payload, string Original, string Obfuscated)> ReadMatrix(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            JsonElement r = row.RootElement;
            yield return (r.GetProperty("family").GetString()!, r.GetProperty("payload").GetString()!, r.GetProperty("original").GetString()!, r.GetProperty("obfuscated").GetString()!);
        }
    }
}
