using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests.Support;

/// <summary>A temporary folder of rule files.</summary>
internal sealed class RuleFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Root { get; } = TestData.TemporaryFolder();

    /// <summary>Writes a file below the folder.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Loads the folder.</summary>
    public SigmaRuleSet Load(SigmaLoadOptions? options = null) => SigmaRuleReader.Load([Root], options);

    /// <summary>A rule that loads.</summary>
    public static string Text(string title, string id, string image = "a") =>
        $"title: {title}\nid: {id}\nlevel: low\nlogsource:\n  category: test\ndetection:\n  s:\n    Image: {image}\n  condition: s\n";

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
