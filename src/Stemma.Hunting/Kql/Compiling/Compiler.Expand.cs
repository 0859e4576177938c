using System.Globalization;
using Stemma.Hunting.Kql.Syntax;
using SortKey = Stemma.Hunting.Kql.Syntax.SortKey;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>mv-expand, mv-apply, partition and the operators that are short for others.</content>
internal sealed partial class Compiler
{
    private Relation ApplyOther(Operator op, Relation rows)
    {
        switch (op)
        {
            case MvExpand expand:
                return Expanded(expand.Items, expand.Parameters, expand.RowLimit, rows);
            case MvApply apply:
                return Applied(apply, rows);
            case Parse parse:
                return Parsed(parse, rows);
            case ParseKv kv:
                return ParsedPairs(kv, rows);
            case MakeSeries series:
                return Series(series, rows);
            case Evaluate evaluate:
                return Plugin(evaluate, rows);
            case Search search:
                return Searched(search, rows);
            case Find find:
                return Found(find, rows);
            case TopNested nested:
                return Nested(nested, rows);
            case TopHitters hitters:
                return Hitters(hitters, rows);
            case SampleDistinct sample:
                return First(Distinct(new Distinct(sample.At, [sample.Of]), rows), Scalar(sample.Count));
            case Partition partition:
                Term key = null!;
                Relation keyed = WithRows(rows, () => key = Hoisted(KustoType.String, Scalar(partition.By).Sql));
                return Apply(partition.Query, keyed with { Groups = [.. rows.Groups, key.Sql] }) with { Groups = rows.Groups };
            case GetSchema:
                return SchemaOf(rows);
            case Scan scan:
                return Scanned(scan, rows);
            default:
                throw CompileFailure.Unsupported(op.At, $"the operator '{op.GetType().Name.ToLowerInvariant()}'");
        }
    }

    private Relation Expanded(IReadOnlyList<Expanded> items, IReadOnlyList<Parameter> parameters, Expression? rowLimit, Relation rows)
    {
        bool isArray = parameters.Any(parameter => parameter.Name is "bagexpansion" or "kind" && parameter.Value is Name { Value: "array" });
        string? indexName = (parameters.FirstOrDefault(parameter => parameter.Name == "with_itemindex")?.Value as Name)?.Value;
        List<(string Name, string List, KustoType Type)> lists = [];
        Relation prepared = WithRows(rows, () =>
        {
            foreach (Expanded item in items)
            {
                Term term = Scalar(item.Item.Value);
                if (term.Type != KustoType.Dynamic) throw new CompileFailure(item.At, $"mv-expand takes dynamic values, and this is a {KustoTypes.Name(term.Type)}; write parse_json(…) or split(…)");
                string list = $"kql_elements({term.Sql}, {(isArray ? "true" : "false")})";
                if (rowLimit is not null) list = $"list_slice({list}, 1, {Conversions.To(KustoType.Long, Scalar(rowLimit)).Sql})";
                lists.Add((item.Item.Name ?? ResultName(item.Item.Value) ?? "Column1", list, item.Type ?? KustoType.Dynamic));
            }
        });
        string[] ids = [.. lists.Select(_ => NextId())];
        string from = AddPart($"SELECT *, {string.Join(", ", lists.Select((list, i) => $"{list.List} AS {ids[i]}"))} FROM {prepared.From}");
        string index = NextId();
        string[] elements = [.. lists.Select(_ => NextId())];
        string longest = lists.Count == 1 ? $"len({ids[0]})" : $"greatest({string.Join(", ", ids.Select(id => $"len({id})"))})";
        from = AddPart($"SELECT *, {string.Join(", ", ids.Select((id, i) => $"unnest({id}) AS {elements[i]}"))}, unnest(range(0, {longest})) AS {index} FROM {from}");
        List<Column> columns = [.. rows.Columns];
        List<string> selected = [];
        for (int i = 0; i < lists.Count; i++)
        {
            Column column = new(lists[i].Name, lists[i].Type, NextId());
            selected.Add($"{Conversions.To(column.Type, Term.Dynamic($"nullif({elements[i]}, 'null')")).Sql} AS {column.Id}");
            Put(columns, column);
        }

        if (indexName is not null) Put(columns, new Column(indexName, KustoType.Long, index));
        return prepared with { From = AddPart($"SELECT *, {string.Join(", ", selected)} FROM {from}"), Columns = columns, Order = [.. prepared.Order, OrderTerm.Ordinal(index)] };
    }

    private Relation Applied(MvApply apply, Relation rows)
    {
        string id = NextId();
        Relation numbered = rows with { From = AddPart($"SELECT *, row_number() OVER ({rows.OrderBy("ORDER BY ")}) AS {id} FROM {rows.From}") };
        Relation expanded = Expanded(apply.Items, apply.Parameters, apply.RowLimit, numbered);
        Relation made = Apply(apply.Query, expanded with { Groups = [.. rows.Groups, id], IsSerialized = true });
        HashSet<string> outer = [.. rows.Columns.Select(column => column.Id)];
        HashSet<string> replaced = [.. apply.Items.Select(item => item.Item.Name ?? ResultName(item.Item.Value) ?? "Column1")];
        Relation left = numbered with { Columns = [.. rows.Columns.Where(column => !replaced.Contains(column.Name))] };
        Relation right = made with { Columns = [.. made.Columns.Where(column => !outer.Contains(column.Id))] };
        return Sided(left, right, "inner", $"l.{id} = r.{id}", []) with { IsSerialized = rows.IsSerialized };
    }

    private Relation SchemaOf(Relation rows)
    {
        List<Expression> values = [];
        for (int i = 0; i < rows.Columns.Count; i++)
        {
            Column column = rows.Columns[i];
            foreach (string text in (string[])[column.Name, ClrName(column.Type), KustoTypes.Name(column.Type)]) values.Add(new Literal(0, KustoType.String, text));
            values.Insert((i * 4) + 1, new Literal(0, KustoType.Long, (long)i));
        }

        return Data(new DataTable(0, [new(0, "ColumnName", KustoType.String), new(0, "ColumnOrdinal", KustoType.Long), new(0, "DataType", KustoType.String), new(0, "ColumnType", KustoType.String)], values)) with { IsSerialized = true };
    }

    private static string ClrName(KustoType type) => type switch
    {
        KustoType.Bool => "System.SByte",
        KustoType.Int => "System.Int32",
        KustoType.Long => "System.Int64",
        KustoType.Real => "System.Double",
        KustoType.Decimal => "System.Data.SqlTypes.SqlDecimal",
        KustoType.String => "System.String",
        KustoType.DateTime => "System.DateTime",
        KustoType.TimeSpan => "System.TimeSpan",
        KustoType.Guid => "System.Guid",
        _ => "System.Object",
    };

    // Each level keeps the best values within what the levels above it kept.
    private Relation Nested(TopNested nested, Relation rows)
    {
        List<(Relation Rows, int Keys)> levels = [];
        List<NamedExpression> keys = [];
        List<string> names = [];
        foreach (NestedLevel level in nested.Levels)
        {
            if (level.Others is not null) throw CompileFailure.Unsupported(level.At, "'with others' of top-nested");
            string key = "$key" + keys.Count.ToString(CultureInfo.InvariantCulture);
            rows = Extended(new Extend(level.At, [level.Of with { Names = [key] }], false), rows);
            string name = level.Of.Name ?? ResultName(level.Of.Value) ?? "Column" + (keys.Count + 1).ToString(CultureInfo.InvariantCulture);
            keys.Add(new NamedExpression(level.At, [key], new Name(level.At, key)));
            names.Add(name);
            Relation grouped = Summarized(new Summarize(level.At, [level.By with { Names = [level.By.Name ?? "aggregated_" + name] }], keys, []), rows);
            if (level.Count is { } count)
            {
                string parents = string.Join(", ", grouped.Columns.Take(keys.Count - 1).Select(column => column.Id).Concat(rows.Groups));
                string order = $"ORDER BY {grouped.Columns[^1].Id} {(level.IsAscending ? "ASC" : "DESC")} NULLS LAST{grouped.OrderBy(", ")}";
                string rank = $"row_number() OVER ({(parents.Length > 0 ? $"PARTITION BY {parents} " : "")}{order})";
                grouped = grouped with { From = AddPart($"SELECT * FROM {grouped.From} QUALIFY {rank} <= {Conversions.To(KustoType.Long, Scalar(count)).Sql}") };
            }

            levels.Add((grouped, keys.Count));
            string on = string.Join(" AND ", keys.Select((_, i) => $"l.{rows.Find("$key" + i.ToString(CultureInfo.InvariantCulture))!.Id} IS NOT DISTINCT FROM r.{grouped.Columns[i].Id}"));
            rows = rows with { From = AddPart($"SELECT l.* FROM {rows.From} AS l SEMI JOIN {grouped.From} AS r ON {on}"), IsNatural = false };
        }

        Relation result = levels[0].Rows;
        for (int i = 1; i < levels.Count; i++)
        {
            string on = string.Join(" AND ", Enumerable.Range(0, i).Select(j => $"l.{result.Columns[2 * j].Id} IS NOT DISTINCT FROM r.{levels[i].Rows.Columns[j].Id}"));
            result = Sided(result, levels[i].Rows with { Columns = [.. levels[i].Rows.Columns.Skip(i)] }, "inner", on, []);
        }

        Column[] columns = [.. result.Columns];
        for (int i = 0; i < names.Count; i++) columns[2 * i] = columns[2 * i] with { Name = names[i] };
        return result with { Columns = columns };
    }

    private Relation Hitters(TopHitters hitters, Relation rows)
    {
        string of = hitters.Of.Name ?? ResultName(hitters.Of.Value) ?? "Column1";
        NamedExpression by = hitters.By is { } value
            ? new NamedExpression(hitters.At, [value.Name ?? "approximate_sum_" + ResultName(value.Value)], new Call(hitters.At, "sum", [value with { Names = [] }]))
            : new NamedExpression(hitters.At, ["approximate_count_" + of], new Call(hitters.At, "count", []));
        Relation grouped = Summarized(new Summarize(hitters.At, [by], [hitters.Of], []), rows);
        return First(Sorted([new SortKey(hitters.At, new Name(hitters.At, grouped.Columns[^1].Name), true, false)], grouped), Scalar(hitters.Count));
    }
}
