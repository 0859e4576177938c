using System.Diagnostics;
using System.Text.Json;
using Stemma.Decoding.Obfuscation;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests;

/// <summary>How much a text looks made to hide what it says.</summary>
public sealed class ObfuscationScoreTests
{
    [Theory]
    [InlineData("& ('inv'+'oke-ex'+'pres'+'sion') ('wri'+'te-h'+'ost 1')", "strings put together of short pieces")]
    [InlineData("I`N`V`o`K`e-e`X`p`R`e`s`S`i`O`n $a", "escape characters within words")]
    [InlineData("iNvOkE-eXpReSsIoN (nEw-oBjEcT nEt.wEbCLiEnT)", "random casing")]
    [InlineData("\"{3}{1}{0}{2}{4}\" -f 'a','b','c','d','e'", "strings put together by a format")]
    [InlineData("powershell -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA", "a large part in base64")]
    [InlineData("cmd /c %comspec:~3,1%%comspec:~7,1%%a:~1,1%%b:~9,1%%c:~2,2%%d:~0,1%", "characters cut out of variables")]
    [InlineData("var _0x1f2a=['\\x61\\x6c\\x65\\x72\\x74'];_0x1f2a[0]", "characters written as escapes")]
    public void What_hides_scores_and_says_why(string text, string reason)
    {
        ObfuscationScore score = ObfuscationScore.Of(text);
        Assert.InRange(score.Value, 50, 100);
        Assert.Contains(reason, score.Reasons);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dir")]
    [InlineData("Get-ChildItem -Path C:\\Users -Recurse | Where-Object { $_.Length -gt 1MB } | Select-Object FullName")]
    [InlineData("for /f \"tokens=1,2 delims=,\" %%a in (list.txt) do echo %%a")]
    [InlineData("function add(a, b) { return a + b; }\nconsole.log(add(1, 2));")]
    [InlineData("import os\nfor root, dirs, files in os.walk('.'):\n    print(root)")]
    public void What_is_plain_scores_next_to_nothing(string text) => Assert.InRange(ObfuscationScore.Of(text).Value, 0, 10);

    [Fact]
    public void Harmless_scripts_are_below_and_obfuscated_ones_above_the_marks_on_record()
    {
        string[] rows = File.ReadAllLines(TestData.Shared("truth/scriptblocks.csv"));
        List<string> benign = [.. rows.Skip(1).Where(r => r.Contains(",benign,", StringComparison.Ordinal)).Select(r => r[(r.IndexOf(",benign,", StringComparison.Ordinal) + 8)..])];
        benign.AddRange(File.ReadAllLines(TestData.Shared("benign/socbed-powershell.txt")));
        benign.AddRange(File.ReadAllLines(TestData.Shared("benign/socbed-process_creation.txt")));
        double[] low = Scores(benign, "benign", 12, true);
        double[] powershell = Scores(Obfuscated("decoding/powershell-matrix.jsonl"), "powershell", 12, false);
        double[] cmd = Scores(Obfuscated("decoding/cmd-dosfuscation.jsonl"), "cmd", 12, false);

        // Measured on 2026-11-24: harmless median 0, 99th of 100 10.5; PowerShell median 90, 3 of 10 below 56; cmd median 98.9, 3 of 10 below 87.
        Assert.True(At(low, 0.5) < 10, $"median of harmless {At(low, 0.5)}");
        Assert.True(At(low, 0.99) < 40, $"99th of 100 harmless {At(low, 0.99)}");
        Assert.True(At(powershell, 0.3) > 50, $"PowerShell {At(powershell, 0.3)}");
        Assert.True(At(cmd, 0.3) > 50, $"cmd {At(cmd, 0.3)}");
    }

    [Theory]
    [InlineData("a'+'")]
    [InlineData("((((")]
    [InlineData("1,")]
    [InlineData("%a%")]
    [InlineData("QUJD")]
    [InlineData("tcejbo")]
    public void Long_hostile_text_is_scored_in_linear_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var watch = Stopwatch.StartNew();
        ObfuscationScore.Of(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
    }

    private static List<string> Obfuscated(string file) =>
        [.. File.ReadAllLines(TestData.Shared(file)).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("obfuscated").GetString()!)];

    private static double[] Scores(List<string> texts, string name, int shown, bool highest)
    {
        List<(double Value, string Text)> scored = [.. texts.Where(t => t.Length > 0).Select(t => (ObfuscationScore.Of(t).Value, t)).OrderBy(p => p.Value)];
        double[] values = [.. scored.Select(p => p.Value)];
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {values.Length}, 10 % {At(values, 0.1)}, 30 % {At(values, 0.3)}, median {At(values, 0.5)}, 90 % {At(values, 0.9)}, 99 % {At(values, 0.99)}");
        foreach ((double value, string text) in highest ? scored.TakeLast(shown) : scored.Take(shown))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"  {value} {text[..Math.Min(160, text.Length)]} [{string.Join("; ", ObfuscationScore.Of(text).Reasons)}]");
        }
        return values;
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
