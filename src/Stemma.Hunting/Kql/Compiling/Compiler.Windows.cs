using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>Window functions. Each is computed in an expression of its own beforehand, so that they can stand within each other.</content>
internal sealed partial class Compiler
{
    private Term Window(Call call)
    {
        if (_rows is null) throw new CompileFailure(call.At, $"{call.Function}() looks at rows, and there are none here");
        if (!_rows.IsSerialized) throw new CompileFailure(call.At, $"{call.Function}() needs rows in an order: put 'sort' or 'serialize' before it");
        Term[] arguments = [.. call.Arguments.Select(argument => Scalar(argument.Value))];
        switch (call.Function)
        {
            case "row_number":
                string start = arguments.Length > 0 ? Conversions.To(KustoType.Long, arguments[0]).Sql : "1::BIGINT";
                return Hoisted(KustoType.Long, $"row_number() OVER {_rows.Window(Restarts(arguments, 1))} - 1 + {start}");
            case "prev" or "next" when arguments.Length is >= 1 and <= 3:
                return Neighbour(call, arguments);
            case "row_cumsum" when arguments.Length is 1 or 2:
                Term value = arguments[0].Type == KustoType.Int ? Conversions.To(KustoType.Long, arguments[0]) : arguments[0];
                string sum = $"sum({value.Sql}) OVER {Running(Restarts(arguments, 1))}";
                return Hoisted(value.Type, value.Type is KustoType.Long or KustoType.TimeSpan ? $"kql_wrap({sum})" : sum);
            case "row_rank_dense" or "row_rank_min" or "row_rank" when arguments.Length is 1 or 2:
                return Rank(call.Function, arguments);
            default:
                throw CompileFailure.Unsupported(call.At, $"{call.Function}() with {arguments.Length} arguments");
        }
    }

    /// <summary>Computes an expression into a column of its own.</summary>
    private Term Hoisted(KustoType type, string sql)
    {
        string id = NextId();
        _rows = _rows! with { From = AddPart($"SELECT *, {sql} AS {id} FROM {_rows.From}") };
        return new Term(type, id);
    }

    // The number of restarts so far parts the rows into runs.
    private string? Restarts(Term[] arguments, int index) =>
        index < arguments.Length && arguments[index] is not { IsConstant: true, Value: false }
            ? Hoisted(KustoType.Long, $"sum(CASE WHEN {arguments[index].Sql} THEN 1 ELSE 0 END) OVER {Running(null)}").Sql
            : null;

    private string Running(string? run) => _rows!.Window(run)[..^1] + " ROWS UNBOUNDED PRECEDING)";

    private Term Neighbour(Call call, Term[] arguments)
    {
        string offset = arguments.Length > 1 ? Conversions.To(KustoType.Long, arguments[1]).Sql : "1";
        Term otherwise = arguments.Length > 2 ? Conversions.To(arguments[0].Type, arguments[2]) : Term.Constant(arguments[0].Type, null);
        if (arguments.Length > 2 && !otherwise.IsConstant) throw new CompileFailure(call.At, $"the default of {call.Function}() is a constant");
        return Hoisted(arguments[0].Type, $"{(call.Function == "prev" ? "lag" : "lead")}({arguments[0].Sql}, {offset}, {otherwise.Sql}) OVER {_rows!.Window()}");
    }

    private Term Rank(string function, Term[] arguments)
    {
        string? run = Restarts(arguments, 1);
        string isNew = Hoisted(KustoType.Bool, $"row_number() OVER {_rows!.Window(run)} = 1 OR {arguments[0].Sql} IS DISTINCT FROM lag({arguments[0].Sql}) OVER {_rows.Window(run)}").Sql;
        if (function == "row_rank_dense") return Hoisted(KustoType.Long, $"(sum(CASE WHEN {isNew} THEN 1 ELSE 0 END) OVER {Running(run)})::BIGINT");
        string number = Hoisted(KustoType.Long, $"row_number() OVER {_rows!.Window(run)}").Sql;
        return Hoisted(KustoType.Long, $"max(CASE WHEN {isNew} THEN {number} END) OVER {Running(run)}");
    }
}
