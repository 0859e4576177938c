using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>The condition <c>processing_state</c>, and how its values and those of attributes compare.</summary>
internal static class StateCondition
{
    /// <summary>The relations there are.</summary>
    public static readonly string[] Relations = ["eq", "ne", "gte", "gt", "lte", "lt"];

    /// <summary>Reads the condition.</summary>
    public static Func<RuleDraft, bool> Read(PipelineMap map)
    {
        string key = map.Needed("key"), value = map.Needed("val"), relation = map.OneOf("op", Relations);
        return draft => draft.State.TryGetValue(key, out YamlScalar? state) && Holds(relation, Compare(state.Text, value));
    }

    /// <summary>Compares two texts, as numbers when both are.</summary>
    public static int Compare(string left, string right) => NumberText.TryParse(left, out double a) && NumberText.TryParse(right, out double b)
        ? a.CompareTo(b) : string.CompareOrdinal(left, right);

    /// <summary>Whether the outcome of a comparison satisfies a relation.</summary>
    public static bool Holds(string relation, int order) => relation switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "gte" => order >= 0,
        "gt" => order > 0,
        "lte" => order <= 0,
        _ => order < 0,
    };
}
