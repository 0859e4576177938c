namespace Stemma.Hunting.Kql.Compiling;

/// <summary>Which functions give their column the name of their first argument (Kusto documentation, "Column names"; the recorded answers agree).</summary>
internal static class ResultNames
{
    private static readonly HashSet<string> FirstArgument =
    [
        "split", "tostring", "tohex", "todynamic", "toobject", "tolong", "toint", "toreal", "todouble", "todatetime", "totimespan", "totime", "tobool", "toboolean", "todecimal", "toguid",
        "parse_csv", "parsejson", "parse_json", "parse_xml", "format_datetime", "format_timespan", "startofday", "bin", "floor", "bin_at", "bin_auto", "binary_and", "binary_or", "binary_xor",
        "binary_not", "binary_shift_right", "binary_shift_left", "bitset_count_ones", "series_fir", "series_outliers", "series_iir", "series_fill_backward", "series_fill_forward",
        "series_fill_const", "series_fill_linear", "round", "ceiling", "pow", "sqrt", "log", "log2", "log10", "exp", "exp2", "exp10", "cos", "sin", "tan", "acos", "asin", "atan", "atan2", "abs",
        "rand", "gamma", "loggamma", "format_bytes", "passthrough", "take_anyif", "binary_all_or", "binary_all_and", "binary_all_xor",
    ];

    public static bool IsFirstArgument(string function) => FirstArgument.Contains(function);

    /// <summary>What stands before the first argument's name in the column's; null where the function names no column.</summary>
    public static string? Prefix(string function) => function is "strlen" or "string_size" ? function : function == "gettype" ? "type" : null;
}
