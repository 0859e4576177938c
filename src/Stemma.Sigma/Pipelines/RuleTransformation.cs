using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>Changes of a rule as a whole: log source, further conditions, fields, attributes, state, refusal, and pipelines inside pipelines.</summary>
/// <param name="change">The change.</param>
internal sealed class RuleTransformation(Action<RuleDraft, PipelineItem> change) : PipelineTransformation
{
    /// <summary>Reads one; null when the type is another.</summary>
    public static RuleTransformation? TryRead(string type, PipelineMap map, IReadOnlyDictionary<string, IReadOnlyList<string>> variables, int depth)
    {
        switch (type)
        {
            case "change_logsource":
                SigmaLogSource source = new(map.Text("product")?.ToLowerInvariant(), map.Text("category")?.ToLowerInvariant(), map.Text("service")?.ToLowerInvariant());
                return new((draft, _) => draft.LogSource = source);
            case "add_condition":
                return AddCondition(map);
            case "add_field":
                string[] more = Fields(map, "field");
                return new((draft, _) => draft.Fields.AddRange(more));
            case "remove_field":
                string[] less = Fields(map, "field");
                return new((draft, _) => draft.Fields.RemoveAll(less.Contains));
            case "set_field":
                string[] these = Fields(map, "fields");
                return new((draft, _) => draft.Fields = [.. these]);
            case "set_state":
                string key = map.Needed("key");
                YamlScalar state = map.Node("val") as YamlScalar ?? throw new RuleFault(map.Line, "'set_state' needs a plain 'val'");
                return new((draft, _) => draft.State[key] = state);
            case "set_custom_attribute":
                string attribute = map.Needed("attribute");
                YamlNode value = map.Node("value") ?? throw new RuleFault(map.Line, "'set_custom_attribute' needs a 'value'");
                return new((draft, _) => draft.Attributes[attribute] = value);
            case "rule_failure":
                string message = map.Needed("message");
                return new((draft, item) => throw new RuleFault(draft.Document.Line, $"refused by a pipeline ({item.Id}): {message}"));
            case "strict_field_mapping_failure":
                return new((draft, item) =>
                {
                    if (draft.Kind == DraftKind.Correlation) return;
                    string[] unmapped = [.. draft.Items.Select(one => one.Field).OfType<string>().Where(field => !draft.Mapped.Contains(field)).Distinct().Order(StringComparer.Ordinal)];
                    if (unmapped.Length > 0)
                        throw new RuleFault(draft.Document.Line, $"refused by a pipeline ({item.Id}): no mapping for {string.Join(", ", unmapped)}; map each with field_name_mapping, to itself where its name stays");
                });
            case "nest":
                IReadOnlyList<PipelineItem> items = PipelineItem.ReadAll(map.List("items"), variables, depth + 1);
                return items.Count == 0 ? throw new RuleFault(map.Line, "'nest' needs 'items'") : new((draft, _) =>
                {
                    foreach (PipelineItem item in items) item.Apply(draft);
                });
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Apply(RuleDraft draft, PipelineItem item) => change(draft, item);

    private static string[] Fields(PipelineMap map, string key) => map.Names(key) ?? throw new RuleFault(map.Line, $"'{map.Text("type")}' needs '{key}'");

    private static RuleTransformation AddCondition(PipelineMap map)
    {
        if (map.Node("conditions") is not YamlMap { Entries.Count: > 0 } conditions) throw new RuleFault(map.Line, "'add_condition' needs a map 'conditions'");
        map.Text("name");
        bool isTemplate = map.Flag("template"), isNegated = map.Flag("negated");
        _ = DetectionNode.Read(conditions);
        return new((draft, item) =>
        {
            // A filter's condition joins those of rules, which have the addition already.
            if (draft.Kind != DraftKind.Rule) return;
            DetectionNode node = DetectionNode.Read(isTemplate ? Filled(conditions, draft.LogSource) : conditions);
            foreach (DetectionItem one in ((DetectionGroup)node).Nodes.OfType<DetectionItem>()) one.Applied.Add(item.Id);
            draft.Added.Add((node, isNegated));
        });
    }

    private static YamlMap Filled(YamlMap map, SigmaLogSource source)
    {
        return map with { Entries = [.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Fill(entry.Value)))] };

        YamlNode Fill(YamlNode node) => node switch
        {
            YamlList list => list with { Items = [.. list.Items.Select(Fill)] },
            YamlScalar scalar => scalar with
            {
                Text = new[] { ("product", source.Product), ("category", source.Category), ("service", source.Service) }.Aggregate(scalar.Text, (text, part) =>
                    text.Replace($"${{{part.Item1}}}", part.Item2, StringComparison.Ordinal).Replace($"${part.Item1}", part.Item2, StringComparison.Ordinal)),
            },
            _ => node,
        };
    }
}
