using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;

namespace Stemma.Sigma.Pipelines;

/// <summary>Conditions on the name of a field.</summary>
internal static class FieldConditions
{
    /// <summary>Reads one.</summary>
    public static PipelineCondition<string?> Read(PipelineMap map)
    {
        string type = map.Needed("type");
        switch (type)
        {
            case "include_fields" or "exclude_fields":
                Func<string, bool> isAmong = Fields(map);
                bool wanted = type == "include_fields";
                return (_, field, _) => (field is not null && isAmong(field)) == wanted;
            case "processing_item_applied":
                string id = map.Needed("processing_item_id");
                return (draft, field, applied) => applied?.Contains(id)
                    ?? (field is not null && draft.AppliedToField.TryGetValue(field, out HashSet<string>? ids) && ids.Contains(id));
            case "processing_state":
                Func<RuleDraft, bool> state = StateCondition.Read(map);
                return (draft, _, _) => state(draft);
            default:
                throw new RuleFault(map.Line, $"unknown field name condition '{type}': there are include_fields, exclude_fields, processing_item_applied, processing_state");
        }
    }

    private static Func<string, bool> Fields(PipelineMap map)
    {
        string[] fields = map.Names("fields") ?? throw new RuleFault(map.Line, "the condition needs 'fields'");
        if (map.OneOf("mode", "plain", "re") == "plain") return fields.Contains;
        Regex[] expressions = [.. fields.Select(field => PipelineMap.Expression($"^(?:{field})", map.Node("fields")!.Line))];
        return field => expressions.Any(expression => expression.IsMatch(field));
    }
}
