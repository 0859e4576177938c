using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using Stemma.Hunting.Execution;
using Stemma.Hunting.Kql.Compiling;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name; two columns may not have one.</param>
/// <param name="Type">Its type.</param>
public sealed record AnswerColumn(string Name, KustoType Type);

/// <summary>
/// What a hunt found. Values by type: bool, int, long, double, decimal (of <see cref="KustoType.Decimal"/>), string (also of guid and, as JSON text,
/// dynamic), <see cref="DateTime"/> in UTC, <see cref="TimeSpan"/>; null where there is none.
/// </summary>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Rows">The rows, each with a value for each column.</param>
/// <param name="Notes">What the reader must know, such as outside data that was taken as empty.</param>
/// <param name="IsCut">There are more rows than an answer may have.</param>
public sealed record HuntAnswer(IReadOnlyList<AnswerColumn> Columns, IReadOnlyList<object?[]> Rows, IReadOnlyList<string> Notes, bool IsCut);

/// <summary>
/// Answers hunts in the Kusto query language (KQL) over DuckDB. An engine is for one thread at a time. Nothing is read but its database:
/// DuckDB's access to files and networks is off.
/// </summary>
public sealed class HuntEngine : IDisposable
{
    private readonly DuckDBConnection _connection;

    private HuntEngine(DuckDBConnection connection)
    {
        _connection = connection;
    }

    /// <summary>An engine over an empty database in memory.</summary>
    /// <exception cref="DllNotFoundException">DuckDB's native library is not beside the program.</exception>
    public static HuntEngine InMemory() => Open("Data Source=:memory:");

    /// <summary>An engine over a DuckDB file, which is only read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DuckDBException">It is no DuckDB database, or cannot be read.</exception>
    public static HuntEngine OpenFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open($"Data Source={path};ACCESS_MODE=READ_ONLY");
    }

    private static HuntEngine Open(string source)
    {
        DuckDBConnection connection = new(source);
        try
        {
            connection.Open();
            HuntEngine engine = new(connection);
            BuiltInFunctions.Table.Register(connection);
            foreach (string macro in Macros.All) engine.Execute("CREATE TEMP MACRO " + macro);
            engine.Execute("SET enable_external_access = false");
            return engine;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The SQL that answers a hunt.</summary>
    /// <param name="hunt">The hunt, in KQL.</param>
    /// <param name="now">What now() says; UTC.</param>
    /// <param name="schema">The tables.</param>
    /// <exception cref="HuntException">The hunt is wrong, or asks for what is not supported.</exception>
    public string Explain(string hunt, DateTime now, IHuntSchema schema) => Compile(hunt, now, schema).Sql;

    /// <summary>Answers a hunt.</summary>
    /// <param name="hunt">The hunt, in KQL.</param>
    /// <param name="now">What now() says, once for the whole hunt; UTC. Old logs are hunted as of the time they are from.</param>
    /// <param name="schema">The tables.</param>
    /// <exception cref="HuntException">The hunt is wrong, asks for what is not supported, or fails on the data.</exception>
    public HuntAnswer Run(string hunt, DateTime now, IHuntSchema schema)
    {
        CompiledHunt compiled = Compile(hunt, now, schema);
        List<object?[]> rows = Query(compiled.Sql, HuntLimits.Rows + 1);
        bool isCut = rows.Count > HuntLimits.Rows;
        if (isCut) rows.RemoveAt(HuntLimits.Rows);
        foreach (object?[] row in rows)
            for (int i = 0; i < row.Length && i < compiled.Columns.Count; i++) row[i] = Value(compiled.Columns[i].Type, row[i]);
        return new HuntAnswer([.. compiled.Columns.Select(column => new AnswerColumn(column.Name, column.Type))], rows, compiled.Notes, isCut);
    }

    /// <summary>Runs SQL that makes or fills tables; for those who set an engine up, never with text of a hunt.</summary>
    /// <param name="sql">One statement.</param>
    /// <exception cref="DuckDBException">The statement is wrong.</exception>
    public void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private CompiledHunt Compile(string hunt, DateTime now, IHuntSchema schema)
    {
        ArgumentNullException.ThrowIfNull(hunt);
        ArgumentNullException.ThrowIfNull(schema);
        return Compiler.Compile(Parser.Parse(hunt), schema, now, sql => Query(sql, HuntLimits.Rows));
    }

    private List<object?[]> Query(string sql, int limit)
    {
        try
        {
            using DuckDBCommand command = _connection.CreateCommand();
            command.UseStreamingMode = true;
            command.CommandText = sql;
            using DuckDBDataReader reader = command.ExecuteReader();
            List<object?[]> rows = [];
            while (rows.Count < limit && reader.Read())
            {
                object?[] row = new object?[reader.FieldCount];
                for (int i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                rows.Add(row);
            }

            return rows;
        }
        catch (DuckDBException error)
        {
            throw new HuntException([new HuntError($"the database could not answer: {error.Message}", 0, 0)]);
        }
    }

    private static object? Value(KustoType type, object? value) => Plain(type, value) switch
    {
        long ticks when type == KustoType.DateTime => ticks >= 0 && ticks <= ValueText.MaximumTicks ? new DateTime(ticks, DateTimeKind.Utc) : null,
        long ticks when type == KustoType.TimeSpan => new TimeSpan(ticks),
        var other => other,
    };

    /// <summary>A value as DuckDB gives it, as its type's: times and spans in ticks.</summary>
    internal static object? Plain(KustoType type, object? value) => (type, value) switch
    {
        (_, null) => type == KustoType.String ? "" : null,
        (KustoType.Guid, string text) when Guid.TryParse(text, out Guid guid) => guid.ToString("D"),
        (KustoType.Long or KustoType.DateTime or KustoType.TimeSpan, not long) => value is BigInteger big ? (long)big : Convert.ToInt64(value, CultureInfo.InvariantCulture),
        (KustoType.Int, not int) => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        (KustoType.Real, not double) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => value,
    };
}
