using System.Globalization;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>Aggregates. Where an order matters, rows are taken in theirs, so that the same rows give the same answer.</content>
internal sealed partial class Compiler
{
    // Kusto's caps (documentation of make_set and makeset).
    private const long ListLimit = 1_048_576;
    private const long OldListLimit = 128;

    /// <summary>The columns an item of summarize gives.</summary>
    private List<(string? Name, Term Term)> AggregateColumns(NamedExpression item)
    {
        if (item.Value is not Call call || _scope.Find(call.Function) is UserFunction) return [(item.Name ?? ResultName(item.Value), Scalar(item.Value))];
        switch (call.Function)
        {
            case "arg_max" or "arg_min" or "argmax" or "argmin":
                return Extremal(item, call);
            case "take_any" or "any" when call.Arguments.Count > 1 || call.Arguments is [{ Value: Star }]:
                return [.. Chosen(call.Arguments, null).Select((column, i) => (item.Names.ElementAtOrDefault(i) ?? (call.Function == "any" ? "any_" : "") + column.Name, Any(column.Term, null)))];
            case "percentiles" when call.Arguments.Count > 1:
                return [.. call.Arguments.Skip(1).Select((argument, i) => (item.Names.ElementAtOrDefault(i) ?? PercentileName(call, argument), Percentile(call, argument)))];
            default:
                string? name = item.Name ?? (call.Function == "percentile" && call.Arguments.Count == 2 ? PercentileName(call, call.Arguments[1])
                    : call.Function == "take_any" && call.Arguments.Count == 1 ? ResultName(call.Arguments[0].Value)
                    : Aggregates.Prefix(call.Function) is { } prefix ? $"{prefix}_{(call.Arguments.Count > 0 ? ResultName(call.Arguments[0].Value) : "")}"
                    : ResultName(call));
                return [(name, Scalar(call))];
        }
    }

    private string PercentileName(Call call, NamedExpression percent) =>
        $"percentile_{ResultName(call.Arguments[0].Value)}_{Convert.ToString((percent.Value as Literal)?.Value, CultureInfo.InvariantCulture)?.Replace('.', '_')}";

    // arg_max(by, columns…): of the row with the largest value, these columns.
    private List<(string? Name, Term Term)> Extremal(NamedExpression item, Call call)
    {
        if (call.Arguments.Count == 0) throw new CompileFailure(call.At, $"{call.Function}() needs what to compare by");
        bool isMaximum = call.Function is "arg_max" or "argmax";
        bool isOld = call.Function is "argmax" or "argmin";
        Term by = Inside(() => Scalar(call.Arguments[0].Value));
        string? byName = ResultName(call.Arguments[0].Value);
        string key = ExtremalKey(by, isMaximum);
        string first = isOld ? (isMaximum ? "max_" : "min_") + byName : byName ?? (isMaximum ? "max_" : "min_");
        List<(string? Name, Term Term)> columns = [(item.Names.ElementAtOrDefault(0) ?? first, Pick(by))];
        foreach ((string name, Term term) in Chosen(call.Arguments.Skip(1), byName))
            columns.Add((item.Names.ElementAtOrDefault(columns.Count) ?? (isOld ? $"{first}_{name}" : name), Pick(term)));
        return columns;

        Term Pick(Term term) => OfAggregate(term.Type, $"{(isMaximum ? "arg_max_null" : "arg_min_null")}({term.Sql}, {key}){When()}");
    }

    // Ties go to the first row, and rows without a value come last. NaN is the extreme either way.
    private string ExtremalKey(Term by, bool isMaximum)
    {
        if (by.Type == KustoType.Dynamic) by = Conversions.Text(by);
        IEnumerable<string> ordinals = _aggregation!.Rows.Ordinals.Select(ordinal => isMaximum ? "-" + ordinal : ordinal);
        string nan = by.Type == KustoType.Real && !isMaximum ? $", NOT isnan({by.Sql})" : "";
        string isThere = isMaximum ? $"{by.Sql} IS NOT NULL" : $"{by.Sql} IS NULL";
        return $"ROW({string.Join(", ", ordinals.Prepend(by.Sql).Prepend(isThere + nan))})";
    }

    /// <summary>Columns an aggregate names; * stands for all but the keys and what is compared by.</summary>
    private IEnumerable<(string Name, Term Term)> Chosen(IEnumerable<NamedExpression> arguments, string? but)
    {
        int unnamed = 0;
        foreach (NamedExpression argument in arguments)
        {
            if (argument.Value is Star)
            {
                foreach (Column column in _aggregation!.Rows.Columns)
                    if (column.Name != but && !_aggregation.Keys.ContainsKey(column.Name)) yield return (column.Name, column.AsTerm());
                continue;
            }

            yield return (ResultName(argument.Value) ?? "Column" + (++unnamed).ToString(CultureInfo.InvariantCulture), Inside(() => Scalar(argument.Value)));
        }
    }

    /// <summary>A value that an aggregate gives: text is never null.</summary>
    private static Term OfAggregate(KustoType type, string sql) => new(type, type == KustoType.String ? $"coalesce({sql}, '')" : sql);

    private T Inside<T>(Func<T> work)
    {
        _aggregation!.IsInside = true;
        T result = work();
        _aggregation.IsInside = false;
        return result;
    }

    /// <summary>The condition an aggregate is under.</summary>
    private string When(params ReadOnlySpan<string?> conditions)
    {
        List<string> all = [];
        foreach (string? condition in conditions)
            if (condition is not null) all.Add(condition);
        if (_aggregation!.Condition is { } common) all.Add(common);
        return all.Count == 0 ? "" : $" FILTER (WHERE {string.Join(" AND ", all)})";
    }

    private Term Aggregate(Call call)
    {
        string name = call.Function;
        IReadOnlyList<NamedExpression> arguments = call.Arguments;
        string? condition = null;
        if (name.EndsWith("if", StringComparison.Ordinal))
        {
            name = name.TrimEnd('f').TrimEnd('i').TrimEnd('_');
            if (arguments.Count < (name == "count" ? 1 : 2)) throw new CompileFailure(call.At, $"{call.Function}() needs a condition");
            int at = name == "count" ? 0 : 1;
            condition = Inside(() => Condition(arguments[at].Value)).Filter;
            arguments = [.. arguments.Where((_, i) => i != at)];
        }

        if (name == "count") return Term.Long($"count(*){When(condition)}");
        if (arguments.Count == 0) throw new CompileFailure(call.At, $"{call.Function}() needs an argument");
        Term value = arguments[0].Value is Star ? Term.Constant(KustoType.Long, 1L) : Inside(() => Scalar(arguments[0].Value));
        string x = value.Sql;
        switch (name)
        {
            case "dcount" or "count_distinct":
                return Term.Long($"count(DISTINCT {x}){When(condition)}");
            case "sum":
                return Sum(call.At, value, condition);
            case "avg":
                return Average(call.At, value, condition);
            case "min" or "max":
                return Extreme(call.At, name, value, condition);
            case "stdev":
                return Term.Real($"sqrt({Variance("var_samp", value, condition)})");
            case "stdevp":
                return Term.Real($"sqrt({Variance("var_pop", value, condition)})");
            case "variance":
                return Term.Real(Variance("var_samp", value, condition));
            case "variancep":
                return Term.Real(Variance("var_pop", value, condition));
            case "any" or "take_any":
                return Any(value, condition);
            case "percentile" when arguments.Count == 2:
                return Percentile(call, arguments[1]);
            case "percentiles" or "percentiles_array":
                return Term.Dynamic("('[' || " + string.Join(" || ',' || ", arguments.Skip(1).Select(argument => $"coalesce({Conversions.Json(Percentile(call, argument))}, 'null')")) + " || ']')");
            case "make_list" or "makelist" or "make_list_with_nulls":
                return Term.Dynamic(List(value, condition, Limit(arguments, name == "makelist"), name == "make_list_with_nulls"));
            case "make_set" or "makeset":
                return Term.Dynamic($"kql_array_slice(kql_set_union('x', {List(value, condition, long.MaxValue, false)}), 0::BIGINT, {Limit(arguments, name == "makeset") - 1}::BIGINT)");
            case "make_bag" or "make_dictionary":
                return Term.Dynamic($"kql_bag_of({List(value, condition, Limit(arguments, false), false, isFlat: false)})");
            case "binary_all_and" or "binary_all_or" or "binary_all_xor":
                return Term.Long($"bit_{name[11..]}({Conversions.To(KustoType.Long, value).Sql}){When(condition)}");
            default:
                throw CompileFailure.Unsupported(call.At, $"the aggregate {call.Function}()");
        }
    }

    private long Limit(IReadOnlyList<NamedExpression> arguments, bool isOld)
    {
        long most = isOld ? OldListLimit : ListLimit;
        if (arguments.Count < 2) return most;
        return Inside(() => Scalar(arguments[1].Value)).Value is long limit ? Math.Clamp(limit, 0, ListLimit) : throw new CompileFailure(arguments[1].At, "a limit is a whole number");
    }

    private Term Sum(int at, Term value, string? condition)
    {
        if (value.Type == KustoType.Dynamic) value = Conversions.To(KustoType.Real, value);
        return value.Type switch
        {
            KustoType.Int or KustoType.Long or KustoType.Bool => Term.Long($"coalesce(kql_wrap(sum({Conversions.To(KustoType.Long, value).Sql}){When(condition)}), 0::BIGINT)"),
            KustoType.TimeSpan => Term.Span($"coalesce(kql_wrap(sum({value.Sql}){When(condition)}), 0::BIGINT)"),
            KustoType.Real => Term.Real($"coalesce(sum({value.Sql}){When(condition)}, 0::DOUBLE)"),
            KustoType.Decimal => new Term(value.Type, $"coalesce(sum({value.Sql}){When(condition)}, 0)::{KustoTypes.Sql(KustoType.Decimal)}"),
            _ => throw Mismatch(at, "sum()", value),
        };
    }

    private Term Average(int at, Term value, string? condition)
    {
        if (value.Type == KustoType.Dynamic) value = Conversions.To(KustoType.Real, value);
        string count = $"count({value.Sql}){When(condition)}";
        return value.Type switch
        {
            KustoType.Int or KustoType.Long or KustoType.Bool => Term.Real($"coalesce(kql_wrap(sum({Conversions.To(KustoType.Long, value).Sql}){When(condition)})::DOUBLE / {count}, 'nan'::DOUBLE)"),
            KustoType.Real => Term.Real($"coalesce(sum({value.Sql}){When(condition)} / {count}, 'nan'::DOUBLE)"),
            KustoType.Decimal => new Term(value.Type, $"TRY_CAST(sum({value.Sql}){When(condition)}::DOUBLE / {count} AS {KustoTypes.Sql(KustoType.Decimal)})"),
            KustoType.TimeSpan or KustoType.DateTime => new Term(value.Type, $"(sum({value.Sql}){When(condition)} // nullif({count}, 0))::BIGINT"),
            _ => throw Mismatch(at, "avg()", value),
        };
    }

    private Term Extreme(int at, string function, Term value, string? condition)
    {
        if (value.Type == KustoType.Dynamic) throw Mismatch(at, function + "()", value);
        string plain = $"{function}({value.Sql}){When(condition)}";
        return value.Type == KustoType.Real
            ? Term.Real($"(CASE WHEN bool_or(isnan({value.Sql})){When(condition)} THEN 'nan'::DOUBLE ELSE {plain} END)")
            : OfAggregate(value.Type, plain);
    }

    // Kusto keeps ten digits of a variance, as the recorded answers show; that of one value is 0.
    private string Variance(string function, Term value, string? condition)
    {
        string x = Conversions.To(KustoType.Real, value).Sql;
        string isFinite = $"isfinite({x})";
        return $"(CASE WHEN bool_or(NOT {isFinite}){When(condition)} THEN 'nan'::DOUBLE ELSE coalesce(round({function}({x}){When(condition, isFinite)}, 10), 0) END)";
    }

    private Term Any(Term value, string? condition)
    {
        string key = $"ROW({string.Join(", ", _aggregation!.Rows.Ordinals.Prepend($"{value.Sql} IS NULL"))})";
        return OfAggregate(value.Type, $"arg_min_null({value.Sql}, {key}){When(condition)}");
    }

    private Term Percentile(Call call, NamedExpression percent)
    {
        Term value = Inside(() => Scalar(call.Arguments[0].Value));
        if (value.Type == KustoType.Dynamic) value = Conversions.To(KustoType.Real, value);
        object? share = Inside(() => Scalar(percent.Value)).Value;
        double fraction = share is long or int or double ? Convert.ToDouble(share, CultureInfo.InvariantCulture) / 100 : throw new CompileFailure(percent.At, "a percentile is a number from 0 to 100");
        if (fraction is < 0 or > 1) throw new CompileFailure(percent.At, "a percentile is a number from 0 to 100");
        return OfAggregate(value.Type, $"quantile_disc({value.Sql}, {fraction.ToString("R", CultureInfo.InvariantCulture)}){When()}");
    }

    /// <summary>A JSON array of an expression's values, in the order of rows; arrays among them are taken apart, as Kusto does.</summary>
    private string List(Term value, string? condition, long limit, bool withNulls, bool isFlat = true)
    {
        string json = Conversions.Json(value);
        string isThere = $"{value.Sql} IS NOT NULL";
        if (value.Type == KustoType.String || withNulls) isThere = null!;
        string list = $"list({(withNulls ? $"coalesce({json}, 'null')" : json)}{_aggregation!.Rows.OrderBy()}){When(condition, isThere)}";
        if (limit < long.MaxValue && limit != ListLimit) list = $"list_slice({list}, 1, {limit.ToString(CultureInfo.InvariantCulture)})";
        string array = $"('[' || coalesce(array_to_string({list}, ','), '') || ']')";
        return value.Type == KustoType.Dynamic && isFlat ? $"kql_flatten({array})" : array;
    }
}
