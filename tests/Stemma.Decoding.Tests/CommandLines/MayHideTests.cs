using System.Text.Json;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests.CommandLines;

/// <summary>The cheap test that says whether a command line needs decoding.</summary>
public sealed class MayHideTests
{
    [Theory]
    [InlineData(@"C:\Windows\system32\svchost.exe -k netsvcs -p -s Schedule")]
    [InlineData(@"""C:\Program Files\Google\Chrome\Application\chrome.exe"" --type=gpu-process --gpu-preferences=UAAAAAAAAADgAAAYAAAAAAAAAAAAAAAAAABgAAAAAAAwAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAABgAAAAAAAAAGAAAAAAAAAAIAAAA")]
    [InlineData(@"C:\Windows\system32\cmd.exe /c ""C:\Tools\backup.bat"" daily")]
    [InlineData(@"powershell.exe -NoProfile -ExecutionPolicy Bypass -File C:\scripts\inventory.ps1")]
    [InlineData("powershell -Command Get-Service")]
    [InlineData(@"rundll32.exe C:\Windows\system32\shell32.dll,Control_RunDLL desk.cpl")]
    [InlineData("/usr/sbin/sshd -D")]
    [InlineData("/bin/sh -c run-parts /etc/cron.hourly")]
    [InlineData("python3 /usr/lib/update-notifier/check.py --quiet")]
    public void An_ordinary_command_line_hides_nothing(string line) => Assert.False(Decoder.MayHide(line, ScriptKind.CommandLine));

    [Theory]
    [InlineData("powershell -enc SQBFAFgA")]
    [InlineData("powershell /e SQBFAFgA")]
    [InlineData("pwsh \u2013ec SQBFAFgA")]
    [InlineData("cmd /c p^ow^ershell")]
    [InlineData("cmd /c po\"\"wershell")]
    [InlineData("%ComSpec:~0,1%md /c whoami")]
    [InlineData("cmd /c set a=who&&set b=ami&&call %a%%b%")]
    [InlineData("mshta vbscript:Execute(\"a\")")]
    [InlineData("bash -c echo Y3VybA== | base64 -d | sh")]
    [InlineData("python3 -c exec(bytes.fromhex('70'))")]
    public void What_hiding_is_done_with_is_noticed(string line) => Assert.True(Decoder.MayHide(line, ScriptKind.CommandLine));

    [Fact]
    [Trait("Speed", "slow")]
    public void No_line_of_the_data_that_hides_something_is_passed_by()
    {
        List<string> missed = [];
        foreach (string line in Lines())
        {
            DecodedArtifact artifact = Decoder.DecodeLayers(line, ScriptKind.CommandLine);
            string clear = Bare(line);
            if (artifact.Layers.Skip(1).Any(layer => !clear.Contains(Bare(layer.Text), StringComparison.OrdinalIgnoreCase)) && !Decoder.MayHide(line, ScriptKind.CommandLine)) { missed.Add(line); }
        }
        Assert.Empty(missed);
    }

    private static IEnumerable<string> Lines()
    {
        foreach ((string _, string _, string _, string obfuscated) in Shared.ReadMatrix(Shared.Matrix())) { yield return obfuscated; yield return $"powershell -c \"{obfuscated}\""; }
        foreach ((string command, _) in Shared.ReadZippedPairs(Shared.EncodedCommands(), "command", "decoded")) { yield return command; }
        foreach (string line in File.ReadLines(TestData.Shared("decoding/cmd-dosfuscation.jsonl"))) { yield return JsonDocument.Parse(line).RootElement.GetProperty("obfuscated").GetString()!; }
        foreach (string line in File.ReadLines(TestData.Shared("benign/socbed-process_creation.txt"))) { yield return JsonSerializer.Deserialize<string>(line)!; }
    }

    // What a decoder only unquotes or joins otherwise still stands there in clear.
    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('"' or '\'' or '\\')));
}
