using System.Text.RegularExpressions;
using Stemma.Sigma.Pipelines;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma;

/// <summary>
/// A processing pipeline in pySigma's YAML form: changes that rules undergo before they are understood, such as other field names
/// or log sources. What makes sense only for query languages is a warning where it can be left out and an error where it cannot.
/// </summary>
/// <example>
/// <code>
/// SigmaPipeline pipeline = SigmaPipeline.Load("ecs.yml");
/// SigmaRuleSet set = SigmaRuleReader.Load(["rules/"], new SigmaLoadOptions { Pipelines = [pipeline] });
/// </code>
/// </example>
public sealed class SigmaPipeline
{
    private static readonly string[] Keys =
        ["name", "priority", "transformations", "vars", "allowed_backends", "postprocessing", "finalizers", "description", "author"];

    private readonly IReadOnlyList<PipelineItem> _items;

    private SigmaPipeline(string name, int priority, IReadOnlyList<PipelineItem> items, IReadOnlyList<SigmaProblem> warnings) =>
        (Name, Priority, _items, Warnings) = (name, priority, items, warnings);

    /// <summary>Its name; the file's where it gives none.</summary>
    public string Name { get; }

    /// <summary>Pipelines are applied by increasing priority.</summary>
    public int Priority { get; }

    /// <summary>What in the file has no effect, and why.</summary>
    public IReadOnlyList<SigmaProblem> Warnings { get; }

    /// <summary>Reads a pipeline file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It holds something unknown or not well formed; the message names file, line and reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SigmaPipeline Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a pipeline.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="path">The path that problems carry.</param>
    /// <exception cref="InvalidDataException">It holds something unknown or not well formed; the message names file, line and reason.</exception>
    public static SigmaPipeline Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<YamlNode> documents = YamlReader.Read(text, out YamlFault? fault);
        if (fault is not null) throw new InvalidDataException($"{path}:{fault.Line}: {fault.Message}");
        try
        {
            if (documents is not [YamlMap map]) throw new RuleFault(1, "a pipeline must be one map");
            List<SigmaProblem> warnings = [];
            foreach ((YamlScalar key, _) in map.Entries)
            {
                if (!Keys.Contains(key.Text)) throw new RuleFault(key.Line, $"'{key.Text}' is no part of a pipeline: there are {string.Join(", ", Keys)}");
                if (key.Text is "postprocessing" or "finalizers")
                    warnings.Add(new SigmaProblem(path, key.Line, false, $"'{key.Text}' has no effect: it changes queries, and rules run here without one"));
            }

            PipelineMap pipeline = new(map);
            int priority = (int)(pipeline.Number("priority") ?? 0);
            IReadOnlyList<PipelineItem> items = PipelineItem.ReadAll(pipeline.List("transformations"), Variables(map), 0);
            return new SigmaPipeline(pipeline.Text("name") ?? Path.GetFileNameWithoutExtension(path), priority, items, warnings);
        }
        catch (RuleFault problem)
        {
            throw new InvalidDataException($"{path}:{problem.Line}: {problem.Message}", problem);
        }
    }

    internal void Apply(RuleDraft draft)
    {
        try
        {
            foreach (PipelineItem item in _items) item.Apply(draft);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new RuleFault(draft.Document.Line, $"a regular expression of the pipeline '{Name}' takes too long on this rule");
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Variables(YamlMap map)
    {
        if (map["vars"] is null or YamlScalar { IsNull: true }) return [];
        if (map["vars"] is not YamlMap vars) throw new RuleFault(map["vars"]!.Line, "'vars' must be a map of name to values");
        return vars.Entries.ToDictionary(entry => entry.Key.Text, IReadOnlyList<string> (entry) =>
        {
            string[] values = [.. vars.Scalars(entry.Key.Text).Select(value => value.Text)];
            return entry.Value is not YamlMap && (entry.Value is not YamlList list || list.Items.Count == values.Length)
                ? values : throw new RuleFault(entry.Value.Line, $"the values of '{entry.Key.Text}' must be plain values");
        });
    }
}
