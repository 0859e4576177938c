using System.Globalization;
using Stemma.Hunting.Kql.Syntax;
using SortKey = Stemma.Hunting.Kql.Syntax.SortKey;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>Operators that keep, choose and order rows and columns.</content>
internal sealed partial class Compiler
{
    private Relation Apply(IReadOnlyList<Operator> operators, Relation rows)
    {
        Scope outer = _scope;
        _scope = new Scope(outer); // names that 'as' gives hold for the rest of the query
        Aggregation? aggregation = _aggregation;
        _aggregation = null;
        foreach (Operator op in operators) rows = Apply(op, rows);
        _aggregation = aggregation;
        _scope = outer;
        return rows;
    }

    private Relation Apply(Operator op, Relation rows)
    {
        switch (op)
        {
            case Where where:
                return Filter(where.Condition, rows);
            case Extend extend:
                return Extended(extend, rows);
            case Project project:
                return Projected(project, rows);
            case Sort sort:
                return Sorted(sort.Keys, rows);
            case Top top:
                return First(Sorted(top.Keys, rows), Scalar(top.Count));
            case Take take:
                return First(rows, Scalar(take.Count));
            case Count:
                string id = NextId();
                return new Relation(AddPart(Grouped($"count(*) AS {id}", rows)), [new Column("Count", KustoType.Long, id)], []) { Groups = rows.Groups };
            case Distinct distinct:
                return Distinct(distinct, rows);
            case Summarize summarize:
                return Summarized(summarize, rows);
            case Join join:
                return Joined(join, rows);
            case Union union:
                return United(union, rows);
            case As named:
                rows = rows with { Table = named.Name };
                _scope.Set(named.Name, rows);
                return rows;
            case Render or Consume:
                return rows;
            case Invoke invoke:
                return Invoked(invoke, rows);
            default:
                return ApplyOther(op, rows);
        }
    }

    private static string Grouped(string selected, Relation rows)
    {
        string groups = string.Join(", ", rows.Groups);
        return groups.Length == 0 ? $"SELECT {selected} FROM {rows.From}" : $"SELECT {groups}, {selected} FROM {rows.From} GROUP BY {groups}";
    }

    private Relation Filter(Expression condition, Relation rows)
    {
        Term term = null!;
        Relation prepared = WithRows(rows, () => term = Condition(condition));
        return prepared with { From = AddPart($"SELECT * FROM {prepared.From} WHERE {term.Filter}") };
    }

    private Relation Extended(Extend extend, Relation rows)
    {
        if (extend.IsSerialize) rows = rows with { IsSerialized = true };
        if (extend.Items.Count == 0) return rows;
        List<(string Name, Term Term)> made = [];
        List<Column> columns = [.. rows.Columns];
        int unnamed = 0;
        Relation prepared = WithRows(rows, () =>
        {
            foreach (NamedExpression item in extend.Items)
            {
                Term term = Scalar(item.Value);
                made.Add((item.Name ?? ResultName(item.Value) ?? "Column" + (++unnamed).ToString(CultureInfo.InvariantCulture), term));
                // (a, b) = array: each name takes an element.
                for (int i = 1; i < item.Names.Count; i++) made.Add((item.Names[i], Term.Dynamic($"kql_element({Conversions.Json(term)}, {i}::BIGINT)")));
                if (item.Names.Count > 1) made[^item.Names.Count] = (item.Names[0], Term.Dynamic($"kql_element({Conversions.Json(term)}, 0::BIGINT)"));
            }
        });
        List<string> selected = [];
        foreach ((string name, Term term) in made)
        {
            Column column = new(name, term.Type, NextId());
            selected.Add($"{term.Sql} AS {column.Id}");
            Put(columns, column);
        }

        return prepared with { From = AddPart($"SELECT *, {string.Join(", ", selected)} FROM {prepared.From}"), Columns = columns };
    }

    /// <summary>Puts a column in place of that of its name, or at the end.</summary>
    private static void Put(List<Column> columns, Column column)
    {
        int at = columns.FindIndex(old => old.Name == column.Name);
        if (at < 0) columns.Add(column);
        else columns[at] = column;
    }

    private Relation Projected(Project project, Relation rows)
    {
        switch (project.Kind)
        {
            case ProjectKind.Away:
                HashSet<string> away = [.. project.Items.SelectMany(item => Matching((Name)item.Value, rows)).Select(column => column.Name)];
                return rows with { Columns = [.. rows.Columns.Where(column => !away.Contains(column.Name))] };
            case ProjectKind.Keep:
                HashSet<string> kept = [.. project.Items.SelectMany(item => Matching((Name)item.Value, rows)).Select(column => column.Name)];
                return rows with { Columns = [.. rows.Columns.Where(column => kept.Contains(column.Name))] };
            case ProjectKind.Reorder:
                List<Column> first = [];
                for (int i = 0; i < project.Items.Count; i++)
                    first.AddRange(Reordered(Matching((Name)project.Items[i].Value, rows), project.Orders[i]).Where(column => !first.Contains(column)));
                return rows with { Columns = [.. first, .. rows.Columns.Where(column => !first.Contains(column))] };
            case ProjectKind.Rename:
                return Renamed(project, rows);
            default:
                return Chosen(project, rows);
        }
    }

    private static IEnumerable<Column> Reordered(IEnumerable<Column> columns, string order) => order switch
    {
        "asc" or "granny-asc" => columns.OrderBy(column => column.Name, StringComparer.OrdinalIgnoreCase),
        "desc" or "granny-desc" => columns.OrderByDescending(column => column.Name, StringComparer.OrdinalIgnoreCase),
        _ => columns,
    };

    /// <summary>The columns a name or pattern means; a plain name must be there.</summary>
    private static List<Column> Matching(Name pattern, Relation rows)
    {
        if (!pattern.Value.Contains('*', StringComparison.Ordinal)) return [ColumnOf(pattern, rows)];
        string[] parts = pattern.Value.Split('*');
        return [.. rows.Columns.Where(column => Fits(column.Name, parts))];
    }

    private static bool Fits(string name, string[] parts)
    {
        if (!name.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        int at = parts[0].Length;
        for (int i = 1; i < parts.Length - 1; i++)
        {
            int found = name.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + parts[i].Length;
        }

        return name.Length - at >= parts[^1].Length && name.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    private static Column ColumnOf(Name name, Relation rows) =>
        rows.Find(name.Value) ?? throw new CompileFailure(name.At, Suggestion.For(name.Value, rows.Columns.Select(column => column.Name), $"there is no column '{name.Value}'"));

    private static Relation Renamed(Project project, Relation rows)
    {
        List<Column> columns = [.. rows.Columns];
        foreach (NamedExpression item in project.Items)
        {
            if (item.Value is not Name old || item.Name is not { } name) throw new CompileFailure(item.At, "project-rename takes New = Old");
            Column column = ColumnOf(old, rows);
            if (columns.Any(other => other.Name == name && other.Id != column.Id)) throw new CompileFailure(item.At, $"there is a column '{name}' already");
            columns[columns.FindIndex(other => other.Id == column.Id && other.Name == old.Value)] = column with { Name = name };
        }

        return rows with { Columns = columns };
    }

    private Relation Chosen(Project project, Relation rows)
    {
        List<(string? Name, Term Term)> made = [];
        Relation prepared = WithRows(rows, () =>
        {
            foreach (NamedExpression item in project.Items)
            {
                if (item.Value is Star) made.AddRange(rows.Columns.Select(column => ((string?)column.Name, column.AsTerm())));
                else made.Add((item.Name ?? ResultName(item.Value), Scalar(item.Value)));
            }
        });
        return Made(prepared, made, out List<string> selected) is var columns && selected.Count == 0
            ? prepared with { Columns = columns }
            : prepared with { From = AddPart($"SELECT *, {string.Join(", ", selected)} FROM {prepared.From}"), Columns = columns };
    }

    /// <summary>Columns of terms. What only names a column again needs no SQL.</summary>
    private List<Column> Made(Relation rows, List<(string? Name, Term Term)> made, out List<string> selected)
    {
        List<Column> columns = [];
        selected = [];
        int unnamed = 0;
        foreach ((string? name, Term term) in made)
        {
            bool isColumn = rows.Columns.Any(column => column.Id == term.Sql);
            string id = isColumn ? term.Sql : NextId();
            if (!isColumn) selected.Add($"{term.Sql} AS {id}");
            columns.Add(new Column(Unique(name ?? "Column" + (++unnamed).ToString(CultureInfo.InvariantCulture), columns), term.Type, id));
        }

        return columns;
    }

    private Relation Sorted(IReadOnlyList<SortKey> keys, Relation rows)
    {
        List<OrderTerm> order = [];
        List<string> selected = [];
        Relation prepared = WithRows(rows, () =>
        {
            foreach (SortKey key in keys)
            {
                Term term = Scalar(key.Value);
                if (term.Type == KustoType.Dynamic) throw new CompileFailure(key.At, "dynamic values have no order; convert the value, as with tostring()");
                bool isColumn = rows.Columns.Any(column => column.Id == term.Sql);
                string id = isColumn ? term.Sql : NextId();
                if (!isColumn) selected.Add($"{term.Sql} AS {id}");
                order.Add(new OrderTerm(id, key.IsDescending, key.NullsFirst, false));
            }
        });
        string from = selected.Count == 0 ? prepared.From : AddPart($"SELECT *, {string.Join(", ", selected)} FROM {prepared.From}");
        return prepared with { From = from, Order = [.. order, .. rows.Order.Where(term => term.IsOrdinal)], IsSerialized = true, IsNatural = false };
    }

    private Relation First(Relation rows, Term count)
    {
        string n = Conversions.To(KustoType.Long, count).Sql;
        if (rows.Groups.Count > 0) return rows with { From = AddPart($"SELECT * FROM {rows.From} QUALIFY row_number() OVER {rows.Window()} <= {n}") };
        return rows with { From = AddPart($"SELECT * FROM {rows.From}{(rows.IsNatural ? "" : rows.OrderBy())} LIMIT greatest({n}, 0)"), IsNatural = false };
    }

    private Relation Invoked(Invoke invoke, Relation rows)
    {
        if (_scope.Find(invoke.Function.Function) is not UserFunction) throw UnknownFunction(invoke.Function);
        _scope.Set("$invoked", rows);
        return Tabular(invoke.Function with { Arguments = [new NamedExpression(invoke.At, [], new Name(invoke.At, "$invoked")), .. invoke.Function.Arguments] });
    }
}
