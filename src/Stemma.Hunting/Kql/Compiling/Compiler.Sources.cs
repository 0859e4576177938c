using System.Globalization;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>What queries begin with.</content>
internal sealed partial class Compiler
{
    /// <summary>The rows of an expression.</summary>
    private Relation Tabular(Expression expression) => Deeper(expression.At, () => TabularCore(expression));

    private Relation TabularCore(Expression expression)
    {
        switch (expression)
        {
            case Pipeline pipeline:
                Relation rows = pipeline.Source is Name { Value: "$rows" } && _rows is not null ? _rows : Tabular(pipeline.Source);
                return Apply(pipeline.Operators, rows);
            case Name name:
                return Lookup(name.Value) switch
                {
                    Relation known => known,
                    UserFunction function when function.Statement.Parameters.All(parameter => parameter.Default is not null) => CallRows(function, new Call(name.At, name.Value, [])),
                    null => throw UnknownTable(name.At, name.Value),
                    _ => throw new CompileFailure(name.At, $"'{name.Value}' is a value, and a table is expected here"),
                };
            case DataTable table:
                return Data(table);
            case Print print:
                return PrintRow(print);
            case RangeSource range:
                return Range(range);
            case ExternalData external:
                return External(external);
            case OperatorSource source:
                return ApplySource(source.Operator);
            case Call { Function: "materialize" or "view" or "hint.materialized" } call when call.Arguments.Count == 1:
                return Materialized(Tabular(call.Arguments[0].Value));
            case Call { Function: "table", Arguments: [{ Value: Literal { Value: string named } }, ..] } call:
                return Tabular(new Name(call.At, named));
            case Call { Function: "table", Arguments: [{ Value: Name variable }, ..] } call when _scope.Find(variable.Value) is Term { Value: string named }:
                return Tabular(new Name(call.At, named));
            case MethodCall { Call: { Function: "table", Arguments: [{ Value: Literal { Value: string named } }, ..] } } method:
                return Tabular(new Name(method.At, named));
            case Member { Target: Call { Function: "database" or "cluster" or "workspace" } or MethodCall } member:
                return Tabular(new Name(member.At, member.Property));
            case Call call when _scope.Find(call.Function) is UserFunction function:
                return CallRows(function, call);
            case Call { Function: "_GetWatchlist" } call:
                _notes.Add("_GetWatchlist() has no watchlists here; its table was taken as empty");
                return Data(new DataTable(call.At, [new(call.At, "SearchKey", KustoType.String)], []));
            case Call call when IsKnownTable(call.Function):
                return CallTable(call);
            case Call call when !ScalarFunctions.TryFind(call.Function, out _):
                throw UnknownFunction(call);
            default:
                throw new CompileFailure(expression.At, "a table is expected here, and this is a value; to see it, write print before it");
        }
    }

    private bool IsKnownTable(string name) => _schema.Find(name) is not null;

    // Functions that stand for tables, such as _Im_ProcessCreate(starttime=…), are tables here; what they filter by is done by the hunt's own filters as well, or would be lost.
    private Relation CallTable(Call call)
    {
        if (call.Arguments.Count > 0 && call.Arguments.Any(argument => argument.Name is not ("pack" or "disabled")))
            throw CompileFailure.Unsupported(call.At, $"{call.Function} with parameters; call it without, and filter its rows");
        return Table(_schema.Find(call.Function)!);
    }

    private CompileFailure UnknownTable(int at, string name) =>
        new(at, Suggestion.For(name, _schema.Tables.Select(table => table.Name).Concat(_scope.Names), _schema.Tables.Count > 0 ? $"there is no table '{name}'" : $"there is no table '{name}': this hunt reads only what it brings along (datatable, print, range)"));

    private CompileFailure UnknownFunction(Call call) =>
        new(call.At, Suggestion.For(call.Function, ScalarFunctions.Names.Concat(_scope.Names), $"the function '{call.Function}' is not known"));

    private Relation Table(HuntTable table)
    {
        List<Column> columns = [.. table.Columns.Select(column => new Column(column.Name, column.Type, NextId()))];
        IEnumerable<string> selected = table.Columns.Zip(columns, (column, named) => $"{column.Sql} AS {named.Id}");
        List<OrderTerm> order = [];
        if (table.Ordinal is { } ordinal)
        {
            order.Add(OrderTerm.Ordinal(NextId()));
            selected = selected.Append($"{ordinal} AS {order[0].Id}");
        }

        return new Relation(AddPart($"SELECT {string.Join(", ", selected)} FROM {table.Source}"), columns, order) { IsNatural = true, Table = table.Name };
    }

    private Relation Materialized(Relation rows) => rows with { From = AddPart($"SELECT * FROM {rows.From}", isMaterialized: true), Table = null };

    private Relation Data(DataTable table)
    {
        int width = table.Columns.Count;
        if (width == 0) throw new CompileFailure(table.At, "a datatable needs columns: datatable(Name:string) […]");
        if (table.Values.Count % width != 0) throw new CompileFailure(table.At, $"the datatable has {width} columns and {table.Values.Count} values, which fill no whole rows");
        List<Column> columns = [.. table.Columns.Select(column => new Column(column.Name, column.Type, NextId()))];
        string ordinal = NextId();
        List<string> rows = [];
        for (int i = 0; i < table.Values.Count; i += width)
        {
            IEnumerable<string> values = Enumerable.Range(0, width).Select(j => DataValue(table.Values[i + j], columns[j].Type));
            rows.Add($"({string.Join(", ", values)}, {(i / width).ToString(CultureInfo.InvariantCulture)}::BIGINT)");
        }

        string names = string.Join(", ", columns.Select(column => column.Id).Append(ordinal));
        string sql = rows.Count > 0
            ? $"SELECT * FROM (VALUES {string.Join(", ", rows)}) AS t({names})"
            : $"SELECT * FROM (VALUES ({string.Join(", ", columns.Select(column => SqlText.Literal(column.Type, null)))}, 0::BIGINT)) AS t({names}) WHERE false";
        return new Relation(AddPart(sql), columns, [OrderTerm.Ordinal(ordinal)]) { IsNatural = true };
    }

    private string DataValue(Expression value, KustoType type)
    {
        if (value is Name { Value: "null" }) throw new CompileFailure(value.At, $"write {KustoTypes.Name(type)}(null)");
        Term term = Scalar(value);
        if (term.Value is 0.0) term = Term.Constant(term.Type, 0.0); // the zero of a datatable has no sign
        return term.Type == KustoType.Dynamic && type != KustoType.Dynamic && term.IsNull ? SqlText.Literal(type, null) : Conversions.To(type, term).Sql;
    }

    private Relation PrintRow(Print print)
    {
        Relation one = new(AddPart("SELECT 1 AS none"), [], []) { IsNatural = true, IsSerialized = true };
        List<(string? Name, Term Term)> terms = [];
        Relation rows = WithRows(one, () =>
        {
            for (int i = 0; i < print.Items.Count; i++)
            {
                NamedExpression item = print.Items[i];
                string name = item.Name ?? (item.Value is Name ? null : ResultName(item.Value)) ?? $"print_{i.ToString(CultureInfo.InvariantCulture)}";
                terms.Add((name, Scalar(item.Value)));
            }
        });
        List<Column> columns = [];
        List<string> selected = [];
        foreach ((string? name, Term term) in terms)
        {
            Column column = new(Unique(name!, columns), term.Type, NextId());
            columns.Add(column);
            selected.Add($"{term.Sql} AS {column.Id}");
        }

        return rows with { From = AddPart($"SELECT {string.Join(", ", selected)} FROM {rows.From}"), Columns = columns };
    }

    private Relation Range(RangeSource range)
    {
        Term from = Scalar(range.From);
        Term to = Scalar(range.To);
        Term step = Scalar(range.Step);
        string id = NextId();
        string n = NextId();
        KustoType type = from.Type == KustoType.Real || (from.Type.IsNumber() && (step.Type == KustoType.Real || to.Type == KustoType.Real)) ? KustoType.Real
            : from.Type.IsNumber() ? KustoType.Long : from.Type;
        if (type is not (KustoType.Long or KustoType.Real or KustoType.DateTime or KustoType.TimeSpan)) throw new CompileFailure(range.At, "range goes over numbers, datetimes or timespans");
        KustoType stepType = type == KustoType.DateTime ? KustoType.TimeSpan : type;
        string low = Conversions.To(type, from).Sql;
        string high = Conversions.To(type, to).Sql;
        string by = Conversions.To(stepType, step).Sql;
        // At most as many as an answer may have; Kusto has the same kind of limit.
        string count = $"greatest(0, least({HuntLimits.Rows}, TRY(CAST(floor(({high} - {low}) / ({by})::DOUBLE) AS BIGINT)) + 1))";
        string sql = $"SELECT CAST({low} + range * {by} AS {KustoTypes.Sql(type)}) AS {id}, range AS {n} FROM range(0, coalesce({count}, 0)::BIGINT)";
        return new Relation(AddPart(sql), [new Column(range.Column, type, id)], [OrderTerm.Ordinal(n)]) { IsNatural = true, IsSerialized = true };
    }

    private Relation External(ExternalData external)
    {
        string source = external.Sources.Count > 0 && external.Sources[0] is Literal { Value: string url } ? url : "an expression";
        _notes.Add($"externaldata is not fetched; the table of {source} was taken as empty");
        return Data(new DataTable(external.At, external.Columns, []));
    }

    private Relation CallRows(UserFunction function, Call call)
    {
        object? result = CallFunction(function, call);
        return result as Relation ?? throw new CompileFailure(call.At, $"'{call.Function}' gives a value, and a table is expected here");
    }

    /// <summary>What a function of the hunt gives: rows or a value.</summary>
    private object CallFunction(UserFunction function, Call call) => Deeper<object>(call.At, () =>
    {
        if (++_calls > HuntLimits.Terms / 100) throw new CompileFailure(call.At, "the hunt calls its functions too often");
        Scope inner = new(function.Scope);
        IReadOnlyList<FunctionParameter> parameters = function.Statement.Parameters;
        Dictionary<string, Expression> given = new(StringComparer.Ordinal);
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            string name = call.Arguments[i].Name ?? (i < parameters.Count ? parameters[i].Name : throw new CompileFailure(call.At, $"'{call.Function}' has {parameters.Count} parameters, and {call.Arguments.Count} are given"));
            given[name] = call.Arguments[i].Value;
        }

        foreach (FunctionParameter parameter in parameters)
        {
            Expression value = given.GetValueOrDefault(parameter.Name) ?? parameter.Default ?? throw new CompileFailure(call.At, $"'{call.Function}' needs its parameter '{parameter.Name}'");
            inner.Set(parameter.Name, parameter.Type is { } type ? Conversions.Argument(type, Scalar(value)) : Tabular(value));
        }

        Scope outer = _scope;
        _scope = inner;
        try
        {
            IReadOnlyList<Statement> body = function.Statement.Body;
            Statement last = body.Count > 0 ? body[^1] : throw new CompileFailure(call.At, $"'{call.Function}' is empty");
            Run([.. body.Take(body.Count - 1)]);
            return last is QueryStatement query ? Evaluate(query.Query) : throw new CompileFailure(last.At, $"'{call.Function}' ends without a result");
        }
        finally
        {
            _scope = outer;
        }
    });

    private int _calls;

    /// <summary>Does work whose expressions are about some rows; gives the rows, with what had to be computed beforehand.</summary>
    private Relation WithRows(Relation rows, Action work)
    {
        Relation? outer = _rows;
        _rows = rows;
        try
        {
            work();
            return _rows;
        }
        finally
        {
            _rows = outer;
        }
    }

    /// <summary>A name that is not among the columns: with the least number behind it that is free.</summary>
    private static string Unique(string name, IEnumerable<Column> columns)
    {
        HashSet<string> taken = [.. columns.Select(column => column.Name)];
        if (!taken.Contains(name)) return name;
        for (int i = 1; ; i++)
        {
            string numbered = name + i.ToString(CultureInfo.InvariantCulture);
            if (!taken.Contains(numbered)) return numbered;
        }
    }
}
