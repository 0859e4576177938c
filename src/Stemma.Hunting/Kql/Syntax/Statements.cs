namespace Stemma.Hunting.Kql.Syntax;

/// <summary>A statement, and where it begins.</summary>
internal abstract record Statement(int At);

/// <summary>A query: the answer is that of the last one.</summary>
internal sealed record QueryStatement(int At, Expression Query) : Statement(At);

/// <summary><c>let name = expression</c>.</summary>
internal sealed record LetStatement(int At, string Name, Expression Value) : Statement(At);

/// <summary>A parameter of a function: a value or, with columns, a table; <c>(*)</c> is any table.</summary>
internal sealed record FunctionParameter(int At, string Name, KustoType? Type, IReadOnlyList<ColumnDeclaration>? Columns, Expression? Default);

/// <summary><c>let name = (parameters) { statements }</c>.</summary>
internal sealed record FunctionStatement(int At, string Name, IReadOnlyList<FunctionParameter> Parameters, IReadOnlyList<Statement> Body) : Statement(At);

/// <summary><c>set</c>, <c>declare</c>, <c>alias</c>, <c>pattern</c> and <c>restrict</c>: words that this hunt may hold; <see cref="Text"/> is the statement as written.</summary>
internal sealed record OtherStatement(int At, string Keyword, string Text) : Statement(At);

/// <summary>A hunt as read. It may be read in part: <see cref="Errors"/> says what is wrong.</summary>
internal sealed record Script(string Text, IReadOnlyList<Statement> Statements, IReadOnlyList<HuntError> Errors);
