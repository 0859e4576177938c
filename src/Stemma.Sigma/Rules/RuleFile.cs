using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>What one file holds: rules, correlations and filters whose references are not resolved yet, and problems.</summary>
internal sealed class RuleFile
{
    private readonly string _path;
    private readonly SigmaLoadOptions _options;

    private RuleFile(string path, SigmaLoadOptions options) => (_path, _options) = (path, options);

    /// <summary>The rules, correlations among them.</summary>
    public List<SigmaRule> Rules { get; } = [];

    /// <summary>The global filters.</summary>
    public List<RuleFilter> Filters { get; } = [];

    /// <summary>Errors and warnings.</summary>
    public List<SigmaProblem> Problems { get; } = [];

    /// <summary>A file without anything yet.</summary>
    public static RuleFile Empty(string path) => new(path, SigmaLoadOptions.Default);

    /// <summary>A file that cannot be read.</summary>
    public static RuleFile Failed(string path, string message) =>
        new(path, SigmaLoadOptions.Default) { Problems = { new SigmaProblem(path, 1, true, message) } };

    /// <summary>Reads a file's text.</summary>
    public static RuleFile Read(string text, string path, SigmaLoadOptions options)
    {
        RuleFile file = new(path, options);
        List<YamlNode> documents = YamlReader.Read(text, out YamlFault? fault);
        if (fault is not null) file.Problems.Add(new SigmaProblem(path, fault.Line, true, fault.Message));
        else if (documents.TrueForAll(document => document is YamlScalar { IsNull: true })) file.Warn(1, "no rule in this file", null);
        RuleCollection collection = new();
        foreach (YamlNode document in documents)
        {
            if (document is YamlScalar { IsNull: true }) continue;
            string? title = (document as YamlMap)?.Text("title");
            try
            {
                if (document is not YamlMap map) file.Warn(document.Line, "not a Sigma rule: no 'detection'", null);
                else if (collection.Merge(map, (line, message) => file.Warn(line, message, title)) is { } whole)
                    file.Add(whole, title = whole.Text("title"));
            }
            catch (RuleFault problem)
            {
                file.Problems.Add(new SigmaProblem(path, problem.Line, true, problem.Message, title));
            }
        }

        return file;
    }

    private void Add(YamlMap map, string? title)
    {
        void Note(int line, string message) => Warn(line, message, title);
        if (map["correlation"] is { } correlation) Rules.Add(CorrelationDocument.Read(map, correlation, _path, Note));
        else if (RuleFilter.IsFilter(map)) Filters.Add(RuleFilter.Read(map, _path, _options, Note));
        else if (map["detection"] is not null || (map["logsource"] is not null && map["title"] is not null))
            Rules.Add(RuleDocument.Read(map, _path, _options, Note));
        else Note(map.Line, Foreign(map));
    }

    // Rules of other tools lie beside Sigma rules: say what they are.
    private static string Foreign(YamlMap map) => map switch
    {
        _ when map["filter"] is not null && map["kind"] is not null => "a Chainsaw rule, not Sigma: its 'filter' is in Chainsaw's own language",
        _ when map["groups"] is not null || (map["kind"] is not null && map["rules"] is not null) => "a Chainsaw mapping, not a Sigma rule",
        _ => "not a Sigma rule: no 'detection'",
    };

    private void Warn(int line, string message, string? title) => Problems.Add(new SigmaProblem(_path, line, false, message, title));
}
