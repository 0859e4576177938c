namespace Stemma.Hunting.Kql.Compiling;

/// <summary>Names of aggregates, and the names they give their columns.</summary>
internal static class Aggregates
{
    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        ["count"] = "count",
        ["countif"] = "countif",
        ["dcount"] = "dcount",
        ["dcountif"] = "dcountif",
        ["count_distinct"] = "count_distinct",
        ["count_distinctif"] = "count_distinctif",
        ["sum"] = "sum",
        ["sumif"] = "sumif",
        ["avg"] = "avg",
        ["avgif"] = "avgif",
        ["min"] = "min",
        ["minif"] = "minif",
        ["max"] = "max",
        ["maxif"] = "maxif",
        ["stdev"] = "stdev",
        ["stdevif"] = "stdevif",
        ["stdevp"] = "stdevp",
        ["variance"] = "variance",
        ["varianceif"] = "varianceif",
        ["variancep"] = "variancep",
        ["variancepif"] = "variancepif",
        ["make_list"] = "list",
        ["makelist"] = "list",
        ["make_list_if"] = "list",
        ["make_list_with_nulls"] = "list",
        ["make_set"] = "set",
        ["makeset"] = "set",
        ["make_set_if"] = "set",
        ["make_bag"] = "bag",
        ["make_bag_if"] = "bag",
        ["make_dictionary"] = "dictionary",
        ["any"] = "any",
        ["anyif"] = "any",
    };

    private static readonly HashSet<string> Others =
        ["arg_max", "arg_min", "argmax", "argmin", "take_any", "take_anyif", "percentile", "percentiles", "percentiles_array", "binary_all_and", "binary_all_or", "binary_all_xor", "buildschema", "hll", "tdigest", "hll_merge", "covariance", "percentilew", "percentilesw"];

    public static bool IsKnown(string function) => Prefixes.ContainsKey(function) || Others.Contains(function);

    /// <summary>What stands before the argument's name in the column's; null for aggregates that name their columns otherwise.</summary>
    public static string? Prefix(string function) => Prefixes.GetValueOrDefault(function);
}
