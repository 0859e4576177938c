namespace Stemma.Hunting.Kql.Compiling;

/// <content>Text, and what is parsed out of it.</content>
internal static partial class ScalarFunctions
{
    private static void AddText(Dictionary<string, ScalarFunction> all)
    {
        all.Add("tolower", 1, 1, c => Term.Text($"lower({c.Text(0)})"));
        all.Add("toupper", 1, 1, c => Term.Text($"upper({c.Text(0)})"));
        all.Add("strlen", 1, 1, c => Term.Long($"length({c.Text(0)})"));
        all.Add("string_size", 1, 1, c => Term.Long($"strlen({c.Text(0)})"));
        all.Add("reverse", 1, 1, c => Term.Text($"kql_reverse({c.Text(0)})"));
        all.Add("strcat", 1, 64, c => Term.Text($"({string.Join(" || ", Enumerable.Range(0, c.Count).Select(i => c.Text(i)))})"));
        all.Add("strcat_delim", 2, 64, c => Term.Text($"({string.Join($" || {c.Text(0)} || ", Enumerable.Range(1, c.Count - 1).Select(i => c.Text(i)))})"));
        all.Add("strcat_array array_strcat", 2, 2, c => Term.Text($"coalesce(kql_array_join({c.Json(0)}, {c.Text(1)}), '')"));
        all.Add("strrep", 2, 3, c => Term.Text($"kql_repeat({c.Text(0)}, {c.Long(1)}, {c.Text(2, "")})"));
        all.Add("strcmp", 2, 2, c => Term.Long($"(CASE WHEN {c.Text(0)} < {c.Text(1)} THEN -1 WHEN {c.Text(0)} > {c.Text(1)} THEN 1 ELSE 0 END)::BIGINT"));
        all.Add("substring", 2, 3, c => Term.Text($"kql_substring({c.Text(0)}, {c.Long(1)}, {c.Long(2, long.MaxValue)})"));
        all.Add("indexof", 2, 5, c => Term.Long($"kql_index_of({c.Text(0)}, {c.Text(1)}, {c.Long(2, 0)}, {c.Long(3, -1)}, {c.Long(4, 1)})"));
        all.Add("indexof_regex", 2, 5, c => Term.Long($"kql_index_of_regex({c.Text(0)}, {c.Text(1)}, {c.Long(2, 0)}, {c.Long(3, -1)}, {c.Long(4, 1)})"));
        all.Add("has_any_index", 2, 2, c => Term.Long($"kql_has_any_index({c.Text(0)}, {c.Json(1)})"));
        all.Add("countof", 2, 3, c => Term.Long($"kql_count_of({c.Text(0)}, {c.Text(1)}, {c.Text(2, "normal")})"));
        all.Add("replace_string", 3, 3, c => Term.Text($"replace({c.Text(0)}, {c.Text(1)}, {c.Text(2)})"));
        all.Add("replace_strings", 3, 3, c => Term.Text($"kql_replace_many({c.Text(0)}, {c.Json(1)}, {c.Json(2)})"));
        all.Add("replace replace_regex", 3, 3, c => c.Name == "replace" ? Replaced(c, 2, 0, 1) : Replaced(c, 0, 1, 2));
        all.Add("trim", 2, 2, c => Trimmed(c, true, true));
        all.Add("trim_start", 2, 2, c => Trimmed(c, true, false));
        all.Add("trim_end", 2, 2, c => Trimmed(c, false, true));
        all.Add("translate", 3, 3, c => Term.Text($"kql_translate({c.Text(0)}, {c.Text(1)}, {c.Text(2)})"));
        all.Add("regex_quote", 1, 1, c => Term.Text($"kql_regex_quote({c.Text(0)})"));
        all.Add("split", 2, 3, c => Term.Dynamic($"kql_split({c.Text(0)}, {c.Text(1)}{(c.Count > 2 ? ", " + c.Long(2) : "")})"));
        all.Add("extract", 3, 4, Extract);
        all.Add("extract_all extractall", 2, 3, ExtractAll);
        all.Add("make_string unicode_codepoints_to_string", 1, 64, c => Term.Text($"kql_from_codepoints('x'{c.AllJson})"));
        all.Add("unicode_codepoints_from_string to_utf8", 1, 1, c => Term.Dynamic($"kql_to_codepoints({c.Text(0)})"));
        all.Add("url_encode", 1, 1, c => Term.Text($"kql_url_encode({c.Text(0)})"));
        all.Add("url_encode_component", 1, 1, c => Term.Text($"kql_url_encode_component({c.Text(0)})"));
        all.Add("url_decode", 1, 1, c => Term.Text($"kql_url_decode({c.Text(0)})"));
        all.Add("base64_encode_tostring base64_encodestring", 1, 1, c => Term.Text($"kql_base64({c.Text(0)})"));
        all.Add("base64_decode_tostring base64_decodestring", 1, 1, c => Term.Text($"coalesce(kql_from_base64({c.Text(0)}), '')"));
        all.Add("base64_decode_toarray", 1, 1, c => Term.Dynamic($"kql_base64_bytes({c.Text(0)})"));
        all.Add("base64_encode_fromarray", 1, 1, c => Term.Text($"coalesce(kql_base64_of_bytes({c.Json(0)}), '')"));
        all.Add("hash_sha256", 1, 1, c => Term.Text($"kql_sha256({c.Text(0)})"));
        all.Add("hash_md5", 1, 1, c => Term.Text($"md5({c.Text(0)})"));
        all.Add("hash_sha1", 1, 1, c => Term.Text($"kql_sha1({c.Text(0)})"));
        all.Add("hash hash_xxhash64", 1, 2, c => Term.Long(c.Count > 1 ? $"kql_mod(kql_xxhash({c.Text(0)}), {c.Long(1)})" : $"kql_xxhash({c.Text(0)})"));
        all.Add("isascii", 1, 1, c => Term.Bool($"(strlen({c.Text(0)}) = length({c.Text(0)}))"));
        all.Add("isutf8", 1, 1, c => Term.Bool("true"));
        all.Add("zlib_decompress_from_base64_string gzip_decompress_from_base64_string", 1, 1, c => Term.Text($"coalesce(kql_inflate({c.Text(0)}), '')"));
        all.Add("punycode_to_string", 1, 1, c => Term.Text($"kql_from_punycode({c.Text(0)})"));
        all.Add("punycode_from_string", 1, 1, c => Term.Text($"kql_to_punycode({c.Text(0)})"));
        all.Add("new_guid", 0, 0, c => new Term(KustoType.Guid, "uuid()::VARCHAR"));
    }

    private static Term Replaced(FunctionCall c, int text, int pattern, int rewrite) =>
        Term.Text($"regexp_replace({c.Text(text)}, {TextMatch.Pattern(c.At, c[pattern])}, {c.Text(rewrite)}, 'g')");

    private static Term Trimmed(FunctionCall c, bool atStart, bool atEnd)
    {
        string pattern = TextMatch.Pattern(c.At, c[0]);
        string result = c.Text(1);
        if (atStart) result = $"regexp_replace({result}, '^(?:' || {pattern} || ')', '')";
        if (atEnd) result = $"regexp_replace({result}, '(?:' || {pattern} || ')$', '')";
        return Term.Text(result);
    }

    private static Term Extract(FunctionCall c)
    {
        if (c[1] is not { IsConstant: true, Value: long group } || group is < 0 or > 99) throw new CompileFailure(c.At, "extract() needs the number of a capturing group; 0 is the whole match");
        string pattern = TextMatch.Pattern(c.At, c[0]);
        if (c[0] is { Value: string known } && RegexText.Groups(known) < group) throw new CompileFailure(c.At, $"the pattern of extract() has no capturing group {group}");
        Term found = Term.Text($"regexp_extract({c.Text(2)}, {pattern}, {group})");
        return c.Count > 3 ? Conversions.To(KustoTypes.Parse(c.Known(3, "a type")) ?? KustoType.String, found) : found;
    }

    // extract_all(regex, [groups,] text): texts for one group, arrays for several.
    private static Term ExtractAll(FunctionCall c)
    {
        string known = c.Known(0, "a pattern");
        string pattern = TextMatch.Pattern(c.At, c[0]);
        string text = c.Text(c.Count - 1);
        IEnumerable<int> groups = Enumerable.Range(1, Math.Max(1, RegexText.Groups(known)));
        if (RegexText.Groups(known) == 0) throw new CompileFailure(c.At, "the pattern of extract_all() needs a capturing group");
        if (c.Count == 3)
        {
            if (c[1] is not { IsConstant: true, Value: string json }) throw new CompileFailure(c.At, "extract_all() needs its groups as dynamic([…])");
            groups = [.. DynamicText.Elements(json).Select(element => element.Value is string name && RegexText.GroupOf(known, name) is { } named ? named : element.Value is long number and > 0 and < 100 ? (int)number : throw new CompileFailure(c.At, "extract_all() takes numbers of groups, from 1, and their names"))];
        }

        int[] chosen = [.. groups];
        string Matches(int group) => $"regexp_extract_all({text}, {pattern}, {group})";
        string list = chosen.Length == 1
            ? Matches(chosen[0])
            : $"list_transform(list_zip({string.Join(", ", chosen.Select(Matches))}), lambda m: [{string.Join(", ", chosen.Select((_, i) => $"coalesce(m[{i + 1}], '')"))}])";
        return Term.Dynamic($"nullif(to_json({list})::VARCHAR, '[]')");
    }

    private static void AddParsing(Dictionary<string, ScalarFunction> all)
    {
        all.Add("parse_url parseurl", 1, 1, c => Term.Dynamic($"kql_parse_url({c.Text(0)})"));
        all.Add("parse_urlquery parseurlquery", 1, 1, c => Term.Dynamic($"kql_parse_url_query({c.Text(0)})"));
        all.Add("parse_path", 1, 1, c => Term.Dynamic($"kql_parse_path({c.Text(0)})"));
        all.Add("parse_csv", 1, 1, c => Term.Dynamic($"kql_parse_csv({c.Text(0)})"));
        all.Add("parse_xml", 1, 1, c => Term.Dynamic($"kql_parse_xml({c.Text(0)})"));
        all.Add("parse_command_line", 2, 2, c => Term.Dynamic($"kql_parse_command_line({c.Text(0)}, {c.Text(1)})"));
        all.Add("parse_version", 1, 1, c => new Term(KustoType.Decimal, $"TRY_CAST(kql_parse_version({c.Text(0)}) AS {KustoTypes.Sql(KustoType.Decimal)})"));
        all.Add("extract_json extractjson", 2, 3, c =>
        {
            Term found = Term.Dynamic($"kql_json_path({c.Text(0)}, {c.Text(1)})");
            return Conversions.To(c.Count > 2 ? KustoTypes.Parse(c.Known(2, "a type")) ?? KustoType.String : KustoType.String, found);
        });
    }
}
