namespace Stemma.Hunting.Kql.Syntax;

/// <summary>An expression, and where it begins.</summary>
internal abstract record Expression(int At);

/// <summary>A value: null, bool, int, long, double, decimal, string, Guid; ticks (long) of datetime and timespan; JSON text of dynamic.</summary>
internal sealed record Literal(int At, KustoType Type, object? Value) : Expression(At);

/// <summary><c>typeof(type)</c>, or a schema: <c>typeof((a:string, b:long))</c>.</summary>
internal sealed record TypeLiteral(int At, KustoType? Type, IReadOnlyList<ColumnDeclaration> Columns) : Expression(At);

/// <summary>A name: of a column, a table or a variable. It may hold <c>*</c> where names are chosen by pattern.</summary>
internal sealed record Name(int At, string Value) : Expression(At);

/// <summary>All columns.</summary>
internal sealed record Star(int At) : Expression(At);

/// <summary><c>target.name</c>.</summary>
internal sealed record Member(int At, Expression Target, string Property) : Expression(At);

/// <summary><c>target[index]</c>.</summary>
internal sealed record Element(int At, Expression Target, Expression Index) : Expression(At);

/// <summary><c>name(arguments)</c>.</summary>
internal sealed record Call(int At, string Function, IReadOnlyList<NamedExpression> Arguments) : Expression(At);

/// <summary><c>-x</c> or <c>+x</c>.</summary>
internal sealed record Unary(int At, string Operator, Expression Operand) : Expression(At);

/// <summary><c>left operator right</c>, the operator as written, without spaces.</summary>
internal sealed record Binary(int At, string Operator, Expression Left, Expression Right) : Expression(At);

/// <summary>The right side of <c>in</c>, <c>has_any</c> and <c>has_all</c>.</summary>
internal sealed record ExpressionList(int At, IReadOnlyList<Expression> Items) : Expression(At);

/// <summary><c>value between (low .. high)</c>.</summary>
internal sealed record Between(int At, Expression Value, Expression Low, Expression High, bool IsNegated) : Expression(At);

/// <summary>A query: a source and what its rows go through.</summary>
internal sealed record Pipeline(int At, Expression Source, IReadOnlyList<Operator> Operators) : Expression(At);

/// <summary>An expression that may have a name, or several: <c>x = e</c>, <c>(x, y) = e</c>.</summary>
internal sealed record NamedExpression(int At, IReadOnlyList<string> Names, Expression Value)
{
    public string? Name => Names.Count > 0 ? Names[0] : null;
}

/// <summary><c>name:type</c>.</summary>
internal sealed record ColumnDeclaration(int At, string Name, KustoType Type);

/// <summary><c>datatable(…)[…]</c>.</summary>
internal sealed record DataTable(int At, IReadOnlyList<ColumnDeclaration> Columns, IReadOnlyList<Expression> Values) : Expression(At);

/// <summary><c>externaldata(…)[…] with (…)</c>.</summary>
internal sealed record ExternalData(int At, IReadOnlyList<ColumnDeclaration> Columns, IReadOnlyList<Expression> Sources, IReadOnlyList<Parameter> Parameters) : Expression(At);

/// <summary><c>print …</c>.</summary>
internal sealed record Print(int At, IReadOnlyList<NamedExpression> Items) : Expression(At);

/// <summary><c>range x from a to b step c</c>.</summary>
internal sealed record RangeSource(int At, string Column, Expression From, Expression To, Expression Step) : Expression(At);

/// <summary>An operator that stands at the start of a query, without rows that come in: union, search, find, evaluate.</summary>
internal sealed record OperatorSource(int At, Operator Operator) : Expression(At);

/// <summary><c>name=value</c> behind an operator's name.</summary>
internal sealed record Parameter(int At, string Name, Expression Value);

/// <summary><c>target.function(arguments)</c>, as in <c>database("x").table("y")</c>.</summary>
internal sealed record MethodCall(int At, Expression Target, Call Call) : Expression(At);
