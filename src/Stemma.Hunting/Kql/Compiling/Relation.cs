namespace Stemma.Hunting.Kql.Compiling;

/// <summary>A column as the hunt names it, and as the SQL does. DuckDB folds the case of names and Kusto does not, so the SQL's names are made up.</summary>
internal sealed record Column(string Name, KustoType Type, string Id)
{
    public Term AsTerm() => new(Type, Id);
}

/// <summary>A term of the order of rows. What comes from a table's own order is an <see cref="IsOrdinal">ordinal</see>: a BIGINT, ascending.</summary>
internal sealed record OrderTerm(string Id, bool IsDescending, bool NullsFirst, bool IsOrdinal)
{
    public static OrderTerm Ordinal(string id) => new(id, false, false, true);

    public string Sql => $"{Id}{(IsDescending ? " DESC" : " ASC")}{(NullsFirst ? " NULLS FIRST" : " NULLS LAST")}";
}

/// <summary>
/// Rows: a common table expression and what is known of it. It may hold more columns than the hunt sees: those the order of rows rests on, and those
/// that part it (<see cref="Groups"/>), as in mv-apply.
/// </summary>
/// <param name="From">The expression's name in the SQL.</param>
/// <param name="Columns">What the hunt sees, in order.</param>
/// <param name="Order">The order of rows.</param>
internal sealed record Relation(string From, IReadOnlyList<Column> Columns, IReadOnlyList<OrderTerm> Order)
{
    /// <summary>Columns that part the rows: what is computed over rows is computed for each part by itself.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The order is one the hunt asked for, so that windows over rows have a meaning.</summary>
    public bool IsSerialized { get; init; }

    /// <summary>DuckDB gives the rows in this order without being told to.</summary>
    public bool IsNatural { get; init; }

    /// <summary>The name of the table the rows are from, where it is one table.</summary>
    public string? Table { get; init; }

    public Column? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    public string OrderBy(string lead = " ORDER BY ") => Order.Count == 0 ? "" : lead + string.Join(", ", Order.Select(term => term.Sql));

    /// <summary>The ordinal terms of the order: a row's identity.</summary>
    public IEnumerable<string> Ordinals => Order.Where(term => term.IsOrdinal).Select(term => term.Id);

    /// <summary>What a window is over: the parts, and the order.</summary>
    public string Window(string? group = null)
    {
        IEnumerable<string> parts = group is null ? Groups : Groups.Append(group);
        string partition = string.Join(", ", parts);
        return $"({(partition.Length > 0 ? "PARTITION BY " + partition : "")}{OrderBy(partition.Length > 0 ? " ORDER BY " : "ORDER BY ")})";
    }
}

/// <summary>A scalar expression in SQL.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Sql">The SQL, safe to stand in any expression.</param>
internal sealed record Term(KustoType Type, string Sql)
{
    private readonly string? _filter;

    /// <summary>The SQL where null means as much as false: shorter, and DuckDB can read less of a table for it.</summary>
    public string Filter
    {
        get => _filter ?? Sql;
        init => _filter = value;
    }

    /// <summary>The value, where it is known without rows.</summary>
    public object? Value { get; init; }

    /// <summary>The value is known: it is <see cref="Value"/>, which may be null.</summary>
    public bool IsConstant { get; init; }

    public bool IsNull => IsConstant && Value is null;

    /// <summary>Text is never null, and neither are literals.</summary>
    public bool IsNeverNull => Type == KustoType.String || (IsConstant && Value is not null);

    public static Term Text(string sql) => new(KustoType.String, sql);

    public static Term Bool(string sql) => new(KustoType.Bool, sql);

    public static Term Long(string sql) => new(KustoType.Long, sql);

    public static Term Real(string sql) => new(KustoType.Real, sql);

    public static Term Dynamic(string sql) => new(KustoType.Dynamic, sql);

    public static Term Time(string sql) => new(KustoType.DateTime, sql);

    public static Term Span(string sql) => new(KustoType.TimeSpan, sql);

    public static Term Constant(KustoType type, object? value) => new(type, SqlText.Literal(type, value)) { IsConstant = true, Value = value };
}
