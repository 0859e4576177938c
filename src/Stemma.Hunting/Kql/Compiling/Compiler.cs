using System.Globalization;
using System.Text;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <summary>A hunt in SQL.</summary>
/// <param name="Sql">One statement.</param>
/// <param name="Columns">The columns of its answer, in order.</param>
/// <param name="Notes">What the reader of the answer must know, such as data from outside that was taken as empty.</param>
internal sealed record CompiledHunt(string Sql, IReadOnlyList<Column> Columns, IReadOnlyList<string> Notes);

/// <summary>
/// Binds a hunt's names and types and writes it as one SQL statement: a chain of common table expressions, each an operator's work. Operators that only
/// choose or rename columns write nothing: the SQL's own names stay.
/// </summary>
internal sealed partial class Compiler
{
    private const int MaximumSql = 8 << 20;

    private readonly Script _script;
    private readonly IHuntSchema _schema;
    private readonly long _now;
    private readonly Func<string, List<object?[]>> _query;
    private readonly List<(string Name, string Sql, bool IsMaterialized)> _parts = [];
    private readonly List<string> _notes = [];
    private int _ids;
    private int _depth;
    private int _length;
    private Scope _scope = new(null);

    // The rows an expression is about; null outside of operators.
    private Relation? _rows;

    private Compiler(Script script, IHuntSchema schema, DateTime now, Func<string, List<object?[]>> query)
    {
        _script = script;
        _schema = schema;
        _now = now.Ticks;
        _query = query;
    }

    /// <summary>Compiles a hunt.</summary>
    /// <param name="script">The hunt; it must have been read without errors.</param>
    /// <param name="schema">The tables.</param>
    /// <param name="now">What now() says.</param>
    /// <param name="query">Runs SQL, for operators whose columns come from the data.</param>
    /// <exception cref="HuntException">The hunt is wrong, or asks for what is not supported.</exception>
    public static CompiledHunt Compile(Script script, IHuntSchema schema, DateTime now, Func<string, List<object?[]>> query)
    {
        if (script.Errors.Count > 0) throw new HuntException(script.Errors);
        Compiler compiler = new(script, schema, now, query);
        try
        {
            Relation answer = compiler.Run(script.Statements) ?? throw new CompileFailure(0, "there is no query, only definitions; end with the name of what you want to see");
            return new CompiledHunt(compiler.Statement(answer, answer.IsNatural ? "" : answer.OrderBy()), answer.Columns, compiler._notes);
        }
        catch (CompileFailure failure)
        {
            throw new HuntException([HuntError.At(script.Text, failure.At, failure.Message)]);
        }
    }

    private string NextId() => "c" + (++_ids).ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds a common table expression and gives its name.</summary>
    private string AddPart(string sql, bool isMaterialized = false)
    {
        _length += sql.Length;
        if (_length > MaximumSql || _parts.Count > HuntLimits.Terms / 10) throw new CompileFailure(0, "the hunt unfolds to too much; use its functions less often");
        string name = "r" + (_parts.Count + 1).ToString(CultureInfo.InvariantCulture);
        _parts.Add((name, sql, isMaterialized));
        return name;
    }

    /// <summary>The whole statement for some rows.</summary>
    private string Statement(Relation rows, string tail, string? select = null)
    {
        // Only what is used, and inlined where it is used once: DuckDB then pushes filters down to the table.
        HashSet<string> used = [];
        Dictionary<string, int> uses = new(StringComparer.Ordinal);
        string final = $"SELECT {select ?? string.Join(", ", rows.Columns.Select(column => column.Id))} FROM {rows.From}{tail}";
        if (rows.Columns.Count == 0 && select is null) final = $"SELECT 1 AS none FROM {rows.From} WHERE false";
        Count(final);
        for (int i = _parts.Count - 1; i >= 0; i--)
            if (used.Contains(_parts[i].Name)) Count(_parts[i].Sql);
        StringBuilder sql = new();
        foreach ((string name, string part, bool isMaterialized) in _parts)
        {
            if (!used.Contains(name)) continue;
            sql.Append(sql.Length == 0 ? "WITH " : ",\n").Append(name).Append(isMaterialized && uses[name] > 1 ? " AS MATERIALIZED (" : uses[name] == 1 ? " AS NOT MATERIALIZED (" : " AS (").Append(part).Append(')');
        }

        return sql.Append(sql.Length == 0 ? "" : "\n").Append(final).ToString();

        void Count(string text)
        {
            foreach (string name in References(text))
            {
                used.Add(name);
                uses[name] = uses.GetValueOrDefault(name) + 1;
            }
        }
    }

    // Names of parts in SQL text: r and digits, as a word. Text literals may hold some by chance, which does no harm.
    private static IEnumerable<string> References(string sql)
    {
        for (int i = 0; i < sql.Length; i++)
        {
            if (sql[i] != 'r' || (i > 0 && (char.IsLetterOrDigit(sql[i - 1]) || sql[i - 1] == '_'))) continue;
            int end = i + 1;
            while (end < sql.Length && char.IsAsciiDigit(sql[end])) end++;
            if (end > i + 1 && (end == sql.Length || !(char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))) yield return sql[i..end];
            i = end - 1;
        }
    }

    /// <summary>Runs statements in the scope of now; the answer is that of the last query.</summary>
    private Relation? Run(IReadOnlyList<Statement> statements)
    {
        Relation? answer = null;
        for (int i = 0; i < statements.Count; i++)
        {
            switch (statements[i])
            {
                // A name holds from the next statement on: what was written before does not see it.
                case LetStatement let:
                    object value = Evaluate(let.Value);
                    _scope = new Scope(_scope);
                    _scope.Set(let.Name, value);
                    break;
                case FunctionStatement function:
                    UserFunction defined = new(function, _scope);
                    _scope = new Scope(_scope);
                    _scope.Set(function.Name, defined);
                    break;
                case QueryStatement query:
                    answer = Tabular(query.Query);
                    break;
                case OtherStatement { Keyword: "set" or "alias" or "restrict" }:
                    break;
                case OtherStatement other:
                    throw CompileFailure.Unsupported(other.At, $"the statement '{other.Keyword}'");
            }
        }

        return answer;
    }

    /// <summary>What a let names: a value or rows.</summary>
    private object Evaluate(Expression expression)
    {
        if (expression is Name name && Lookup(name.Value) is { } known) return known;
        return IsTabular(expression) ? Tabular(expression) : Scalar(expression);
    }

    private object? Lookup(string name)
    {
        if (_scope.Find(name) is { } known) return known;
        return _schema.Find(name) is { } table ? Table(table) : null;
    }

    private bool IsTabular(Expression expression) => expression switch
    {
        Pipeline or DataTable or ExternalData or Print or RangeSource or OperatorSource or MethodCall => true,
        Name name => Lookup(name.Value) is Relation,
        Call { Function: "materialize" or "table" or "view" or "_GetWatchlist" } => true,
        Call call when _scope.Find(call.Function) is UserFunction function => EndsInRows(function),
        Call call => IsKnownTable(call.Function),
        _ => false,
    };

    private bool EndsInRows(UserFunction function) => Deeper(function.Statement.At, () => EndsInRowsCore(function));

    private bool EndsInRowsCore(UserFunction function)
    {
        if (function.Statement.Body.LastOrDefault(statement => statement is QueryStatement) is not QueryStatement last) return true;
        if (last.Query is Name name)
        {
            if (function.Statement.Parameters.FirstOrDefault(parameter => parameter.Name == name.Value) is { } parameter) return parameter.Columns is not null;
            if (function.Statement.Body.OfType<LetStatement>().LastOrDefault(let => let.Name == name.Value) is { } let) return IsTabular(let.Value) || let.Value is Name;
        }

        Scope outer = _scope;
        _scope = function.Scope;
        bool isTabular = IsTabular(last.Query);
        _scope = outer;
        return isTabular;
    }

    private T Deeper<T>(int at, Func<T> work)
    {
        if (++_depth > HuntLimits.Depth * 2) throw new CompileFailure(at, "this is nested too deep; does a function call itself?");
        T result = work();
        _depth--;
        return result;
    }
}
