using System.Globalization;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>Scalar expressions.</content>
internal sealed partial class Compiler
{
    // Set while the expressions are a summarize's, so that aggregates have a meaning.
    private Aggregation? _aggregation;

    /// <summary>The SQL of an expression.</summary>
    internal Term Scalar(Expression expression) => Deeper(expression.At, () => ScalarCore(expression));

    private Term ScalarCore(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                return Term.Constant(literal.Type, literal.Type == KustoType.String ? literal.Value ?? "" : literal.Value);
            case Name name:
                return Named(name);
            case Member member:
                return MemberOf(member);
            case Element element:
                return ElementOf(element);
            case Unary unary:
                return Signed(unary);
            case Binary binary:
                return Operation(binary);
            case Between between:
                return Within(between);
            case Call call:
                return CallScalar(call);
            case Pipeline or DataTable or Print or RangeSource or OperatorSource:
                return FirstValue(expression);
            case ExpressionList { Items.Count: 1 } list:
                return Scalar(list.Items[0]);
            case Star:
                throw new CompileFailure(expression.At, "'*' has no meaning here");
            default:
                throw new CompileFailure(expression.At, "a value is expected here");
        }
    }

    private Term Named(Name name)
    {
        if (_rows?.Find(name.Value) is { } column)
        {
            if (_aggregation is { IsInside: false } aggregation && !aggregation.Keys.ContainsKey(name.Value))
                throw new CompileFailure(name.At, $"'{name.Value}' is neither in an aggregate nor in by");
            return column.AsTerm();
        }

        return _scope.Find(name.Value) switch
        {
            Term term => term,
            Relation rows => FirstColumn(rows),
            UserFunction function when function.Statement.Parameters.Count == 0 => Called(function, new Call(name.At, name.Value, [])),
            _ => throw UnknownName(name),
        };
    }

    private CompileFailure UnknownName(Name name)
    {
        IEnumerable<string> known = (_rows?.Columns.Select(column => column.Name) ?? []).Concat(_scope.Names);
        if (_rows is null && IsKnownTable(name.Value)) return new CompileFailure(name.At, $"'{name.Value}' is a table, and a value is expected here");
        return new CompileFailure(name.At, Suggestion.For(name.Value, known, $"there is no column '{name.Value}'"));
    }

    private Term MemberOf(Member member)
    {
        if (member.Target is Name { Value: "$left" or "$right" }) throw new CompileFailure(member.At, "$left and $right have a meaning only behind a join's on");
        if (member.Target is Name state && _scanState?.Find(state.Value, member.Property) is { } remembered) return remembered;
        Term target = Scalar(member.Target);
        if (target.Type == KustoType.String) throw new CompileFailure(member.At, $"text has no members; write parse_json(…).{member.Property}");
        if (target.Type != KustoType.Dynamic) throw new CompileFailure(member.At, $"a {KustoTypes.Name(target.Type)} has no members");
        return Term.Dynamic($"kql_member({target.Sql}, {SqlText.Quote(PathStep(member.Property))})");
    }

    private static string PathStep(string key) => "$.\"" + key.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private Term ElementOf(Element element)
    {
        Term target = Scalar(element.Target);
        if (target.Type != KustoType.Dynamic) throw new CompileFailure(element.At, $"a {KustoTypes.Name(target.Type)} has no elements; only dynamic values have");
        Term index = Scalar(element.Index);
        if (index is { IsConstant: true, Value: string key }) return Term.Dynamic($"kql_member({target.Sql}, {SqlText.Quote(PathStep(key))})");
        if (index.Type == KustoType.String) return Term.Dynamic($"kql_key({target.Sql}, {index.Sql})");
        if (index.Type == KustoType.Dynamic) return Term.Dynamic($"kql_key({target.Sql}, {Conversions.Text(index).Sql})");
        if (!index.Type.IsWhole()) throw new CompileFailure(element.Index.At, "an index is a whole number or text");
        return Term.Dynamic($"kql_element({target.Sql}, {index.Sql})");
    }

    private Term Signed(Unary unary)
    {
        Term operand = Scalar(unary.Operand);
        if (operand.Type == KustoType.Dynamic || !(operand.Type.IsNumber() || operand.Type == KustoType.TimeSpan)) throw Mismatch(unary.At, unary.Operator, operand);
        if (unary.Operator == "+") return operand;
        return operand.Value switch
        {
            long number => Term.Constant(operand.Type, unchecked(-number)),
            int number => Term.Constant(operand.Type, unchecked(-number)),
            double real => Term.Constant(operand.Type, -real),
            _ => operand with { Sql = operand.Type is KustoType.Long or KustoType.TimeSpan ? $"kql_sub(0::BIGINT, {operand.Sql})" : $"(0 - {operand.Sql})", IsConstant = false },
        };
    }

    private static CompileFailure Mismatch(int at, string op, params ReadOnlySpan<Term> operands)
    {
        string types = string.Join(" and ", operands.ToArray().Select(operand => KustoTypes.Name(operand.Type)));
        bool isDynamic = false;
        foreach (Term operand in operands) isDynamic |= operand.Type == KustoType.Dynamic;
        return new CompileFailure(at, $"'{op}' has no meaning for {types}" + (isDynamic ? "; convert the dynamic value, as with tolong() or tostring()" : ""));
    }

    private Term Operation(Binary binary)
    {
        switch (binary.Operator)
        {
            case "and" or "or":
                return Logical(binary);
            case "+" or "-" or "*" or "/" or "%":
                return Arithmetic.Compute(binary.At, binary.Operator, Scalar(binary.Left), Scalar(binary.Right));
            case "in" or "!in" or "in~" or "!in~":
                return Membership(binary);
            default:
                if (binary.Left is Star) return AnyColumn(binary);
                if (binary.Operator is "has_any" or "has_all" or "!has_any" or "!has_all") return TermLists(binary);
                return Comparison(binary.At, binary.Operator, Scalar(binary.Left), Scalar(binary.Right));
        }
    }

    private Term Logical(Binary binary)
    {
        Term left = Condition(binary.Left);
        Term right = Condition(binary.Right);
        string word = binary.Operator == "and" ? "AND" : "OR";
        return Term.Bool($"({left.Sql} {word} {right.Sql})") with { Filter = $"({left.Filter} {word} {right.Filter})" };
    }

    /// <summary>An expression as a condition.</summary>
    internal Term Condition(Expression expression)
    {
        Term term = Scalar(expression);
        return term.Type switch
        {
            KustoType.Bool => term,
            KustoType.Int or KustoType.Long => Term.Bool($"({term.Sql} <> 0)"),
            KustoType.Dynamic => Term.Bool(Conversions.To(KustoType.Bool, term).Sql),
            _ => throw new CompileFailure(expression.At, $"a condition is expected here, and this is a {KustoTypes.Name(term.Type)}"),
        };
    }

    // * has "x": a condition that some column fulfils.
    private Term AnyColumn(Binary binary)
    {
        if (_rows is null) throw new CompileFailure(binary.At, "'*' has no meaning here");
        List<string> conditions = [];
        foreach (Column column in _rows.Columns)
        {
            if (binary.Operator is "==" or "!=" && column.Type != KustoType.String) continue;
            conditions.Add(Comparison(binary.At, binary.Operator, Conversions.Text(column.AsTerm()), Scalar(binary.Right)).Filter);
        }

        // What is negated holds where no column has it.
        return Term.Bool(conditions.Count == 0 ? "false" : $"({string.Join(binary.Operator[0] == '!' ? " AND " : " OR ", conditions)})");
    }

    private Term Within(Between between)
    {
        Term value = Scalar(between.Value);
        Term low = Scalar(between.Low);
        Term high = Scalar(between.High);
        if (value.Type == KustoType.DateTime && high.Type == KustoType.TimeSpan) high = Arithmetic.Compute(between.High.At, "+", Conversions.To(KustoType.DateTime, low), high);
        Term from = Comparison(between.Low.At, ">=", value, low);
        Term to = Comparison(between.High.At, "<=", value, high);
        string both = $"({from.Filter} AND {to.Filter})";
        return between.IsNegated ? Term.Bool($"(NOT {both})") : Term.Bool(both);
    }

    /// <summary>The first value of a query's first column, as toscalar gives it.</summary>
    private Term FirstValue(Expression query) => FirstColumn(Tabular(query));

    // It depends on no row, so it is asked for now: a value that is known lets DuckDB skip parts of tables.
    private Term FirstColumn(Relation rows)
    {
        if (rows.Columns.Count == 0) return Term.Constant(KustoType.Dynamic, null);
        Column first = rows.Columns[0];
        string sql = Statement(rows, $"{rows.OrderBy()} LIMIT 1", first.Id);
        if (!_known.TryGetValue(sql, out Term? value))
        {
            List<object?[]> found = _query(sql);
            _known[sql] = value = Term.Constant(first.Type, HuntEngine.Plain(first.Type, found.Count > 0 ? found[0][0] : null));
        }

        return value;
    }

    private readonly Dictionary<string, Term> _known = new(StringComparer.Ordinal);

    private Term CallScalar(Call call)
    {
        if (_scope.Find(call.Function) is UserFunction function) return Called(function, call);
        if (_aggregation is { IsInside: false } && Aggregates.IsKnown(call.Function)) return Aggregate(call);
        if (WindowFunctions.IsKnown(call.Function)) return Window(call);
        switch (call.Function)
        {
            case "toscalar" when call.Arguments.Count == 1:
                return IsTabular(call.Arguments[0].Value) ? FirstValue(call.Arguments[0].Value) : Scalar(call.Arguments[0].Value);
            case "now":
                return call.Arguments.Count == 0 ? Now : Arithmetic.Compute(call.At, "+", Now, Scalar(call.Arguments[0].Value));
            case "ago" when call.Arguments.Count == 1:
                return Arithmetic.Compute(call.At, "-", Now, Conversions.To(KustoType.TimeSpan, Scalar(call.Arguments[0].Value)));
            case "column_ifexists" or "columnifexists" when call.Arguments.Count == 2:
                string name = call.Arguments[0].Value is Name bare ? bare.Value : Scalar(call.Arguments[0].Value).Value as string ?? throw new CompileFailure(call.At, "column_ifexists needs a column's name in quotes");
                return _rows?.Find(name)?.AsTerm() ?? Scalar(call.Arguments[1].Value);
            case "pack_all" or "bag_pack_all":
                return PackAll(call);
            case "bag_pack_columns":
                return Term.Dynamic(Bag(call.Arguments.Select(argument => (ResultName(argument.Value) ?? "Column", Scalar(argument.Value)))));
        }

        if (!ScalarFunctions.TryFind(call.Function, out ScalarFunction? known)) throw Aggregates.IsKnown(call.Function) ? new CompileFailure(call.At, $"the aggregate '{call.Function}' has a meaning only in summarize") : UnknownFunction(call);
        Term[] arguments = [.. call.Arguments.Select(argument => argument.Value is TypeLiteral { Type: { } type } ? Term.Constant(KustoType.String, KustoTypes.Name(type)) : Scalar(argument.Value))];
        if (arguments.Length < known.Least || arguments.Length > known.Most)
            throw new CompileFailure(call.At, $"{call.Function}() takes {(known.Least == known.Most ? known.Least : $"{known.Least} to {known.Most}")} arguments, and {arguments.Length} are given");
        return known.Compile(new FunctionCall(call.At, call.Function, arguments, _notes));
    }

    private Term Now => Term.Constant(KustoType.DateTime, _now);

    private Term Called(UserFunction function, Call call) => CallFunction(function, call) switch
    {
        Term term => term,
        Relation rows => FirstColumn(rows),
        _ => throw new CompileFailure(call.At, "a value is expected here"),
    };

    private Term PackAll(Call call)
    {
        if (_rows is null) throw new CompileFailure(call.At, "pack_all() packs the columns of rows, and there are none here");
        bool leavesOut = call.Arguments.Count > 0 && Scalar(call.Arguments[0].Value).Value is true;
        string bag = Bag(_rows.Columns.Select(column => (column.Name, column.AsTerm())));
        return Term.Dynamic(leavesOut ? $"kql_bag_without_empty({bag})" : bag);
    }

    /// <summary>A bag of keys and values.</summary>
    internal static string Bag(IEnumerable<(string Key, Term Value)> items) =>
        "('{' || " + string.Join(" || ',' || ", items.Select(item => $"{SqlText.Quote(ValueText.JsonString(item.Key) + ":")} || coalesce({Conversions.Json(item.Value)}, 'null')").DefaultIfEmpty("''")) + " || '}')";

    /// <summary>The name an expression gives its column; null where it gives none (Kusto.Language, ResultNameKind).</summary>
    private string? ResultName(Expression expression)
    {
        switch (expression)
        {
            case Name name:
                return name.Value;
            case Member member:
                return ResultName(member.Target) is { } target ? $"{target}_{member.Property}" : member.Property;
            case Element { Index: Literal { Value: { } key } } element:
                string index = Convert.ToString(key, CultureInfo.InvariantCulture)!;
                return ResultName(element.Target) is { } outer ? $"{outer}_{index}" : index;
            case Element { Index: Unary { Operand: Literal { Value: { } negative } } } element:
                return ResultName(element.Target) is { } array ? $"{array}_{Convert.ToString(negative, CultureInfo.InvariantCulture)}" : null;
            case Call { Function: "column_ifexists" or "columnifexists", Arguments: [{ Value: Literal { Value: string column } }, ..] }:
                return column;
            case Call { Arguments.Count: > 0 } call when ResultNames.IsFirstArgument(call.Function) && !(_scope.Find(call.Function) is UserFunction):
                return ResultName(call.Arguments[0].Value);
            case Call { Arguments.Count: > 0 } call when ResultNames.Prefix(call.Function) is { } prefix:
                return $"{prefix}_{ResultName(call.Arguments[0].Value)}";
            default:
                return null;
        }
    }
}
