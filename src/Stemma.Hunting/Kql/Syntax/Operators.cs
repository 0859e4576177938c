namespace Stemma.Hunting.Kql.Syntax;

/// <summary>One step of a query, and where it begins.</summary>
internal abstract record Operator(int At);

internal sealed record Where(int At, Expression Condition) : Operator(At);

internal sealed record Extend(int At, IReadOnlyList<NamedExpression> Items, bool IsSerialize) : Operator(At);

internal enum ProjectKind
{
    Project,
    Away,
    Keep,
    Rename,
    Reorder,
}

/// <summary>The kinds of <c>project</c>; of <see cref="ProjectKind.Reorder"/>, <see cref="Orders"/> says how each pattern's columns are sorted: asc, desc, granny-asc, granny-desc or nothing.</summary>
internal sealed record Project(int At, ProjectKind Kind, IReadOnlyList<NamedExpression> Items, IReadOnlyList<string> Orders) : Operator(At);

internal sealed record Summarize(int At, IReadOnlyList<NamedExpression> Aggregates, IReadOnlyList<NamedExpression> Keys, IReadOnlyList<Parameter> Parameters) : Operator(At);

/// <summary><c>join</c> or <c>lookup</c>.</summary>
internal sealed record Join(int At, bool IsLookup, IReadOnlyList<Parameter> Parameters, Expression Right, IReadOnlyList<Expression> Conditions) : Operator(At);

internal sealed record SortKey(int At, Expression Value, bool IsDescending, bool NullsFirst);

internal sealed record Sort(int At, IReadOnlyList<SortKey> Keys) : Operator(At);

internal sealed record Top(int At, Expression Count, IReadOnlyList<SortKey> Keys) : Operator(At);

/// <summary><c>take</c>, <c>limit</c> or <c>sample</c>.</summary>
internal sealed record Take(int At, Expression Count, string Keyword) : Operator(At);

internal sealed record Distinct(int At, IReadOnlyList<NamedExpression> Items) : Operator(At);

internal sealed record Count(int At) : Operator(At);

internal sealed record Union(int At, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Expression> Tables) : Operator(At);

/// <summary>A column to expand, with the type its values are to have.</summary>
internal sealed record Expanded(int At, NamedExpression Item, KustoType? Type);

internal sealed record MvExpand(int At, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Expanded> Items, Expression? RowLimit) : Operator(At);

internal sealed record MvApply(int At, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Expanded> Items, Expression? RowLimit, IReadOnlyList<Operator> Query) : Operator(At);

/// <summary>A part of a parse pattern: text, a column, or <c>*</c> (neither).</summary>
internal sealed record PatternPart(int At, string? Text, string? Column, KustoType Type);

/// <summary><c>parse</c> or <c>parse-where</c>; the kind is simple, relaxed or regex.</summary>
internal sealed record Parse(int At, bool IsFilter, string Kind, string Flags, Expression Value, IReadOnlyList<PatternPart> Pattern) : Operator(At);

internal sealed record ParseKv(int At, Expression Value, IReadOnlyList<ColumnDeclaration> Columns, IReadOnlyList<Parameter> Parameters) : Operator(At);

internal sealed record MakeSeries(int At, bool IsNonEmpty, IReadOnlyList<SeriesItem> Items, Expression On, string? OnName, Expression? From, Expression? To, Expression Step, IReadOnlyList<NamedExpression> Keys) : Operator(At);

internal sealed record SeriesItem(NamedExpression Aggregate, Expression? Default);

/// <summary>A plugin; <see cref="Schema"/> are the columns it is said to give.</summary>
internal sealed record Evaluate(int At, Call Plugin, IReadOnlyList<ColumnDeclaration>? Schema) : Operator(At);

internal sealed record Invoke(int At, Call Function) : Operator(At);

/// <summary>How the answer is to be drawn: kept, and without effect.</summary>
internal sealed record Render(int At, string Kind, IReadOnlyList<Parameter> Properties) : Operator(At);

internal sealed record NestedLevel(int At, Expression? Count, NamedExpression Of, Expression? Others, NamedExpression By, bool IsAscending);

internal sealed record TopNested(int At, IReadOnlyList<NestedLevel> Levels) : Operator(At);

internal sealed record TopHitters(int At, Expression Count, NamedExpression Of, NamedExpression? By) : Operator(At);

internal sealed record SampleDistinct(int At, Expression Count, NamedExpression Of) : Operator(At);

internal sealed record Partition(int At, IReadOnlyList<Parameter> Parameters, Expression By, IReadOnlyList<Operator> Query) : Operator(At);

internal sealed record As(int At, string Name) : Operator(At);

internal sealed record GetSchema(int At) : Operator(At);

internal sealed record Search(int At, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Expression> Tables, Expression Condition) : Operator(At);

internal sealed record Find(int At, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Expression> Tables, Expression Condition, IReadOnlyList<NamedExpression> Columns) : Operator(At);

internal sealed record ScanStep(int At, string Name, string? Output, Expression Condition, IReadOnlyList<NamedExpression> Assignments);

internal sealed record ScanDeclaration(ColumnDeclaration Column, Expression? Default);

internal sealed record Scan(int At, IReadOnlyList<Parameter> Parameters, IReadOnlyList<ScanDeclaration> Declarations, IReadOnlyList<ScanStep> Steps) : Operator(At);

/// <summary><c>fork</c> or <c>facet</c>: a query with several answers.</summary>
internal sealed record Fork(int At, IReadOnlyList<NamedExpression> Branches) : Operator(At);

internal sealed record Consume(int At) : Operator(At);

internal sealed record Reduce(int At, NamedExpression By, IReadOnlyList<Parameter> Parameters) : Operator(At);
