using System.Globalization;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>summarize and distinct. Groups come in the order of their first rows.</content>
internal sealed partial class Compiler
{
    private Relation Summarized(Summarize summarize, Relation rows) => Summarized(rows, summarize.Keys, columns =>
    {
        int unnamed = columns.Count(column => column.Name.StartsWith("Column", StringComparison.Ordinal));
        List<(Column, string)> made = [];
        foreach (NamedExpression item in summarize.Aggregates)
        {
            foreach ((string? name, Term term) in AggregateColumns(item))
            {
                Column column = new(Unique(name ?? "Column" + (++unnamed).ToString(CultureInfo.InvariantCulture), columns), term.Type, NextId());
                columns.Add(column);
                made.Add((column, term.Sql));
            }
        }

        return made;
    });

    /// <summary>Groups rows by keys and adds what a function makes of each group; it gets the columns so far, and adds its own.</summary>
    private Relation Summarized(Relation rows, IReadOnlyList<NamedExpression> keys, Func<List<Column>, List<(Column Column, string Sql)>> aggregates, string? condition = null)
    {
        List<Column> columns = [];
        List<(Column Column, string Sql)> keyed = [];
        List<(Column Column, string Sql)> made = [];
        int unnamed = 0;
        Relation prepared = WithRows(rows, () =>
        {
            foreach (NamedExpression key in keys)
            {
                foreach ((string? name, Term term) in Keys(key, rows))
                {
                    if (term.Type == KustoType.Dynamic) throw new CompileFailure(key.At, "dynamic values cannot be grouped by; convert the value, as with tostring()");
                    Column column = new(Unique(name ?? "Column" + (++unnamed).ToString(CultureInfo.InvariantCulture), columns), term.Type, NextId());
                    columns.Add(column);
                    keyed.Add((column, term.Sql));
                }
            }

            Aggregation? outer = _aggregation;
            _aggregation = new Aggregation(_rows!) { Condition = condition };
            foreach ((Column column, string sql) in keyed) _aggregation.Keys[column.Name] = new Term(column.Type, sql);
            made = aggregates(columns);
            _aggregation = outer;
        });
        List<OrderTerm> order = [];
        List<string> selected = [.. keyed.Concat(made).Select(item => $"{item.Sql} AS {item.Column.Id}"), .. rows.Groups];
        if (keyed.Count + rows.Groups.Count > 0)
        {
            foreach (string ordinal in prepared.Ordinals)
            {
                OrderTerm term = OrderTerm.Ordinal(NextId());
                order.Add(term);
                selected.Add($"min({ordinal}) AS {term.Id}");
            }

            order.AddRange(keyed.Select(key => new OrderTerm(key.Column.Id, false, false, false)));
        }

        if (selected.Count == 0) selected.Add("1 AS none");
        string groups = string.Join(", ", Enumerable.Range(1, keyed.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)).Concat(rows.Groups));
        return new Relation(AddPart($"SELECT {string.Join(", ", selected)} FROM {prepared.From}{(groups.Length > 0 ? " GROUP BY " + groups : "")}"), columns, order) { Groups = rows.Groups };
    }

    private IEnumerable<(string? Name, Term Term)> Keys(NamedExpression key, Relation rows)
    {
        if (key.Value is Star) return rows.Columns.Select(column => ((string?)column.Name, column.AsTerm()));
        return [(key.Name ?? ResultName(key.Value), Scalar(key.Value))];
    }

    // Unlike summarize's, these keys may be dynamic: hunts do so, and the text of the value tells them apart.
    private Relation Distinct(Distinct distinct, Relation rows)
    {
        List<(string? Name, Term Term)> made = [];
        Relation prepared = WithRows(rows, () => made.AddRange(distinct.Items.SelectMany(item => Keys(item, rows))));
        List<Column> columns = Made(rows, made, out List<string> selected);
        string from = selected.Count == 0 ? prepared.From : AddPart($"SELECT *, {string.Join(", ", selected)} FROM {prepared.From}");
        List<OrderTerm> order = [.. prepared.Ordinals.Select(_ => OrderTerm.Ordinal(NextId()))];
        IEnumerable<string> ordinals = prepared.Ordinals.Zip(order, (ordinal, term) => $"min({ordinal}) AS {term.Id}");
        string keys = string.Join(", ", columns.Select(column => column.Id).Distinct().Concat(rows.Groups));
        if (keys.Length == 0) return rows;
        order.AddRange(columns.Select(column => new OrderTerm(column.Id, false, false, false)));
        return new Relation(AddPart($"SELECT {string.Join(", ", ordinals.Prepend(keys))} FROM {from} GROUP BY {keys}"), columns, order) { Groups = rows.Groups };
    }
}
