using System.Security.Cryptography;
using System.Text;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma;

/// <summary>Reads Sigma rules from YAML. Never throws for what a file holds: what cannot be honoured is a <see cref="SigmaProblem"/>.</summary>
/// <example>
/// <code>
/// SigmaRuleSet set = SigmaRuleReader.Load(["rules/"]);
/// foreach (SigmaProblem problem in set.Problems) Console.Error.WriteLine(problem);
/// </code>
/// </example>
public static class SigmaRuleReader
{
    /// <summary>
    /// Loads the rules of files and folders (all <c>.yml</c> and <c>.yaml</c> below, except <c>.test.yml</c>), in parallel. The
    /// result does not depend on the order of the paths.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="options">How; the defaults when null.</param>
    public static SigmaRuleSet Load(IEnumerable<string> paths, SigmaLoadOptions? options = null)
    {
        List<SigmaProblem> problems = [];
        string[] files = [.. RuleFiles.Find(paths, problems)];
        SigmaRuleSet[] sets = new SigmaRuleSet[files.Length];
        Parallel.For(0, files.Length, i => sets[i] = Read(files[i], options ?? SigmaLoadOptions.Default));
        List<SigmaRule> rules = [.. sets.SelectMany(set => set.Rules)];
        problems.AddRange(sets.SelectMany(set => set.Problems));

        Dictionary<string, SigmaRule> byId = [];
        foreach (SigmaRule rule in rules)
            if (!byId.TryAdd(rule.Id, rule))
                problems.Add(new SigmaProblem(rule.Path, rule.Line, false, $"its id {rule.Id} is also that of {byId[rule.Id].Path}", rule.Title));
        return new SigmaRuleSet(rules, [.. problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Line)]);
    }

    /// <summary>Reads the rules of one text.</summary>
    /// <param name="text">The YAML, of one document or several.</param>
    /// <param name="path">The path that rules and problems carry.</param>
    /// <param name="options">How; the defaults when null.</param>
    public static SigmaRuleSet Parse(string text, string path, SigmaLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SigmaRule> rules = [];
        List<SigmaProblem> problems = [];
        List<YamlNode> documents = YamlReader.Read(text, out YamlFault? fault);
        if (fault is not null) problems.Add(new SigmaProblem(path, fault.Line, true, fault.Message));
        else if (documents.TrueForAll(document => document is YamlScalar { IsNull: true })) Warn(1, "no rule in this file");
        foreach (YamlNode document in documents)
        {
            if (document is YamlScalar { IsNull: true }) continue;
            if (document is not YamlMap map || !IsRule(map))
            {
                Warn(document.Line, "not a Sigma rule: no 'detection'");
                continue;
            }

            string? title = map.Text("title");
            try
            {
                rules.Add(Rule(map, title));
            }
            catch (RuleFault problem)
            {
                problems.Add(new SigmaProblem(path, problem.Line, true, problem.Message, title));
            }

            SigmaRule Rule(YamlMap map, string? title) =>
                RuleDocument.Read(map, path, options ?? SigmaLoadOptions.Default, (line, message) => Warn(line, message, title));
        }

        return new SigmaRuleSet(rules, problems);

        void Warn(int line, string message, string? title = null) => problems.Add(new SigmaProblem(path, line, false, message, title));
    }

    private static bool IsRule(YamlMap map) =>
        map["detection"] is not null || map["correlation"] is not null || map["filter"] is not null || map["action"] is not null
        || (map["logsource"] is not null && map["title"] is not null);

    private static SigmaRuleSet Read(string path, SigmaLoadOptions options)
    {
        string name = options.PathName?.Invoke(path) ?? path;
        try
        {
            long size = new FileInfo(path).Length;
            return size <= options.MaxFileSize
                ? Parse(File.ReadAllText(path), name, options)
                : Failed($"{size:N0} bytes; a rule file may have {options.MaxFileSize:N0}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(exception.Message);
        }

        SigmaRuleSet Failed(string message) => new([], [new SigmaProblem(name, 1, true, message)]);
    }

    internal static string StableId(string title, string path)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.GetFileName(path)}\n{title}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }
}
