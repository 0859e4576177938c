namespace Stemma.Hunting;

/// <summary>A column of a table that hunts can ask.</summary>
/// <param name="Name">The name in hunts; its case matters.</param>
/// <param name="Type">Its type; <see cref="KustoType"/> says how its values must stand in DuckDB. Text must not be NULL.</param>
/// <param name="Sql">An SQL expression over the table's source that gives the value, such as a quoted column name.</param>
public sealed record HuntColumn(string Name, KustoType Type, string Sql);

/// <summary>A table that hunts can ask.</summary>
/// <param name="Name">The name in hunts; its case matters.</param>
/// <param name="Columns">Its columns, in the order they are shown.</param>
/// <param name="Source">What stands behind FROM: a table, a view, or a query in parentheses.</param>
/// <param name="Ordinal">An SQL expression over the source of type BIGINT that orders its rows, such as <c>rowid</c>, so that answers are the same each time; null where there is none.</param>
public sealed record HuntTable(string Name, IReadOnlyList<HuntColumn> Columns, string Source, string? Ordinal);

/// <summary>The tables that hunts can ask. What it names must be there in the engine's database.</summary>
public interface IHuntSchema
{
    /// <summary>All tables, by name in ordinal order.</summary>
    IReadOnlyCollection<HuntTable> Tables { get; }

    /// <summary>The table of a name; null for none.</summary>
    /// <param name="name">The name as the hunt has it.</param>
    HuntTable? Find(string name);
}
