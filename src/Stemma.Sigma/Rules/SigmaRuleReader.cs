using System.Security.Cryptography;
using System.Text;
using Stemma.Sigma.Rules;

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
        options ??= SigmaLoadOptions.Default;
        SigmaRuleSet set = RuleLinker.Link(options.CacheFolder is not null && options.Pipelines.Count == 0 ? RuleCache.Read(files, options) : Read(files, options), options);
        problems.AddRange(set.Problems);

        Dictionary<string, SigmaRule> byId = [];
        foreach (SigmaRule rule in set.Rules)
            if (!byId.TryAdd(rule.Id, rule))
                problems.Add(new SigmaProblem(rule.Path, rule.Line, false, $"its id {rule.Id} is also that of {byId[rule.Id].Path}", rule.Title));
        return set with { Problems = [.. problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Line)] };
    }

    /// <summary>Reads the rules of one text.</summary>
    /// <param name="text">The YAML, of one document or several.</param>
    /// <param name="path">The path that rules and problems carry.</param>
    /// <param name="options">How; the defaults when null.</param>
    public static SigmaRuleSet Parse(string text, string path, SigmaLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return RuleLinker.Link([RuleFile.Read(text, path, options ?? SigmaLoadOptions.Default)], options ?? SigmaLoadOptions.Default);
    }

    private static RuleFile[] Read(string[] files, SigmaLoadOptions options)
    {
        RuleFile[] read = new RuleFile[files.Length];
        InParallel.For(files.Length, i => read[i] = new RuleSource(files[i], options).Read());
        return read;
    }

    internal static string StableId(string title, string path)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.GetFileName(path)}\n{title}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }
}
