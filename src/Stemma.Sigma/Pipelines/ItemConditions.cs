using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>Conditions on a detection item and its values.</summary>
internal static class ItemConditions
{
    /// <summary>Reads one.</summary>
    public static PipelineCondition<DetectionItem> Read(PipelineMap map)
    {
        string type = map.Needed("type");
        switch (type)
        {
            case "match_string":
                Regex pattern = PipelineMap.Expression($"^(?:{map.Needed("pattern")})", map.Node("pattern")!.Line);
                bool negate = map.Flag("negate");
                return Values(map, (item, value) => (PipelineText.Of(item, value) is { } text && pattern.IsMatch(text)) != negate);
            case "match_value":
                string wanted = map.Needed("value");
                return Values(map, (_, value) => value.Scalar.Text == wanted
                    || (value.Scalar.Kind == YamlKind.Number && StateCondition.Compare(value.Scalar.Text, wanted) == 0));
            case "contains_wildcard":
                return Values(map, (item, value) => PipelineText.Of(item, value) is { } text && Stemma.Sigma.Values.Pattern.Parse(value.Scalar.Text) is var parsed
                    && (parsed.HasWildcard || PipelineText.HasAnchor(item, value)));
            case "is_null":
                return Values(map, (_, value) => value.Scalar.IsNull);
            case "processing_item_applied":
                string id = map.Needed("processing_item_id");
                return (_, item, _) => item.Applied.Contains(id);
            case "processing_state":
                Func<RuleDraft, bool> state = StateCondition.Read(map);
                return (draft, _, _) => state(draft);
            default:
                throw new RuleFault(map.Line, $"unknown detection item condition '{type}': there are match_string, match_value, contains_wildcard, is_null, processing_item_applied, processing_state");
        }
    }

    private static PipelineCondition<DetectionItem> Values(PipelineMap map, Func<DetectionItem, DetectionValue, bool> holds) =>
        map.OneOf("cond", "any", "all") == "all"
            ? (_, item, _) => item.Values.TrueForAll(value => holds(item, value))
            : (_, item, _) => item.Values.Exists(value => holds(item, value));
}
