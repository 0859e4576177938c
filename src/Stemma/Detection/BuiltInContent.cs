using Stemma.Attack;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>The content that comes with Stemma: rules and the meaning of log sources, in a folder beside the program.</summary>
public static class BuiltInContent
{
    /// <summary>How paths of built-in rules begin in everything that is printed.</summary>
    public const string Prefix = "content/";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "content");

    /// <summary>Loads the built-in rules. Their paths do not depend on where Stemma is installed.</summary>
    /// <param name="options">How they are loaded; the defaults when null.</param>
    public static SigmaRuleSet LoadRules(SigmaLoadOptions? options = null) => Load("rules", options);

    /// <summary>Loads the rules that say which events a timeline shows.</summary>
    public static SigmaRuleSet LoadTimeline() => Load("timeline", null);

    private static SigmaRuleSet Load(string name, SigmaLoadOptions? options) => SigmaRuleReader.Load([Path.Combine(Folder, name)], (options ?? SigmaLoadOptions.Default) with
    {
        PathName = path => Prefix + Path.GetRelativePath(Folder, path).Replace('\\', '/'),
    });

    /// <summary>Loads which events log sources mean.</summary>
    /// <exception cref="InvalidDataException">A file is not such a map.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LogSourceMap LoadLogSources() => LogSourceMap.Load([Path.Combine(Folder, "logsources")]);

    /// <summary>Loads the playbooks.</summary>
    /// <exception cref="InvalidDataException">A file is no playbook.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PlaybookShelf LoadPlaybooks() => PlaybookShelf.Load(Path.Combine(Folder, "playbooks"));

    /// <summary>Loads the built-in chains.</summary>
    /// <exception cref="InvalidDataException">A file is no chain.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<Incidents.Chain> LoadChains() => Incidents.ChainReader.Load(Path.Combine(Folder, "chains"));

    /// <summary>The files of the built-in scenarios, in order of their names.</summary>
    public static IEnumerable<string> ScenarioFiles() =>
        Directory.EnumerateFiles(Path.Combine(Folder, "scenarios"), "*.yml").Order(StringComparer.Ordinal);
}
