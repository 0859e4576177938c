using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>evaluate: plugins. Where their columns come from the data, the rows so far are asked for them first.</content>
internal sealed partial class Compiler
{
    // Columns that data may bring.
    private const int MaximumColumns = 1_000;

    private Relation Plugin(Evaluate evaluate, Relation rows) => evaluate.Plugin.Function switch
    {
        "bag_unpack" => Unpacked(evaluate, rows),
        "pivot" => Pivoted(evaluate, rows),
        "narrow" or "autocluster" or "basket" or "diffpatterns" => throw CompileFailure.Unsupported(evaluate.At, $"the plugin {evaluate.Plugin.Function}"),
        _ => throw CompileFailure.Unsupported(evaluate.At, $"the plugin '{evaluate.Plugin.Function}'"),
    };

    private Relation Unpacked(Evaluate evaluate, Relation rows)
    {
        IReadOnlyList<NamedExpression> arguments = evaluate.Plugin.Arguments;
        if (arguments.Count == 0 || arguments[0].Value is not Name name) throw new CompileFailure(evaluate.At, "bag_unpack() takes a column");
        Column bag = ColumnOf(name, rows);
        if (bag.Type != KustoType.Dynamic) throw new CompileFailure(name.At, $"bag_unpack() takes a dynamic column, and '{bag.Name}' is a {KustoTypes.Name(bag.Type)}");
        string prefix = Argument("OutputColumnPrefix", 1)?.Value as string ?? "";
        string conflict = Argument("columnsConflict", 2)?.Value as string ?? "error";
        HashSet<string> ignored = Argument("ignoredProperties", 3)?.Value is string json ? [.. DynamicText.Elements(json).Select(element => element.Value).OfType<string>()] : [];
        List<(string Key, KustoType Type)> found = evaluate.Schema is { Count: > 0 } schema
            ? [.. schema.Where(column => rows.Find(column.Name) is null || column.Name == bag.Name).Select(column => (column.Name[Math.Min(prefix.Length, column.Name.Length)..], column.Type))]
            : [.. BagColumns(rows, bag.Id).Where(column => !ignored.Contains(column.Key))];
        List<Column> columns = [.. rows.Columns.Where(column => column.Name != bag.Name)];
        List<string> selected = [];
        foreach ((string key, KustoType type) in found)
        {
            Column column = new(prefix + key, type, NextId());
            selected.Add($"{Conversions.To(type, Term.Dynamic($"kql_member({bag.Id}, {SqlText.Quote(PathStep(key))})")).Sql} AS {column.Id}");
            bool isTaken = columns.Exists(old => old.Name == column.Name);
            if (isTaken && conflict == "error") throw new CompileFailure(evaluate.At, $"bag_unpack() finds '{key}' in the bags, and there is a column '{column.Name}' already; give a prefix: bag_unpack({bag.Name}, 'b_')");
            if (!isTaken || conflict == "replace_source") Put(columns, column);
        }

        return rows with { From = selected.Count == 0 ? rows.From : AddPart($"SELECT *, {string.Join(", ", selected)} FROM {rows.From}"), Columns = columns };

        Term? Argument(string name, int place)
        {
            NamedExpression? given = arguments.FirstOrDefault(argument => argument.Name == name) ?? (place < arguments.Count && arguments[place].Name is null ? arguments[place] : null);
            return given is null ? null : Scalar(given.Value);
        }
    }

    // Keys, and the type that all values of a key have.
    private List<(string Key, KustoType Type)> BagColumns(Relation rows, string bag)
    {
        Relation keyed = new(AddPart($"SELECT unnest(from_json(kql_bag_types({bag}), '[\"VARCHAR\"]')) AS k FROM {rows.From}"), [], []);
        Dictionary<string, KustoType> types = new(StringComparer.Ordinal);
        List<string> order = [];
        foreach (object?[] row in _query(Statement(keyed, $" GROUP BY k ORDER BY k LIMIT {MaximumColumns * 4}", "k")))
        {
            // type:key
            string text = (string)row[0]!;
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            string key = text[(colon + 1)..];
            KustoType? type = text[..colon] switch { "long" => KustoType.Long, "double" => KustoType.Real, "string" => KustoType.String, "bool" => KustoType.Bool, "datetime" => KustoType.DateTime, "null" => null, _ => KustoType.Dynamic };
            if (!types.TryGetValue(key, out KustoType known))
            {
                if (type is not { } first) continue;
                order.Add(key);
                types[key] = first;
            }
            else if (type is { } other && other != known) types[key] = known.IsNumber() && other.IsNumber() ? KustoType.Real : KustoType.Dynamic;
        }

        return [.. order.Order(StringComparer.Ordinal).Take(MaximumColumns).Select(key => (key, types[key]))];
    }

    // pivot(column, aggregate, keys…): a column for each value, by the keys, or by all columns that are not named.
    private Relation Pivoted(Evaluate evaluate, Relation rows)
    {
        IReadOnlyList<NamedExpression> arguments = evaluate.Plugin.Arguments;
        if (arguments.Count == 0 || arguments[0].Value is not Name name) throw new CompileFailure(evaluate.At, "pivot() takes a column");
        Column pivot = ColumnOf(name, rows);
        Call aggregate = arguments.Count > 1 ? arguments[1].Value as Call ?? throw new CompileFailure(arguments[1].At, "pivot() takes an aggregate second") : new Call(evaluate.At, "count", []);
        HashSet<string> used = [pivot.Name, .. aggregate.Arguments.Select(argument => argument.Value).OfType<Name>().Select(column => column.Value)];
        IEnumerable<string> keys = arguments.Count > 2
            ? arguments.Skip(2).Select(key => (key.Value as Name)?.Value ?? throw new CompileFailure(key.At, "pivot() takes columns"))
            : rows.Columns.Select(column => column.Name).Where(column => !used.Contains(column));
        string text = Conversions.Text(pivot.AsTerm()).Sql;
        Relation valued = new(AddPart($"SELECT {text} AS v FROM {rows.From}"), [], []);
        string[] values = evaluate.Schema is { Count: > 0 } schema
            ? [.. schema.Select(column => column.Name).Where(column => !keys.Contains(column))]
            : [.. _query(Statement(valued, $" GROUP BY v ORDER BY v LIMIT {MaximumColumns}", "v")).Select(row => (string)row[0]!)];
        IReadOnlyList<NamedExpression> by = [.. keys.Select(key => new NamedExpression(evaluate.At, [key], new Name(evaluate.At, key)))];
        return Summarized(rows, by, columns =>
        {
            List<(Column, string)> made = [];
            Aggregation common = _aggregation!;
            foreach (string value in values.Where(value => value.Length > 0))
            {
                _aggregation = new Aggregation(common.Rows) { Condition = $"{text} = {SqlText.Quote(value)}" };
                foreach (KeyValuePair<string, Term> key in common.Keys) _aggregation.Keys[key.Key] = key.Value;
                Term term = Scalar(aggregate);
                Column column = new(Unique(value, columns), term.Type, NextId());
                columns.Add(column);
                made.Add((column, term.Sql));
            }

            _aggregation = common;
            return made;
        });
    }
}
