using System.Collections.Immutable;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>Reads a correlation rule; which rules it is about is found out later (<see cref="CorrelationLinker"/>).</summary>
internal static class CorrelationDocument
{
    private static readonly Dictionary<string, SigmaCorrelationType> Types = new()
    {
        ["event_count"] = SigmaCorrelationType.EventCount,
        ["value_count"] = SigmaCorrelationType.ValueCount,
        ["temporal"] = SigmaCorrelationType.Temporal,
        ["temporal_ordered"] = SigmaCorrelationType.TemporalOrdered,
        ["value_sum"] = SigmaCorrelationType.ValueSum,
        ["value_avg"] = SigmaCorrelationType.ValueAvg,
        ["value_percentile"] = SigmaCorrelationType.ValuePercentile,
    };

    private static readonly Dictionary<string, string> OldKeys = new()
    {
        ["rule"] = "rules",
        ["group_by"] = "group-by",
        ["groupby"] = "group-by",
        ["timeframe"] = "timespan",
    };

    /// <summary>The keys of a <c>correlation</c> map, old spellings among them.</summary>
    public static IReadOnlySet<string> Keys { get; } =
        new HashSet<string>(["type", "rules", "group-by", "timespan", "aliases", "condition", "generate", "ordered", .. OldKeys.Keys]);

    /// <summary>Reads one.</summary>
    /// <exception cref="RuleFault">It cannot be honoured.</exception>
    public static SigmaRule Read(YamlMap document, YamlNode node, string path, Action<int, string> warn)
    {
        if (node is not YamlMap map) throw new RuleFault(node.Line, "'correlation' must be a map");
        map = Modern(map, warn);
        SigmaCorrelationType type = Type(map);
        if (map["ordered"] is { } ordered)
        {
            warn(ordered.Line, "'ordered' is deprecated: write 'type: temporal_ordered'");
            if (Flag(ordered) && type == SigmaCorrelationType.Temporal) type = SigmaCorrelationType.TemporalOrdered;
        }

        ImmutableArray<string> rules = Names(map, "rules");
        if (rules.IsEmpty) throw new RuleFault(map.Line, "a correlation needs 'rules': ids or names of rules");
        if (rules.FirstOrDefault(rule => rules.Count(other => other == rule) > 1) is { } twice)
            throw new RuleFault(map["rules"]!.Line, $"'rules' names '{twice}' twice");
        CorrelationCondition condition = CorrelationCondition.Read(map, type, rules, warn);
        ImmutableArray<string> groupBy = Names(map, "group-by");
        SigmaCorrelation correlation = new()
        {
            Type = type,
            References = rules,
            GroupBy = groupBy,
            Fields = condition.Fields,
            Percentile = condition.Percentile,
            Bounds = condition.Bounds,
            Expression = condition.Expression,
            Timespan = Timespans.Read(map["timespan"] ?? throw new RuleFault(map.Line, "a correlation needs a 'timespan', such as 5m"), "timespan"),
            Aliases = Aliases(map, [.. groupBy, .. condition.Fields], warn),
            Generate = Flag(map["generate"]) || Flag(document["generate"]),
            Line = map.Line,
            Document = document,
        };
        return RuleDocument.Describe(new RuleDraft(document, new SigmaLogSource(null, null, null)) { Kind = DraftKind.Correlation }, path, new SigmaExpression.Or([]), warn, correlation);
    }

    private static YamlMap Modern(YamlMap map, Action<int, string> warn)
    {
        List<KeyValuePair<YamlScalar, YamlNode>> entries = [];
        foreach (KeyValuePair<YamlScalar, YamlNode> entry in map.Entries)
        {
            YamlScalar key = entry.Key;
            if (OldKeys.TryGetValue(key.Text, out string? now))
            {
                warn(key.Line, $"'{key.Text}' is deprecated: write '{now}'");
                if (map[now] is not null) throw new RuleFault(key.Line, $"'{key.Text}' beside '{now}'");
                key = key with { Text = now };
            }
            else if (!Keys.Contains(key.Text))
            {
                warn(key.Line, $"'{key.Text}' is no part of a correlation and has no effect");
            }

            entries.Add(new(key, entry.Value));
        }

        return new YamlMap(entries, map.Line);
    }

    private static SigmaCorrelationType Type(YamlMap map)
    {
        if (map.Text("type") is not { } text) throw new RuleFault(map.Line, "a correlation needs a 'type'");
        return Types.TryGetValue(text, out SigmaCorrelationType type)
            ? type
            : throw new RuleFault(map["type"]!.Line, $"unknown correlation type '{text}'; there are {string.Join(", ", Types.Keys)}");
    }

    private static Dictionary<string, Dictionary<string, string>> Aliases(YamlMap map, HashSet<string> used, Action<int, string> warn)
    {
        Dictionary<string, Dictionary<string, string>> aliases = [];
        if (map["aliases"] is null or YamlScalar { IsNull: true }) return aliases;
        if (map["aliases"] is not YamlMap all) throw new RuleFault(map["aliases"]!.Line, "'aliases' must be a map of alias to rules and their fields");
        foreach ((YamlScalar alias, YamlNode node) in all.Entries)
        {
            if (node is not YamlMap fields) throw new RuleFault(node.Line, $"the alias '{alias.Text}' must be a map of rule to field");
            aliases[alias.Text] = fields.Entries.ToDictionary(entry => entry.Key.Text, entry => entry.Value is YamlScalar { IsNull: false } field
                ? field.Text
                : throw new RuleFault(entry.Value.Line, $"the alias '{alias.Text}' of '{entry.Key.Text}' must be a field"));
            if (!used.Contains(alias.Text)) warn(alias.Line, $"the alias '{alias.Text}' is not used");
        }

        return aliases;
    }

    private static ImmutableArray<string> Names(YamlMap map, string key)
    {
        ImmutableArray<string> names = [.. map.Scalars(key).Select(scalar => scalar.Text)];
        if (map[key] is YamlMap || (map[key] is YamlList list && list.Items.Count != names.Length))
            throw new RuleFault(map[key]!.Line, $"'{key}' must be a list of names");
        return names;
    }

    private static bool Flag(YamlNode? node) => node switch
    {
        null or YamlScalar { IsNull: true } => false,
        YamlScalar { Kind: YamlKind.Boolean } flag => flag.Text[0] is 't' or 'T',
        _ => throw new RuleFault(node.Line, "must be true or false"),
    };
}
