using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>Reads one YAML document as a rule (Sigma specification 2.1, "rules").</summary>
internal static partial class RuleDocument
{
    /// <summary>The rule of a document.</summary>
    /// <exception cref="RuleFault">It cannot be honoured.</exception>
    public static SigmaRule Read(YamlMap map, string path, SigmaLoadOptions options, Action<int, string> warn)
    {
        if (map["logsource"] is not YamlMap) throw new RuleFault(map.Line, "no 'logsource'");
        if (map["detection"] is not YamlMap detection) throw new RuleFault(map.Line, "no 'detection' with selections");
        SigmaLogSource logSource = LogSource(map)!;
        RuleDraft draft = RuleDraft.Read(map, detection, logSource);
        if (Aggregation.Find(detection) is { } aggregation) return Aggregation.Read(draft, detection, aggregation, path, options, warn);
        if (detection["timeframe"] is { } timeframe) warn(timeframe.Line, "'timeframe' has no effect: nothing is counted in this condition");
        options.Process(draft);
        return Describe(draft, path, Condition(draft, detection, options, warn), warn);
    }

    /// <summary>A rule with what all kinds of rules say about themselves.</summary>
    public static SigmaRule Describe(RuleDraft draft, string path, SigmaExpression condition, Action<int, string> warn,
        SigmaCorrelation? correlation = null, string part = "")
    {
        YamlMap map = draft.Document;
        string? title = map.Text("title");
        if (title is null) warn(map.Line, "no 'title'");
        title ??= Path.GetFileNameWithoutExtension(path);
        Deprecations.Check(map, warn);
        CheckTaxonomy(draft, warn);
        ImmutableArray<string> tags = Texts(map, "tags");
        return new SigmaRule
        {
            Id = (map.Text("id") ?? SigmaRuleReader.StableId(title, path)) + part,
            Name = map.Text("name"),
            Title = title,
            Level = Level(map, warn),
            LogSource = draft.LogSource,
            Condition = condition,
            Correlation = correlation,
            Path = path,
            Line = map.Line,
            Status = map.Text("status"),
            Description = map.Text("description"),
            Author = map.Text("author"),
            Tags = tags,
            Techniques = [.. tags.Select(tag => Technique().Match(tag)).Where(match => match.Success)
                .Select(match => match.Groups[1].Value.ToUpperInvariant()).Distinct()],
            Fields = [.. draft.Fields],
            FalsePositives = Texts(map, "falsepositives"),
            References = Texts(map, map["references"] is null ? "reference" : "references"),
        };
    }

    /// <summary>Warns of a taxonomy other than Sigma's that no pipeline has mapped: names are taken as they stand (Sigma specification, "taxonomy").</summary>
    public static void CheckTaxonomy(RuleDraft draft, Action<int, string> warn)
    {
        if (draft.Kind == DraftKind.Correlation || draft.Applied.Count > 0) return;
        if (draft.Document.Text("taxonomy") is { } taxonomy and not "sigma")
            warn(draft.Document["taxonomy"]!.Line, $"its taxonomy is '{taxonomy}', not 'sigma': names of fields and log sources are taken as they stand; a pipeline can map them");
    }

    /// <summary>The log source of a document; null when it has none.</summary>
    public static SigmaLogSource? LogSource(YamlMap map) => map["logsource"] is YamlMap logSource
        ? new SigmaLogSource(Lower(logSource, "product"), Lower(logSource, "category"), Lower(logSource, "service"))
        : null;

    private static SigmaExpression Condition(RuleDraft draft, YamlMap detection, SigmaLoadOptions options, Action<int, string> warn)
    {
        YamlScalar[] conditions = [.. detection.Scalars("condition")];
        if (conditions.Length == 0)
            throw new RuleFault(detection.Line, draft.Selections.Count == 1 ? $"no 'condition': write 'condition: {draft.Selections.Keys.First()}'" : "no 'condition'");
        if (detection["condition"] is YamlList list && list.Items.Count != conditions.Length)
            throw new RuleFault(list.Line, "each condition of a list must be a text");
        Dictionary<string, SigmaExpression> selections = draft.Expressions(options, warn);
        SigmaExpression[] read = [.. conditions.Select(condition => ConditionReader.Read(condition, selections))];
        return draft.Complete(read is [var only] ? only : new SigmaExpression.Or([.. read]), options, warn);
    }

    private static SigmaLevel Level(YamlMap map, Action<int, string> warn)
    {
        if (map["level"] is null or YamlScalar { IsNull: true }) return SigmaLevel.Medium;
        string? text = map.Text("level");
        foreach (SigmaLevel level in Enum.GetValues<SigmaLevel>())
            if (string.Equals(text, level.Name(), StringComparison.OrdinalIgnoreCase)) return level;
        if (text is "info")
        {
            warn(map["level"]!.Line, "level 'info' is deprecated: write 'informational'");
            return SigmaLevel.Informational;
        }

        warn(map["level"]!.Line, $"unknown level '{text}', taken as medium");
        return SigmaLevel.Medium;
    }

    // A part that cannot be read must not become one that is not there: the rule would be about every log.
    private static string? Lower(YamlMap map, string key) => map[key] is null or YamlScalar
        ? map.Text(key)?.ToLowerInvariant()
        : throw new RuleFault(map[key]!.Line, $"the '{key}' of 'logsource' must be a text");

    private static ImmutableArray<string> Texts(YamlMap map, string key) => [.. map.Scalars(key).Select(scalar => scalar.Text)];

    [GeneratedRegex(@"^attack\.(t\d{4}(?:\.\d{3})?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Technique();
}
