using Stemma.Hunting.Kql;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Execution;

/// <summary>The functions of Kusto that are ours, each under the name the compiler calls it by.</summary>
internal static class BuiltInFunctions
{
    public static FunctionTable Table { get; } = Make();

    private static FunctionTable Make()
    {
        FunctionTable table = new();
        AddConversions(table);
        TextFunctions.AddTo(table);
        ParsingFunctions.AddTo(table);
        TimeFunctions.AddTo(table);
        ArrayFunctions.AddTo(table);
        BagFunctions.AddTo(table);
        SeriesFunctions.AddTo(table);
        AddressFunctions.AddTo(table);
        return table;
    }

    private static void AddConversions(FunctionTable table)
    {
        table.Long("kql_text_long", a => a.Text(0) is { } text ? LiteralText.Long(text) : null);
        table.Real("kql_text_real", a => a.Text(0) is { } text ? LiteralText.Real(text) : null);
        table.Bool("kql_text_bool", a => a.Text(0) is { } text ? LiteralText.Bool(text) : null);
        table.Long("kql_text_datetime", a => a.Text(0) is { } text ? LiteralText.DateTime(text) : null);
        table.Long("kql_text_timespan", a => a.Text(0) is { } text ? LiteralText.TimeSpan(text) : null);
        table.Text("kql_text_guid", a => Guid.TryParse(a.Text(0), out Guid guid) ? guid.ToString("D") : null);
        table.Text("kql_real_text", a => a.Real(0) is { } real ? ValueText.Real(real) : null);
        table.Text("kql_real_json", a => a.Real(0) is { } real ? double.IsFinite(real) ? ValueText.Real(real) : ValueText.JsonString(ValueText.Real(real)) : null);
        table.Text("kql_datetime_text", a => a.Long(0) is { } ticks ? ValueText.DateTime(ticks) : null);
        table.Text("kql_timespan_text", a => a.Long(0) is { } ticks ? ValueText.TimeSpan(ticks) : null);
        table.Int("kql_low_int", a => a.Long(0) is { } number ? unchecked((int)number) : null);
        table.Long("kql_json_long", a => Json.ToLong(a.Text(0)));
        table.Int("kql_json_int", a => Json.ToInt(a.Text(0)));
        table.Real("kql_json_real", a => Json.ToReal(a.Text(0)));
        table.Bool("kql_json_bool", a => Json.ToBool(a.Text(0)));
        table.Text("kql_json_type", a => Json.TypeName(a.Text(0)));
        table.Text("kql_parse_json", a => a.Text(0) is { } text ? Json.FromText(text) : null);
        table.Text("kql_sorted_json", a => a.Text(0) is { } json ? Json.Sorted(json) : null);
        table.Text("kql_regex", a => a.Text(0) is { } pattern ? RegexText.ToRe2(pattern) ?? throw new ArgumentException($"'{pattern}' is no regular expression that Kusto takes") : null);
        table.Real("kql_round", a => a.Real(0) is { } real && a.Long(1) is { } digits
            ? digits is >= 0 and <= 15 ? Math.Round(real, (int)digits, MidpointRounding.AwayFromZero)
            : digits < 0 ? Math.Round(real * Math.Pow(10, digits), MidpointRounding.AwayFromZero) * Math.Pow(10, -digits) : real
            : null);
    }
}
