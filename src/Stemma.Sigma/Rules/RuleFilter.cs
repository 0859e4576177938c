using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>A global filter: its condition joins, as it stands, those of the rules it names (Sigma specification, "filters").</summary>
/// <param name="Rules">Ids and names; null: any rule of a log source that fits.</param>
/// <param name="LogSource">The logs that the filter is about.</param>
/// <param name="Condition">What an event must satisfy besides.</param>
/// <param name="Path">The file.</param>
/// <param name="Line">The line of its <c>filter</c>.</param>
/// <param name="Title">Its title.</param>
internal sealed record RuleFilter(
    IReadOnlyList<YamlScalar>? Rules, SigmaLogSource LogSource, SigmaExpression Condition, string Path, int Line, string? Title)
{
    /// <summary>Whether a document is a Sigma filter; other tools have a key of this name too.</summary>
    public static bool IsFilter(YamlMap map) =>
        map["filter"] is not null && map["detection"] is null && (map["logsource"] is not null || map["filter"] is YamlMap { } filter && filter["rules"] is not null);

    /// <summary>Reads one.</summary>
    /// <exception cref="RuleFault">It cannot be honoured.</exception>
    public static RuleFilter Read(YamlMap map, string path, SigmaLoadOptions options, Action<int, string> warn)
    {
        YamlNode node = map["filter"]!;
        if (node is not YamlMap filter) throw new RuleFault(node.Line, "'filter' must be a map of rules, selections and a condition");
        if (RuleDocument.LogSource(map) is not { } logSource) throw new RuleFault(map.Line, "a filter needs a 'logsource'");
        if (map.Text("title") is null) warn(map.Line, "no 'title'");
        if (filter["condition"] is not YamlScalar { IsNull: false } condition) throw new RuleFault(filter.Line, "a filter needs one 'condition'");
        YamlScalar[] rules = [.. filter.Scalars("rules")];
        if (filter["rules"] is null) throw new RuleFault(filter.Line, "a filter needs 'rules': ids or names of rules, or any");
        if (filter["rules"] is YamlList list && list.Items.Count != rules.Length) throw new RuleFault(list.Line, "each of 'rules' must be an id or a name");
        YamlMap selections = new([.. filter.Entries.Where(entry => entry.Key.Text != "rules")], filter.Line);
        RuleDraft draft = RuleDraft.Read(map, selections, logSource, DraftKind.Filter);
        options.Process(draft);
        RuleDocument.CheckTaxonomy(draft, warn);
        return new RuleFilter(
            rules is [{ Text: "any" }] ? null : rules,
            draft.LogSource,
            draft.Complete(ConditionReader.Read(condition, draft.Expressions(options, warn)), options, warn),
            path,
            node.Line,
            map.Text("title"));
    }

    /// <summary>Whether a rule is about logs that the filter is about.</summary>
    public bool Fits(SigmaLogSource rule) =>
        Fits(LogSource.Product, rule.Product) && Fits(LogSource.Category, rule.Category) && Fits(LogSource.Service, rule.Service);

    private static bool Fits(string? filter, string? rule) => filter is null || filter == rule;
}
