using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>make-series and scan.</content>
internal sealed partial class Compiler
{
    // A column that make-series adds for its own use; no hunt can name it.
    private const string Bucket = "$bucket";

    // Aggregates by key and step; then a grid of all steps for each key, with the defaults where there is nothing.
    private Relation Series(MakeSeries series, Relation rows)
    {
        Term on = null!;
        Relation prepared = WithRows(rows, () => on = Scalar(series.On));
        KustoType type = on.Type.IsWhole() ? KustoType.Long : on.Type;
        if (type is not (KustoType.Long or KustoType.Real or KustoType.DateTime or KustoType.TimeSpan)) throw new CompileFailure(series.On.At, "make-series goes over numbers, datetimes or timespans");
        string value = Conversions.To(type, on).Sql;
        string step = Conversions.To(type == KustoType.DateTime ? KustoType.TimeSpan : type, Scalar(series.Step)).Sql;
        string sql = KustoTypes.Sql(type);
        string low = series.From is { } from ? Conversions.To(type, Scalar(from)).Sql : $"(SELECT (floor(min({value}) / ({step})::DOUBLE) * {step})::{sql} FROM {prepared.From})";
        string high = series.To is { } to ? Conversions.To(type, Scalar(to)).Sql : $"(SELECT max({value}) + 1 FROM {prepared.From})";
        string lower = NextId();
        string upper = NextId();
        string bucket = NextId();
        string bounds = AddPart($"SELECT {low} AS {lower}, {high} AS {upper}", isMaterialized: true);
        string inside = AddPart($"SELECT s.*, floor(({value} - b.{lower}) / ({step})::DOUBLE)::BIGINT AS {bucket} FROM {prepared.From} AS s, {bounds} AS b WHERE {value} >= b.{lower} AND {value} < b.{upper}");
        Relation bucketed = prepared with { From = inside, Columns = [.. prepared.Columns, new Column(Bucket, KustoType.Long, bucket)] };
        List<NamedExpression> keys = [.. series.Keys, new NamedExpression(series.At, [Bucket], new Name(series.At, Bucket))];
        Relation grouped = Summarized(new Summarize(series.At, [.. series.Items.Select(item => item.Aggregate)], keys, []), bucketed);
        int width = series.Keys.Count;
        List<Column> keyColumns = [.. grouped.Columns.Take(width)];
        string groupedBucket = grouped.Columns[width].Id;
        string[] identity = [.. keyColumns.Select(column => column.Id), .. rows.Groups];
        string axis = NextId();
        string groups = series.IsNonEmpty && identity.Length == 0 ? AddPart("SELECT 1 AS one") : AddPart($"SELECT {string.Join(", ", identity.Append("1 AS one"))} FROM {grouped.From} GROUP BY {string.Join(", ", identity.Append("one"))}");
        string count = $"greatest(0, least({HuntLimits.Rows}, ceil((b.{upper} - b.{lower}) / ({step})::DOUBLE)))::BIGINT";
        string grid = AddPart($"SELECT g.*, n.{axis}, b.{lower} FROM {groups} AS g, {bounds} AS b, LATERAL (SELECT unnest(range(0, {count})) AS {axis}) AS n");
        string match = string.Join(" AND ", identity.Select(id => $"g.{id} IS NOT DISTINCT FROM s.{id}").Append($"g.{axis} = s.{groupedBucket}"));
        List<string> selected = [.. identity.Select(id => $"g.{id}")];
        List<Column> columns = [.. keyColumns];
        for (int i = 0; i < series.Items.Count; i++)
        {
            Column aggregate = grouped.Columns[width + 1 + i];
            Term otherwise = series.Items[i].Default is { } given ? Conversions.To(aggregate.Type, Scalar(given)) : Term.Constant(aggregate.Type, aggregate.Type.IsNumber() ? DefaultOf(aggregate.Type) : null);
            Term filled = new(aggregate.Type, $"CASE WHEN s.{groupedBucket} IS NULL THEN {otherwise.Sql} ELSE s.{aggregate.Id} END");
            columns.Add(Listed(aggregate.Name, filled));
        }

        string onName = series.OnName ?? ResultName(series.On) ?? "Column1";
        columns.Add(Listed(onName, new Term(type, $"(g.{lower} + g.{axis} * {step})::{sql}")));
        string grouping = identity.Length == 0 ? "" : $" GROUP BY {string.Join(", ", identity.Select(id => "g." + id))}";
        string having = identity.Length == 0 ? " HAVING count(*) > 0" : "";
        List<OrderTerm> order = [.. keyColumns.Select(column => new OrderTerm(column.Id, false, false, false))];
        return new Relation(AddPart($"SELECT {string.Join(", ", selected)} FROM {grid} AS g LEFT JOIN {grouped.From} AS s ON {match}{grouping}{having}"), columns, order) { Groups = rows.Groups };

        Column Listed(string name, Term term)
        {
            Column column = new(Unique(name, columns), KustoType.Dynamic, NextId());
            selected.Add($"'[' || array_to_string(list(coalesce({Conversions.Json(term)}, 'null') ORDER BY g.{axis}), ',') || ']' AS {column.Id}");
            return column;
        }
    }

    private static object DefaultOf(KustoType type) => type switch { KustoType.Int => 0, KustoType.Long => 0L, KustoType.Decimal => 0m, _ => 0.0 };
}
