namespace Stemma.Decoding.Tests;

/// <summary>Shell commands hidden in many ways come back.</summary>
public sealed class ShellMatrixTests
{
    public static TheoryData<string> Ways => [.. ShellObfuscation.All.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hidden_command_comes_back(string way)
    {
        Func<string, Random, string> hide = Array.Find(ShellObfuscation.All, each => each.Name == way).Hide;
        var random = new Random(7);
        List<string> missing = [];
        foreach (string payload in ShellObfuscation.Payloads)
        {
            string hidden = hide(payload, random);
            DecodedArtifact artifact = Decoder.Decode(hidden, ScriptKind.Shell);
            string wanted = CmdTexts.Normal(payload);
            if (!artifact.Layers.Skip(1).Any(layer => CmdTexts.Normal(layer.Text).Contains(wanted, StringComparison.Ordinal)))
            {
                missing.Add(hidden + "\n   gave " + string.Join(" || ", artifact.Layers.Skip(1).Select(layer => layer.Text)));
            }
        }
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void The_language_is_told_although_it_hides()
    {
        var random = new Random(5);
        string[] hidden = [.. ShellObfuscation.All.SelectMany(way => ShellObfuscation.Payloads.Select(payload => way.Hide(payload, random)))];
        string[] others = [.. hidden.Where(text => KindDetection.Of(text) is not (ScriptKind.Shell or ScriptKind.CommandLine))];
        Assert.True(others.Length <= hidden.Length * 0.05, $"{others.Length} of {hidden.Length}:\n{string.Join('\n', others.Select(text => KindDetection.Of(text) + ": " + text[..Math.Min(text.Length, 160)]).Take(40))}");
    }
}
