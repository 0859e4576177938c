namespace Stemma.Hunting.Kql.Compiling;

/// <content>Times, spans and numbers.</content>
internal static partial class ScalarFunctions
{
    private const long UnixEpoch = 621_355_968_000_000_000;

    private static void AddTimes(Dictionary<string, ScalarFunction> all)
    {
        foreach (string unit in (string[])["day", "week", "month", "year"])
        {
            all.Add("startof" + unit, 1, 2, c => Term.Time($"kql_start_of('{unit}', {c.Time(0)}, {c.Long(1, 0)})"));
            all.Add("endof" + unit, 1, 2, c => Term.Time($"kql_end_of('{unit}', {c.Time(0)}, {c.Long(1, 0)})"));
        }

        all.Add("dayofweek", 1, 1, c => Term.Span($"(((({c.Time(0)}) // {TimeSpan.TicksPerDay} + 1) % 7) * {TimeSpan.TicksPerDay})::BIGINT"));
        all.Add("dayofmonth", 1, 1, c => Part("day", c.Time(0)));
        all.Add("dayofyear", 1, 1, c => Part("dayofyear", c.Time(0)));
        all.Add("hourofday", 1, 1, c => Part("hour", c.Time(0)));
        all.Add("monthofyear getmonth", 1, 1, c => Part("month", c.Time(0)));
        all.Add("getyear", 1, 1, c => Part("year", c.Time(0)));
        all.Add("week_of_year weekofyear", 1, 1, c => Part("week_of_year", c.Time(0)));
        all.Add("datetime_part datepart", 2, 2, c => Part(c.Known(0, "a part of a time").ToLowerInvariant(), c.Time(1), c.At));
        all.Add("datetime_add", 3, 3, c => Term.Time($"kql_datetime_add('{Unit(c)}', {c.Long(1)}, {c.Time(2)})"));
        all.Add("datetime_diff", 3, 3, c => Unit(c) == "week" ? Term.Real($"kql_datetime_diff('week', {c.Time(1)}, {c.Time(2)})::DOUBLE") : Term.Long($"kql_datetime_diff('{Unit(c)}', {c.Time(1)}, {c.Time(2)})"));
        all.Add("format_datetime", 2, 2, c => Term.Text($"coalesce(kql_format_datetime({c.Time(0)}, {c.Text(1)}), '')"));
        all.Add("format_timespan", 2, 2, c => Term.Text($"coalesce(kql_format_timespan({c.Span(0)}, {c.Text(1)}), '')"));
        all.Add("make_datetime", 1, 7, c => c.Count < 3 ? Conversions.To(KustoType.DateTime, c[0]) : Term.Time($"kql_make_datetime({c.Long(0)}, {c.Long(1)}, {c.Long(2)}, {c.Long(3, 0)}, {c.Long(4, 0)}, {(c.Count > 5 ? c.Real(5) : "0::DOUBLE")})"));
        all.Add("make_timespan", 2, 4, c => Term.Span(c.Count < 4
            ? $"kql_make_timespan(0::BIGINT, {c.Long(0)}, {c.Long(1)}, {(c.Count > 2 ? c.Real(2) : "0::DOUBLE")})"
            : $"kql_make_timespan({c.Long(0)}, {c.Long(1)}, {c.Long(2)}, {c.Real(3)})"));
        all.Add("unixtime_seconds_todatetime", 1, 1, c => Unix(c, TimeSpan.TicksPerSecond));
        all.Add("unixtime_milliseconds_todatetime", 1, 1, c => Unix(c, TimeSpan.TicksPerMillisecond));
        all.Add("unixtime_microseconds_todatetime", 1, 1, c => Unix(c, TimeSpan.TicksPerMicrosecond));
        all.Add("unixtime_nanoseconds_todatetime", 1, 1, c => Term.Time($"kql_ticks(kql_add({UnixEpoch}::BIGINT, {c.Long(0)} // 100))"));
        all.Add("datetime_utc_to_local", 2, 2, c => Term.Time($"kql_to_local({c.Time(0)}, {c.Text(1)})"));
        all.Add("datetime_local_to_utc", 2, 2, c => Term.Time($"kql_to_utc({c.Time(0)}, {c.Text(1)})"));
        all.Add("bin floor", 2, 2, Bin);
        all.Add("bin_at", 3, 3, c => c[0].Type == KustoType.DateTime
            ? Term.Time($"kql_bin_at({c.Time(0)}, {c.Span(1)}, {c.Time(2)})")
            : c[0].Type == KustoType.TimeSpan ? Term.Span($"kql_bin_at({c.Span(0)}, {c.Span(1)}, {c.Span(2)})")
            : Term.Real($"(floor(({c.Real(0)} - {c.Real(2)}) / {c.Real(1)}) * {c.Real(1)} + {c.Real(2)})"));
    }

    private static Term Unix(FunctionCall c, long ticks) =>
        c[0].Type == KustoType.Real ? Term.Time($"kql_ticks(kql_real_long({UnixEpoch}::DOUBLE + {c.Real(0)} * {ticks}))") : Term.Time($"kql_ticks(kql_add({UnixEpoch}::BIGINT, kql_mul({c.Long(0)}, {ticks}::BIGINT)))");

    private static Term Part(string part, string time, int at = 0) => part switch
    {
        "hour" => Term.Long($"((({time}) // {TimeSpan.TicksPerHour}) % 24)"),
        "minute" => Term.Long($"((({time}) // {TimeSpan.TicksPerMinute}) % 60)"),
        "second" => Term.Long($"((({time}) // {TimeSpan.TicksPerSecond}) % 60)"),
        "millisecond" => Term.Long($"((({time}) // {TimeSpan.TicksPerMillisecond}) % 1000)"),
        "microsecond" => Term.Long($"((({time}) // 10) % 1000000)"),
        "nanosecond" => Term.Long($"((({time}) % {TimeSpan.TicksPerSecond}) * 100)"),
        "year" or "quarter" or "month" or "day" or "dayofyear" or "week_of_year" or "weekofyear" => Term.Long($"kql_date_part('{part}', {time})"),
        _ => throw new CompileFailure(at, $"'{part}' is no part of a time; parts are year, quarter, month, week_of_year, day, dayofyear, hour, minute, second, millisecond, microsecond and nanosecond"),
    };

    private static string Unit(FunctionCall c)
    {
        string unit = c.Known(0, "a unit of time").ToLowerInvariant();
        return unit is "year" or "quarter" or "month" or "week" or "day" or "hour" or "minute" or "second" or "millisecond" or "microsecond" or "nanosecond"
            ? unit
            : throw new CompileFailure(c.At, $"'{unit}' is no unit of time; units are year, quarter, month, week, day, hour, minute, second, millisecond, microsecond and nanosecond");
    }

    private static Term Bin(FunctionCall c)
    {
        Term value = c[0];
        Term size = c[1];
        if (value.Type == KustoType.Dynamic) value = Conversions.To(size.Type == KustoType.TimeSpan ? KustoType.DateTime : KustoType.Real, value);
        return value.Type switch
        {
            KustoType.DateTime => Term.Time($"kql_bin({value.Sql}, {c.Span(1)})"),
            KustoType.TimeSpan => Term.Span($"kql_bin({value.Sql}, {c.Span(1)})"),
            KustoType.Int or KustoType.Long when size.Type.IsWhole() => Term.Long($"kql_bin({c.Long(0)}, {c.Long(1)})"),
            KustoType.Int or KustoType.Long or KustoType.Real or KustoType.Decimal => Term.Real($"(floor({Conversions.To(KustoType.Real, value).Sql} / {c.Real(1)}) * {c.Real(1)})"),
            _ => throw new CompileFailure(c.At, $"{c.Name}() takes numbers, datetimes and timespans, and this is a {KustoTypes.Name(value.Type)}"),
        };
    }

    private static void AddNumbers(Dictionary<string, ScalarFunction> all)
    {
        all.Add("abs", 1, 1, c => c[0].Type is KustoType.Real or KustoType.Decimal ? new Term(c[0].Type, $"abs({c[0].Sql})") : c[0].Type == KustoType.TimeSpan ? Term.Span($"abs({c[0].Sql})") : Term.Long($"TRY(abs({c.Long(0)}))"));
        all.Add("sign", 1, 1, c => c[0].Type == KustoType.Real ? Term.Real($"(CASE WHEN isnan({c.Real(0)}) THEN 0 ELSE sign({c.Real(0)}) END)::DOUBLE") : Term.Long($"sign({c.Long(0)})::BIGINT"));
        all.Add("round", 1, 2, c => Term.Real($"kql_round({c.Real(0)}, {c.Long(1, 0)})"));
        all.Add("ceiling", 1, 1, c => Term.Real($"ceil({c.Real(0)})"));
        all.Add("sqrt", 1, 1, c => Term.Real($"(CASE WHEN {c.Real(0)} < 0 THEN 'nan'::DOUBLE ELSE sqrt({c.Real(0)}) END)"));
        all.Add("pow", 2, 2, c => Term.Real($"kql_pow({c.Real(0)}, {c.Real(1)})"));
        all.Add("exp", 1, 1, c => Term.Real($"exp({c.Real(0)})"));
        all.Add("exp2", 1, 1, c => Term.Real($"kql_pow(2::DOUBLE, {c.Real(0)})"));
        all.Add("exp10", 1, 1, c => Term.Real($"kql_pow(10::DOUBLE, {c.Real(0)})"));
        all.Add("log", 1, 1, c => Logarithm(c, "ln"));
        all.Add("log2", 1, 1, c => Logarithm(c, "log2"));
        all.Add("log10", 1, 1, c => Logarithm(c, "log10"));
        foreach (string name in (string[])["sin", "cos", "tan", "atan", "cot", "degrees", "radians", "gamma"]) all.Add(name, 1, 1, c => Term.Real($"{name}({c.Real(0)})"));
        all.Add("asin", 1, 1, c => Term.Real($"(CASE WHEN abs({c.Real(0)}) > 1 THEN 'nan'::DOUBLE ELSE asin({c.Real(0)}) END)"));
        all.Add("acos", 1, 1, c => Term.Real($"(CASE WHEN abs({c.Real(0)}) > 1 THEN 'nan'::DOUBLE ELSE acos({c.Real(0)}) END)"));
        all.Add("atan2", 2, 2, c => Term.Real($"atan2({c.Real(0)}, {c.Real(1)})"));
        all.Add("pi", 0, 0, c => Term.Real("pi()"));
        all.Add("isnan", 1, 1, c => Term.Bool($"isnan({c.Real(0)})"));
        all.Add("isinf", 1, 1, c => Term.Bool($"isinf({c.Real(0)})"));
        all.Add("isfinite", 1, 1, c => Term.Bool($"isfinite({c.Real(0)})"));
        all.Add("binary_and", 2, 2, c => Term.Long($"({c.Long(0)} & {c.Long(1)})"));
        all.Add("binary_or", 2, 2, c => Term.Long($"({c.Long(0)} | {c.Long(1)})"));
        all.Add("binary_xor", 2, 2, c => Term.Long($"xor({c.Long(0)}, {c.Long(1)})"));
        all.Add("binary_not", 1, 1, c => Term.Long($"(~({c.Long(0)}))"));
        all.Add("binary_shift_left", 2, 2, c => Term.Long($"kql_shift({c.Long(0)}, {c.Long(1)})"));
        all.Add("binary_shift_right", 2, 2, c => Term.Long($"kql_shift({c.Long(0)}, -({c.Long(1)}))"));
        all.Add("bitset_count_ones", 1, 1, c => Term.Long($"bit_count({c.Long(0)})::BIGINT"));
        all.Add("tohex", 1, 2, c => Term.Text($"coalesce(kql_hex({c.Long(0)}, {c.Long(1, 0)}), '')"));
        all.Add("format_bytes", 1, 3, c => Term.Text($"coalesce(kql_format_bytes({c.Real(0)}, {c.Long(1, 0)}, {c.Text(2, "")}), '')"));
        all.Add("rand", 0, 1, c => throw new CompileFailure(c.At, "rand() gives another answer each time, and Stemma's answers are the same each time"));
    }

    private static Term Logarithm(FunctionCall c, string function) =>
        Term.Real($"(CASE WHEN {c.Real(0)} > 0 THEN {function}({c.Real(0)}) WHEN {c.Real(0)} = 0 THEN '-inf'::DOUBLE END)");
}
