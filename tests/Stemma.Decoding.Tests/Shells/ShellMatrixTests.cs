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
}
