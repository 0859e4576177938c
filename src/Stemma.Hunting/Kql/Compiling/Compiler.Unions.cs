using System.Globalization;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>union, search and find: rows of several tables.</content>
internal sealed partial class Compiler
{
    private Relation ApplySource(Operator op) => op switch
    {
        Union union => United(union, null),
        Search search => Searched(search, null),
        Find find => Found(find, null),
        Evaluate evaluate => throw CompileFailure.Unsupported(evaluate.At, $"the plugin {evaluate.Plugin.Function} without rows before it"),
        _ => throw new CompileFailure(op.At, "this operator needs rows before it"),
    };

    private Relation United(Union union, Relation? rows)
    {
        bool isFuzzy = union.Parameters.Any(parameter => parameter is { Name: "isfuzzy", Value: Literal { Value: true } });
        bool isInner = union.Parameters.Any(parameter => parameter is { Name: "kind", Value: Name { Value: "inner" } });
        string? source = (union.Parameters.FirstOrDefault(parameter => parameter.Name == "withsource")?.Value as Name)?.Value;
        List<Relation> tables = rows is null ? [] : [rows];
        foreach (Expression table in union.Tables) tables.AddRange(Tables(table, isFuzzy));
        if (tables.Count == 0) throw new CompileFailure(union.At, "none of the tables of this union is there");
        return United(tables, source, isInner);
    }

    private IEnumerable<Relation> Tables(Expression table, bool isFuzzy)
    {
        if (table is Star) return _schema.Tables.Select(Table);
        if (table is Name { Value: var pattern } && pattern.Contains('*', StringComparison.Ordinal))
        {
            string[] parts = pattern.Split('*');
            return [.. _schema.Tables.Where(known => Fits(known.Name, parts)).Select(Table)];
        }

        if (!isFuzzy) return [Tabular(table)];
        // Only what is not there is left out; what is there and wrong is an error.
        if (Missing(table) is not { } missing) return [Tabular(table)];
        _notes.Add($"the table '{missing}' is not there and was left out of the union");
        return [];
    }

    private string? Missing(Expression table) => table switch
    {
        Name name => Lookup(name.Value) is null ? name.Value : null,
        Pipeline pipeline => Missing(pipeline.Source),
        Call call when call.Function is not ("materialize" or "table" or "view") => _scope.Find(call.Function) is null && !IsKnownTable(call.Function) ? call.Function : null,
        _ => null,
    };

    private Relation United(List<Relation> tables, string? source, bool isInner = false)
    {
        List<Column> columns = [];
        if (source is not null) columns.Add(new Column(source, KustoType.String, NextId()));
        List<(string Name, KustoType Type)> wanted = [];
        foreach (Relation table in tables)
            foreach (Column column in table.Columns)
                if (!wanted.Contains((column.Name, column.Type)) && (!isInner || tables.TrueForAll(other => other.Find(column.Name)?.Type == column.Type))) wanted.Add((column.Name, column.Type));
        // A name that has two types becomes two columns.
        foreach ((string name, KustoType type) in wanted)
            columns.Add(new Column(wanted.Count(other => other.Name == name) > 1 ? $"{name}_{KustoTypes.Name(type)}" : name, type, NextId()));
        string branch = NextId();
        string ordinal = NextId();
        List<string> parts = [];
        for (int i = 0; i < tables.Count; i++)
        {
            Relation table = tables[i];
            List<string> selected = [];
            if (source is not null) selected.Add($"{SqlText.Quote(table.Table ?? "union_arg" + i.ToString(CultureInfo.InvariantCulture))} AS {columns[0].Id}");
            for (int j = 0; j < wanted.Count; j++)
            {
                Column? found = table.Columns.FirstOrDefault(column => column.Name == wanted[j].Name && column.Type == wanted[j].Type);
                selected.Add($"{found?.Id ?? SqlText.Literal(wanted[j].Type, null)} AS {columns[j + (source is null ? 0 : 1)].Id}");
            }

            string[] ordinals = [.. table.Ordinals];
            string place = ordinals.Length == 1 && table.Order.Count == 1 ? ordinals[0] : table.Order.Count == 0 ? "0::BIGINT" : $"row_number() OVER ({table.OrderBy("ORDER BY ")})";
            selected.Add($"{i.ToString(CultureInfo.InvariantCulture)}::BIGINT AS {branch}");
            selected.Add($"{place} AS {ordinal}");
            parts.Add($"SELECT {string.Join(", ", selected)} FROM {table.From}");
        }

        return new Relation(AddPart(string.Join(" UNION ALL ", parts)), columns, [OrderTerm.Ordinal(branch), OrderTerm.Ordinal(ordinal)]) { Table = null };
    }

    private Relation Searched(Search search, Relation? rows)
    {
        bool isSensitive = search.Parameters.Any(parameter => parameter is { Name: "kind", Value: Name { Value: "case_sensitive" } });
        List<Relation> tables = rows is not null ? [rows] : search.Tables.Count > 0 ? [.. search.Tables.SelectMany(table => Tables(table, false))] : [.. _schema.Tables.Select(Table)];
        if (tables.Count == 0) throw new CompileFailure(search.At, "there are no tables to search");
        for (int i = 0; i < tables.Count; i++)
        {
            Term term = null!;
            Relation prepared = WithRows(tables[i], () => term = SearchCondition(search.Condition, isSensitive));
            tables[i] = prepared with { From = AddPart($"SELECT * FROM {prepared.From} WHERE {term.Filter}"), Table = prepared.Table ?? "search_arg" + i.ToString(CultureInfo.InvariantCulture) };
        }

        return United(tables, "$table");
    }

    // A bare text is sought in all columns: as a term, or as a pattern where it has *.
    private Term SearchCondition(Expression condition, bool isSensitive)
    {
        switch (condition)
        {
            case Binary { Operator: "and" or "or" } both:
                return Term.Bool($"({SearchCondition(both.Left, isSensitive).Filter} {both.Operator.ToUpperInvariant()} {SearchCondition(both.Right, isSensitive).Filter})");
            case Call { Function: "not", Arguments: [{ Value: var inner }] }:
                return Term.Bool($"(NOT coalesce({SearchCondition(inner, isSensitive).Sql}, false))");
            case Literal literal when literal.Type != KustoType.Bool:
                return AnyTerm(literal, Convert.ToString(Conversions.Text(Scalar(literal)).Value, CultureInfo.InvariantCulture)!, isSensitive);
            case Binary { Operator: ":", Left: Name column, Right: Literal { Value: string text } }:
                return SearchTerm(condition.At, Conversions.Text(Scalar(column)), text, isSensitive);
            case Binary { Left: Name { Value: var name } } other when other.Operator is not ("and" or "or") && _rows?.Find(name) is null && _scope.Find(name) is null:
                return Term.Bool("false"); // a table without the column has no such row
            default:
                return Condition(condition);
        }
    }

    private Term AnyTerm(Literal literal, string text, bool isSensitive)
    {
        if (text == "*") return Term.Bool("true");
        // A number that is sought is not sought among numbers with a fraction, as the recorded answers show.
        IEnumerable<Column> columns = _rows!.Columns.Where(column => literal.Type == KustoType.String || column.Type is not (KustoType.Real or KustoType.Decimal));
        return Term.Bool($"({string.Join(" OR ", columns.Select(column => SearchTerm(literal.At, Conversions.Text(column.AsTerm()), text, isSensitive).Sql).DefaultIfEmpty("false"))})");
    }

    private static Term SearchTerm(int at, Term value, string text, bool isSensitive)
    {
        if (text == "*") return Term.Bool("true");
        string suffix = isSensitive ? "_cs" : "";
        bool isOpenStart = text.StartsWith('*');
        bool isOpenEnd = text.EndsWith('*');
        string needle = text.Trim('*');
        if (needle.Contains('*', StringComparison.Ordinal))
        {
            string pattern = string.Join(".*", needle.Split('*').Select(RegexText.Escape));
            return Term.Bool($"regexp_matches({value.Sql}, {SqlText.Quote((isSensitive ? "(?s)" : "(?is)") + pattern)})");
        }

        string op = (isOpenStart, isOpenEnd) switch { (true, true) => "contains", (true, false) => "hassuffix", (false, true) => "hasprefix", _ => "has" };
        return TextMatch.Compile(at, op + suffix, value, Term.Constant(KustoType.String, needle));
    }

    private Relation Found(Find find, Relation? rows)
    {
        if (find.Columns.Count == 0) throw CompileFailure.Unsupported(find.At, "find without project; name the columns to be shown: | project …");
        List<Relation> tables = rows is not null ? [rows] : find.Tables.Count > 0 ? [.. find.Tables.SelectMany(table => Tables(table, false))] : [.. _schema.Tables.Select(Table)];
        string source = (find.Parameters.FirstOrDefault(parameter => parameter.Name == "withsource")?.Value as Name)?.Value ?? "source_";
        for (int i = 0; i < tables.Count; i++)
        {
            Term term = null!;
            Relation prepared = WithRows(tables[i], () => term = SearchCondition(find.Condition, false));
            Relation found = prepared with { From = AddPart($"SELECT * FROM {prepared.From} WHERE {term.Filter}") };
            NamedExpression[] there = [.. find.Columns.Where(column => column.Value is not Name name || found.Find(name.Value) is not null)];
            tables[i] = Chosen(new Project(find.At, ProjectKind.Project, there, []), found);
        }

        return United(tables, source);
    }
}
