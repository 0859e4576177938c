namespace Stemma.Hunting.Execution;

/// <summary>Kusto's rules that SQL can say, as macros that DuckDB writes out and runs over vectors.</summary>
internal static class Macros
{
    public static readonly string[] All =
    [
        // Whole numbers wrap around, as 64-bit arithmetic does, where DuckDB would fail.
        "kql_wrap(x) AS CASE WHEN x BETWEEN -9223372036854775808 AND 9223372036854775807 THEN x::BIGINT ELSE ((((x + 9223372036854775808) % 18446744073709551616) + 18446744073709551616) % 18446744073709551616 - 9223372036854775808)::BIGINT END",
        "kql_add(a, b) AS coalesce(TRY(a + b), kql_wrap(a::HUGEINT + b::HUGEINT))",
        "kql_sub(a, b) AS coalesce(TRY(a - b), kql_wrap(a::HUGEINT - b::HUGEINT))",
        "kql_mul(a, b) AS coalesce(TRY(a * b), kql_wrap(a::HUGEINT * b::HUGEINT))",
        "kql_div(a, b) AS TRY(a // b)",
        // A remainder is never negative.
        "kql_mod(a, b) AS TRY(((a % b) + abs(b)) % abs(b))",
        "kql_mod_real(a, b) AS a - abs(b) * floor(a / abs(b))",
        "kql_pow(a, b) AS CASE WHEN a < 0 AND b <> trunc(b) THEN 'nan'::DOUBLE ELSE pow(a, b) END",
        "kql_shift(x, n) AS CASE WHEN n >= 64 OR n <= -64 THEN 0::BIGINT WHEN n >= 0 THEN kql_wrap(x::HUGEINT * (1::HUGEINT << n::INTEGER)) ELSE x >> (-n) END",
        "kql_ticks(x) AS CASE WHEN x BETWEEN 0 AND 3155378975999999999 THEN x END",
        // Bins count from 0, of times from 0001-01-01.
        "kql_bin(x, s) AS CASE WHEN s > 0 THEN x - (((x % s) + s) % s) END",
        "kql_bin_at(x, s, f) AS CASE WHEN s > 0 THEN x - ((((x - f) % s) + s) % s) END",
        "kql_real_long(x) AS CASE WHEN NOT isfinite(x) THEN NULL WHEN x >= 9223372036854775807 THEN 9223372036854775807 WHEN x <= -9223372036854775808 THEN (-9223372036854775808)::BIGINT ELSE TRY_CAST(trunc(x) AS BIGINT) END",
        "kql_str(j) AS coalesce(json_extract_string(j, '$'), '')",
        "kql_member(j, p) AS nullif(json_extract(j, p)::VARCHAR, 'null')",
        "kql_key(j, k) AS kql_member(j, '$.\"' || replace(k, '\"', '\\\"') || '\"')",
        "kql_element(j, i) AS kql_member(j, CASE WHEN i < 0 THEN '$[#' || i || ']' ELSE '$[' || i || ']' END)",
        "kql_texts(j) AS CASE WHEN j IS NULL THEN []::VARCHAR[] WHEN json_type(j) = 'ARRAY' THEN from_json(j, '[\"VARCHAR\"]') ELSE [kql_str(j)] END",
        "kql_elements(j, a) AS CASE WHEN j IS NULL THEN [NULL::VARCHAR] WHEN json_type(j) = 'ARRAY' THEN from_json(j, '[\"JSON\"]')::VARCHAR[] WHEN json_type(j) = 'OBJECT' THEN from_json(kql_bag_items(j, a), '[\"JSON\"]')::VARCHAR[] ELSE [j] END",
    ];
}
