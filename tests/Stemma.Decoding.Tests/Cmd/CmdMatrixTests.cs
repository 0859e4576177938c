using System.Text.Json;
using System.Text.RegularExpressions;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests;

/// <summary>Lines that an obfuscator made, against the commands that they came from.</summary>
public sealed class CmdMatrixTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void Obfuscated_lines_come_back_to_their_commands()
    {
        string[] originals = [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(TestData.Shared("decoding/cmd-dosfuscation.originals.json")))!.Select(CmdTexts.Normal).Where(o => o.Length > 0).Distinct()];
        int right = 0, all = 0;
        foreach (string line in File.ReadLines(TestData.Shared("decoding/cmd-dosfuscation.jsonl")))
        {
            string text = JsonDocument.Parse(line).RootElement.GetProperty("obfuscated").GetString()!;
            string[] layers = [.. Decoder.Decode(text, ScriptKind.Cmd).Layers.SelectMany(layer => Readings(layer.Text)).Select(CmdTexts.Normal)];
            all++;
            if (originals.Any(o => layers.Any(l => l == o || (o.Length > 8 && l.Contains(o, StringComparison.Ordinal))))) { right++; }
        }
        Assert.True(right >= all * 0.98, $"{right} of {all}");
    }

    /// <summary>A layer, and what the decoder of command lines takes out of it: the argument of PowerShell and what is piped into it.</summary>
    private static IEnumerable<string> Readings(string text)
    {
        yield return text;
        string unescaped = text.Replace("\\\"", "\"", StringComparison.Ordinal);
        yield return unescaped;
        foreach (string each in (string[])[text, unescaped])
        {
            yield return Regex.Replace(each, @"^powershell(\.exe)?[\s;,]+", "", RegexOptions.IgnoreCase);
            yield return Regex.Replace(each, @"^echo|\| powershell\s+-\s*$", "", RegexOptions.IgnoreCase);
        }
    }
}
