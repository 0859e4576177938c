using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>Conditions on a whole rule.</summary>
internal static class RuleConditions
{
    private static readonly string[] Levels = [.. Enum.GetValues<SigmaLevel>().Select(level => level.Name())];
    private static readonly string[] Statuses = ["unsupported", "deprecated", "experimental", "test", "stable"];

    /// <summary>Reads one.</summary>
    public static PipelineCondition<object?> Read(PipelineMap map)
    {
        string type = map.Needed("type");
        switch (type)
        {
            case "logsource":
                string? product = map.Text("product"), category = map.Text("category"), service = map.Text("service");
                return (draft, _, _) => (draft.Kind == DraftKind.Correlation ? draft.About : [draft.LogSource]).Any(source =>
                    Fits(product, source.Product) && Fits(category, source.Category) && Fits(service, source.Service));
            case "contains_field":
                string field = map.Needed("field");
                return (draft, _, _) => draft.Items.Any(item => item.Field == field);
            case "contains_detection_item":
                string name = map.Needed("field"), value = map.Needed("value");
                return (draft, _, _) => draft.Items.Any(item => item.Field == name && item.Values.Exists(one => PipelineText.Of(item, one) == value || one.Scalar.Text == value));
            case "processing_item_applied":
                string id = map.Needed("processing_item_id");
                return (draft, _, _) => draft.Applied.Contains(id);
            case "processing_state":
                Func<RuleDraft, bool> state = StateCondition.Read(map);
                return (draft, _, _) => state(draft);
            case "is_sigma_rule":
                return (draft, _, _) => draft.Kind != DraftKind.Correlation;
            case "is_sigma_correlation_rule":
                return (draft, _, _) => draft.Kind == DraftKind.Correlation;
            case "rule_attribute":
                return Attribute(map);
            case "tag":
                string tag = map.Needed("tag");
                return (draft, _, _) => draft.Document.Scalars("tags").Any(one => string.Equals(one.Text, tag, StringComparison.OrdinalIgnoreCase));
            default:
                throw new RuleFault(map.Line, $"unknown rule condition '{type}': there are logsource, contains_field, contains_detection_item, "
                    + "processing_item_applied, processing_state, is_sigma_rule, is_sigma_correlation_rule, rule_attribute, tag");
        }
    }

    private static bool Fits(string? wanted, string? given) => wanted is null || string.Equals(wanted, given, StringComparison.OrdinalIgnoreCase);

    private static PipelineCondition<object?> Attribute(PipelineMap map)
    {
        string attribute = map.Needed("attribute"), value = map.Needed("value"), relation = map.OneOf("op", [.. StateCondition.Relations, "in", "not_in"]);
        string[]? order = attribute switch { "level" => Levels, "status" => Statuses, _ => null };
        if (order is not null && !order.Contains(value)) throw new RuleFault(map.Line, $"'{value}' is no {attribute}: there are {string.Join(", ", order)}");
        return (draft, _, _) =>
        {
            switch (draft.Document[attribute] ?? draft.Attributes.GetValueOrDefault(attribute))
            {
                case YamlList list:
                    bool isIn = list.Items.OfType<YamlScalar>().Any(item => item.Text == value);
                    return relation switch { "in" => isIn, "not_in" => !isIn, _ => relation == "ne" };
                case YamlScalar { IsNull: false } scalar when order is not null:
                    return StateCondition.Holds(relation, Array.IndexOf(order, scalar.Text).CompareTo(Array.IndexOf(order, value)));
                case YamlScalar { IsNull: false } scalar:
                    return StateCondition.Holds(relation, StateCondition.Compare(scalar.Text.Replace('/', '-'), value.Replace('/', '-')));
                default:
                    return false;
            }
        };
    }
}
