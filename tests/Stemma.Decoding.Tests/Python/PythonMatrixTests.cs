namespace Stemma.Decoding.Tests;

/// <summary>Python code hidden in many ways comes back.</summary>
public sealed class PythonMatrixTests
{
    public static TheoryData<string> Ways => [.. PythonObfuscation.All.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Hidden_code_comes_back(string way)
    {
        Func<string, Random, string> hide = Array.Find(PythonObfuscation.All, each => each.Name == way).Hide;
        var random = new Random(11);
        List<string> missing = [];
        foreach (string payload in PythonObfuscation.Payloads)
        {
            string hidden = hide(payload, random);
            DecodedArtifact artifact = Decoder.Decode(hidden, ScriptKind.Python);
            string wanted = CmdTexts.Normal(payload);
            if (!artifact.Layers.Skip(1).Any(layer => CmdTexts.Normal(layer.Text).Contains(wanted, StringComparison.Ordinal)))
            {
                missing.Add(hidden + "\n   gave " + string.Join(" || ", artifact.Layers.Skip(1).Select(layer => layer.Text)) + string.Join(';', artifact.Notes));
            }
        }
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void The_language_is_told_although_it_hides()
    {
        var random = new Random(5);
        string[] hidden = [.. PythonObfuscation.All.SelectMany(way => PythonObfuscation.Payloads.Select(payload => way.Hide(payload, random)))];
        string[] others = [.. hidden.Where(text => KindDetection.Of(text) != ScriptKind.Python)];
        Assert.True(others.Length <= hidden.Length * 0.05, $"{others.Length} of {hidden.Length}:\n{string.Join('\n', others.Select(text => KindDetection.Of(text) + ": " + text[..Math.Min(text.Length, 160)]).Take(40))}");
    }
}
