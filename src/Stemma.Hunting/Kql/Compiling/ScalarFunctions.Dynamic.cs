namespace Stemma.Hunting.Kql.Compiling;

/// <content>Arrays and bags, series, addresses.</content>
internal static partial class ScalarFunctions
{
    private static void AddDynamic(Dictionary<string, ScalarFunction> all)
    {
        all.Add("array_length arraylength", 1, 1, c => Term.Long($"kql_array_length({c.Json(0)})"));
        all.Add("array_concat", 1, 64, c => Term.Dynamic($"kql_array_concat('x'{c.AllJson})"));
        all.Add("array_slice", 3, 3, c => Term.Dynamic($"kql_array_slice({c.Json(0)}, {c.Long(1)}, {c.Long(2)})"));
        all.Add("array_split", 2, 2, c => Term.Dynamic($"kql_array_split({c.Json(0)}, {c.Json(1)})"));
        all.Add("array_index_of", 2, 5, c => Term.Long($"kql_array_index_of({c.Json(0)}, {c.Json(1)}, {c.Long(2, 0)}, {c.Long(3, -1)}, {c.Long(4, 1)})"));
        all.Add("array_reverse", 1, 1, c => Term.Dynamic($"kql_array_reverse({c.Json(0)})"));
        all.Add("array_rotate_left", 2, 2, c => Term.Dynamic($"kql_array_rotate({c.Json(0)}, {c.Long(1)})"));
        all.Add("array_rotate_right", 2, 2, c => Term.Dynamic($"kql_array_rotate({c.Json(0)}, -({c.Long(1)}))"));
        all.Add("array_shift_left", 2, 3, c => Term.Dynamic($"kql_array_shift({c.Json(0)}, {c.Long(1)}, {c.Json(2, "null")})"));
        all.Add("array_shift_right", 2, 3, c => Term.Dynamic($"kql_array_shift({c.Json(0)}, -({c.Long(1)}), {c.Json(2, "null")})"));
        all.Add("array_sort_asc", 1, 2, c => Sorted(c, "asc"));
        all.Add("array_sort_desc", 1, 2, c => Sorted(c, "desc"));
        all.Add("array_sum", 1, 1, c => Term.Real($"kql_array_sum({c.Json(0)})"));
        all.Add("array_iff array_iif", 3, 3, c => Term.Dynamic($"kql_array_iff({c.Json(0)}, {c.Json(1)}, {c.Json(2)})"));
        all.Add("set_union", 1, 64, c => Term.Dynamic($"kql_set_union('x'{c.AllJson})"));
        all.Add("set_intersect", 1, 64, c => Term.Dynamic($"kql_set_intersect('x'{c.AllJson})"));
        all.Add("set_difference", 1, 64, c => Term.Dynamic($"kql_set_difference('x'{c.AllJson})"));
        all.Add("set_has_element", 2, 2, c => Term.Bool($"(kql_array_index_of({c.Json(0)}, {c.Json(1)}, 0::BIGINT, (-1)::BIGINT, 1::BIGINT) >= 0)"));
        all.Add("set_equals", 2, 2, c => Term.Bool($"(kql_array_length(kql_set_union('x', {c.Json(0)}, {c.Json(1)})) = kql_array_length(kql_set_intersect('x', {c.Json(0)}, {c.Json(1)})))"));
        all.Add("jaccard_index", 2, 2, c => Term.Real($"(kql_array_length(kql_set_intersect('x', {c.Json(0)}, {c.Json(1)}))::DOUBLE / kql_array_length(kql_set_union('x', {c.Json(0)}, {c.Json(1)})))"));
        all.Add("zip", 2, 16, c => Term.Dynamic($"kql_zip('x'{c.AllJson})"));
        all.Add("range", 2, 3, Range);
        all.Add("repeat", 2, 2, c => Term.Dynamic($"kql_array_repeat({c.Json(0)}, {c.Long(1)})"));
        all.Add("pack_array", 0, 256, c => c.Count == 0 ? Term.Constant(KustoType.Dynamic, "[]") : Term.Dynamic("('[' || " + string.Join(" || ',' || ", c.Arguments.Select(argument => $"coalesce({Conversions.Json(argument)}, 'null')")) + " || ']')"));
        all.Add("pack bag_pack pack_dictionary", 0, 256, Pack);
        all.Add("bag_keys", 1, 1, c => Term.Dynamic($"kql_bag_keys({c.Json(0)})"));
        all.Add("bag_merge", 1, 64, c => Term.Dynamic($"kql_bag_merge('x'{c.AllJson})"));
        all.Add("bag_has_key", 2, 2, c => Term.Bool($"coalesce(kql_bag_has_key({c.Json(0)}, {c.Text(1)}), false)"));
        all.Add("bag_remove_keys", 2, 2, c => Term.Dynamic($"kql_bag_remove_keys({c.Json(0)}, {c.Json(1)})"));
        all.Add("bag_set_key", 3, 3, c => Term.Dynamic($"kql_bag_set_key({c.Json(0)}, {c.Text(1)}, coalesce({c.Json(2)}, 'null'))"));
        all.Add("bag_zip", 2, 2, c => Term.Dynamic($"kql_bag_zip({c.Json(0)}, {c.Json(1)})"));
        all.Add("treepath", 1, 1, c => Term.Dynamic($"kql_tree_path({c.Json(0)})"));
    }

    private static Term Sorted(FunctionCall c, string direction) =>
        Term.Dynamic($"kql_array_sort({c.Json(0)}, '{direction}', {(c.Count > 1 && c[1].Type == KustoType.Bool ? c.Bool(1) : "true")})");

    private static Term Range(FunctionCall c)
    {
        bool isTime = c[0].Type == KustoType.DateTime;
        if (isTime) return Term.Dynamic($"kql_range_time({c.Time(0)}, {c.Time(1)}, {(c.Count > 2 ? c.Span(2) : $"{TimeSpan.TicksPerHour}::BIGINT")})");
        if (c[0].Type == KustoType.TimeSpan) return Term.Dynamic($"kql_range_span({c.Span(0)}, {c.Span(1)}, {(c.Count > 2 ? c.Span(2) : $"{TimeSpan.TicksPerHour}::BIGINT")})");
        bool isReal = c.Arguments.Any(argument => argument.Type == KustoType.Real);
        return isReal ? Term.Dynamic($"kql_range_real({c.Real(0)}, {c.Real(1)}, {(c.Count > 2 ? c.Real(2) : "1::DOUBLE")})") : Term.Dynamic($"kql_range({c.Long(0)}, {c.Long(1)}, {c.Long(2, 1)})");
    }

    private static Term Pack(FunctionCall c)
    {
        if (c.Count % 2 != 0) throw new CompileFailure(c.At, $"{c.Name}() takes keys with a value each");
        if (c.Count == 0) return Term.Constant(KustoType.Dynamic, "{}");
        string[] items = [.. Enumerable.Range(0, c.Count / 2).Select(i => $"to_json({c.Text(2 * i)})::VARCHAR || ':' || coalesce({c.Json((2 * i) + 1)}, 'null')")];
        return Term.Dynamic($"('{{' || {string.Join(" || ',' || ", items)} || '}}')");
    }

    private static void AddSeries(Dictionary<string, ScalarFunction> all)
    {
        foreach (string name in (string[])["add", "subtract", "multiply", "divide", "pow", "greater", "greater_equals", "less", "less_equals", "equals", "not_equals"])
            all.Add("series_" + name, 2, 2, c => Term.Dynamic($"kql_series_pair('{name}', {c.Json(0)}, {c.Json(1)})"));
        foreach (string name in (string[])["abs", "exp", "sign", "sin", "cos", "tan", "asin", "acos", "atan", "floor", "ceiling", "log"])
            all.Add("series_" + name, 1, 1, c => Term.Dynamic($"kql_series_each('{name}', {c.Json(0)})"));
        all.Add("series_fill_const", 2, 3, c => Term.Dynamic($"kql_series_fill('const', {c.Json(0)}, {c.Json(2, "null")}, {c.Json(1)})"));
        all.Add("series_fill_forward", 1, 2, c => Term.Dynamic($"kql_series_fill('forward', {c.Json(0)}, {c.Json(1, "null")}, 'null')"));
        all.Add("series_fill_backward", 1, 2, c => Term.Dynamic($"kql_series_fill('backward', {c.Json(0)}, {c.Json(1, "null")}, 'null')"));
        all.Add("series_fill_linear", 1, 4, c => Term.Dynamic($"kql_series_fill('linear', {c.Json(0)}, {c.Json(1, "null")}, {c.Json(3, "0")})"));
        all.Add("series_fir", 2, 4, c => Term.Dynamic($"kql_series_fir({c.Json(0)}, {c.Json(1)}, {(c.Count > 2 ? c.Bool(2) : "true")}, {(c.Count > 3 ? c.Bool(3) : "false")})"));
        all.Add("series_iir", 3, 3, c => Term.Dynamic($"kql_series_iir({c.Json(0)}, {c.Json(1)}, {c.Json(2)})"));
        all.Add("series_sum", 1, 1, c => Term.Real($"kql_array_sum({c.Json(0)})"));
        all.Add("series_product", 1, 1, c => Term.Real($"kql_series_number('product', {c.Json(0)}, 'null')"));
        all.Add("series_dot_product", 2, 2, c => Term.Real($"kql_series_number('dot', {c.Json(0)}, {c.Json(1)})"));
        all.Add("series_magnitude", 1, 1, c => Term.Real($"kql_series_number('magnitude', {c.Json(0)}, 'null')"));
        all.Add("series_cosine_similarity", 2, 2, c => Term.Real($"kql_series_number('cosine', {c.Json(0)}, {c.Json(1)})"));
        all.Add("series_pearson_correlation", 2, 2, c => Term.Real($"kql_series_number('pearson', {c.Json(0)}, {c.Json(1)})"));
        all.Add("series_stats_dynamic", 1, 2, c => Term.Dynamic($"kql_series_stats({c.Json(0)})"));
        all.Add("series_fit_line_dynamic", 1, 1, c => Term.Dynamic($"kql_series_fit_line({c.Json(0)})"));
        all.Add("series_fit_line", 1, 1, c => Term.Real($"kql_json_real(kql_member(kql_series_fit_line({c.Json(0)}), '$.rsquare'))"));
        all.Add("series_outliers", 1, 5, c => Term.Dynamic($"kql_series_outliers({c.Json(0)})"));
    }

    private static void AddNetwork(Dictionary<string, ScalarFunction> all)
    {
        all.Add("ipv4_is_private", 1, 1, c => Term.Bool($"kql_ipv4_is_private({c.Text(0)})"));
        all.Add("ipv4_is_in_range", 2, 2, c => Term.Bool($"kql_ipv4_in_range({c.Text(0)}, {c.Text(1)})"));
        all.Add("ipv4_is_in_any_range", 2, 64, c => Term.Bool($"kql_ipv4_in_any_range({c.Text(0)}{string.Concat(c.Arguments.Skip(1).Select(argument => ", " + Conversions.Json(argument)))})"));
        all.Add("ipv4_is_match", 2, 3, c => Term.Bool($"(kql_ipv4_compare({c.Text(0)}, {c.Text(1)}, {c.Long(2, 32)}) = 0)"));
        all.Add("ipv4_compare", 2, 3, c => Term.Long($"kql_ipv4_compare({c.Text(0)}, {c.Text(1)}, {c.Long(2, 32)})"));
        all.Add("ipv6_is_in_range", 2, 2, c => Term.Bool($"kql_ipv6_in_range({c.Text(0)}, {c.Text(1)})"));
        all.Add("ipv6_is_in_any_range", 2, 64, c => Term.Bool($"kql_ipv6_in_any_range({c.Text(0)}{string.Concat(c.Arguments.Skip(1).Select(argument => ", " + Conversions.Json(argument)))})"));
        all.Add("ipv6_is_match", 2, 3, c => Term.Bool($"(kql_ipv6_compare({c.Text(0)}, {c.Text(1)}, {c.Long(2, 128)}) = 0)"));
        all.Add("ipv6_compare", 2, 3, c => Term.Long($"kql_ipv6_compare({c.Text(0)}, {c.Text(1)}, {c.Long(2, 128)})"));
        all.Add("ipv4_netmask_suffix", 1, 1, c => Term.Long($"kql_ipv4_suffix({c.Text(0)})"));
        all.Add("parse_ipv4", 1, 1, c => Term.Long($"kql_parse_ipv4({c.Text(0)}, 32::BIGINT)"));
        all.Add("parse_ipv4_mask", 2, 2, c => Term.Long($"kql_parse_ipv4({c.Text(0)}, {c.Long(1)})"));
        all.Add("parse_ipv6", 1, 1, c => Term.Text($"coalesce(kql_parse_ipv6({c.Text(0)}), '')"));
        all.Add("format_ipv4", 1, 2, c => Term.Text($"kql_format_ipv4({c.Text(0)}, {c.Long(1, 32)})"));
        all.Add("has_ipv4", 2, 2, c => Term.Bool($"kql_has_ipv4({c.Text(0)}, {c.Json(1)}, false)"));
        all.Add("has_ipv4_prefix", 2, 2, c => Term.Bool($"kql_has_ipv4({c.Text(0)}, {c.Json(1)}, true)"));
        all.Add("has_any_ipv4", 2, 64, c => Term.Bool($"kql_has_ipv4({c.Text(0)}, kql_array_concat('x'{string.Concat(c.Arguments.Skip(1).Select(argument => ", " + Conversions.Json(argument)))}), false)"));
        all.Add("has_any_ipv4_prefix", 2, 64, c => Term.Bool($"kql_has_ipv4({c.Text(0)}, kql_array_concat('x'{string.Concat(c.Arguments.Skip(1).Select(argument => ", " + Conversions.Json(argument)))}), true)"));
        all.Add("geo_info_from_ip_address", 1, 1, c =>
        {
            const string note = "geo_info_from_ip_address() has no geographic data here and gives null";
            if (!c.Notes.Contains(note)) c.Notes.Add(note);
            return Term.Constant(KustoType.Dynamic, null);
        });
    }
}
