using Stemma.Sigma.Rules;

namespace Stemma.Sigma.Pipelines;

/// <summary>What a pipeline item does to a rule for which its conditions hold.</summary>
internal abstract class PipelineTransformation
{
    private static readonly string[] Types =
    [
        "field_name_mapping", "field_name_prefix_mapping", "field_name_prefix", "field_name_suffix", "drop_detection_item", "hashes_fields",
        "wildcard_placeholders", "value_placeholders", "add_condition", "change_logsource", "add_field", "remove_field", "set_field",
        "replace_string", "map_string", "regex", "set_value", "convert_type", "case", "set_state", "set_custom_attribute", "rule_failure",
        "detection_item_failure", "strict_field_mapping_failure", "nest",
    ];

    /// <summary>Reads the transformation of an item.</summary>
    /// <exception cref="RuleFault">There is none of that name, or it lacks something.</exception>
    public static PipelineTransformation Read(string type, PipelineMap map, IReadOnlyDictionary<string, IReadOnlyList<string>> variables, int depth) =>
        (PipelineTransformation?)FieldTransformation.TryRead(type, map)
        ?? RuleTransformation.TryRead(type, map, variables, depth)
        ?? (PipelineTransformation?)ItemTransformation.TryRead(type, map)
        ?? (PipelineTransformation?)ValueTransformation.TryRead(type, map)
        ?? (PipelineTransformation?)PlaceholderTransformation.TryRead(type, map, variables)
        ?? throw new RuleFault(map.Line, type switch
        {
            "query_expression_placeholders" => $"'{type}' has no meaning here: it puts parts of a query language into a query, and rules run without one; give values with value_placeholders",
            "file_placeholders" or "http_placeholders" or "command_placeholders" =>
                $"'{type}' takes values from outside the pipeline, which is not done here: write them under 'vars' for value_placeholders, or in a file of placeholders",
            "field_name_transform" => $"'{type}' takes a function of a program and cannot stand in a file",
            _ => $"unknown transformation '{type}': there are {string.Join(", ", Types)}",
        });

    /// <summary>Changes the rule.</summary>
    /// <exception cref="RuleFault">The rule cannot be honoured with it.</exception>
    public abstract void Apply(RuleDraft draft, PipelineItem item);

    /// <summary>Replaces detection items for which the conditions hold, where something else is given for one; what is replaced by null is dropped, and groups that are empty by it.</summary>
    protected static void Rewrite(RuleDraft draft, PipelineItem item, Func<DetectionItem, DetectionNode?> change)
    {
        foreach (string name in draft.Selections.Keys.ToArray()) draft.Selections[name] = Changed(draft.Selections[name]);
        for (int i = 0; i < draft.Added.Count; i++) draft.Added[i] = (Changed(draft.Added[i].Node), draft.Added[i].IsNegated);

        DetectionNode? Changed(DetectionNode? node)
        {
            switch (node)
            {
                case DetectionGroup group:
                    DetectionNode[] nodes = [.. group.Nodes];
                    group.Nodes.Clear();
                    group.Nodes.AddRange(nodes.Select(Changed).OfType<DetectionNode>());
                    return group.Nodes.Count > 0 ? group : null;
                case DetectionItem one when item.IsFor(draft, one):
                    DetectionNode? changed = change(one);
                    if (ReferenceEquals(changed, one)) return one;
                    foreach (DetectionItem made in changed is DetectionGroup several ? several.Nodes.OfType<DetectionItem>() : new[] { changed }.OfType<DetectionItem>())
                    {
                        draft.Grow(made.Values.Count);
                        made.Applied.Add(item.Id);
                    }

                    return changed;
                default:
                    return node;
            }
        }
    }
}
