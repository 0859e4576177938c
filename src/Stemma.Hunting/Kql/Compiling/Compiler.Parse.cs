using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>parse, parse-where and parse-kv.</content>
internal sealed partial class Compiler
{
    // The pattern becomes one regular expression with a group for each column.
    private Relation Parsed(Parse parse, Relation rows)
    {
        List<(ColumnDeclaration Column, int Group)> groups = [];
        string pattern = Pattern(parse, groups);
        Term text = null!;
        Relation prepared = WithRows(rows, () => text = Hoisted(KustoType.String, Conversions.Text(Scalar(parse.Value)).Sql));
        if (parse.Kind == "regex" && RegexText.ToRe2(pattern[pattern.IndexOf('^', StringComparison.Ordinal)..]) is null) throw new CompileFailure(parse.At, "the pattern is no regular expression that Kusto takes");
        string matches = $"regexp_matches({text.Sql}, {SqlText.Quote(pattern)})";
        List<Term> values = [.. groups.Select(group => Conversions.To(group.Column.Type, Term.Text($"regexp_extract({text.Sql}, {SqlText.Quote(pattern)}, {group.Group})")))];
        List<string> typed = [.. values.Where((_, i) => groups[i].Column.Type != KustoType.String).Select(value => $"{value.Sql} IS NOT NULL")];
        // What cannot be converted makes the whole pattern fail, but not where it is relaxed.
        string succeeds = parse.Kind == "simple" && typed.Count > 0 ? $"({matches} AND {string.Join(" AND ", typed)})" : matches;
        string from = prepared.From;
        string isMatch = NextId();
        from = AddPart($"SELECT *, {succeeds} AS {isMatch} FROM {from}{(parse.IsFilter ? $" WHERE {succeeds}" : "")}");
        List<Column> columns = [.. rows.Columns];
        List<string> selected = [];
        for (int i = 0; i < groups.Count; i++)
        {
            Column column = new(groups[i].Column.Name, groups[i].Column.Type, NextId());
            selected.Add($"CASE WHEN {isMatch} THEN {values[i].Sql} ELSE {SqlText.Literal(column.Type, null)} END AS {column.Id}");
            Put(columns, column);
        }

        return prepared with { From = selected.Count == 0 ? from : AddPart($"SELECT *, {string.Join(", ", selected)} FROM {from}"), Columns = columns };
    }

    private static string Pattern(Parse parse, List<(ColumnDeclaration Column, int Group)> groups)
    {
        bool isRegex = parse.Kind == "regex";
        string pattern = "";
        int group = 0;
        for (int i = 0; i < parse.Pattern.Count; i++)
        {
            PatternPart part = parse.Pattern[i];
            bool isLast = i == parse.Pattern.Count - 1;
            if (part.Text is { } text)
            {
                pattern += isRegex ? $"(?:{text})" : RegexText.Escape(text);
                if (isRegex) group += RegexText.Groups(text);
            }
            else if (part.Column is { } column)
            {
                groups.Add((new ColumnDeclaration(part.At, column, part.Type), ++group));
                pattern += Capture(part.Type, isLast, isRegex);
            }
            else pattern += isLast ? ".*" : ".*?";
        }

        string flags = isRegex ? "s" + new string([.. parse.Flags.Where(flag => flag is 'i' or 'm' or 'U')]) : "s";
        return $"(?{flags})^{pattern}";
    }

    // A column takes as little as it can up to the next text; in a regular expression, as much, unless flags=U.
    private static string Capture(KustoType type, bool isLast, bool isRegex) => type switch
    {
        KustoType.Int or KustoType.Long => isLast ? @"\s*([+-]?(?:0[xX][0-9a-fA-F]+|\d+))\s*$" : @"\s*([+-]?(?:0[xX][0-9a-fA-F]+|\d+))",
        _ => isLast ? "(.*)$" : isRegex ? "(.*)" : "(.*?)",
    };

    private Relation ParsedPairs(ParseKv kv, Relation rows)
    {
        string Option(string name, string otherwise) =>
            kv.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value is Literal { Value: string text } ? text : otherwise;
        if (kv.Parameters.FirstOrDefault(parameter => parameter.Name == "regex") is { } regex) throw CompileFailure.Unsupported(regex.At, "parse-kv by a regular expression");
        bool isGreedy = kv.Parameters.Any(parameter => parameter is { Name: "greedy", Value: Literal { Value: true } });
        string bag = NextId();
        Term text = null!;
        Relation prepared = WithRows(rows, () => text = Conversions.Text(Scalar(kv.Value)));
        string arguments = string.Join(", ", new[] { Option("pair_delimiter", ""), Option("kv_delimiter", ""), Option("quote", ""), Option("escape", "") }.Select(SqlText.Quote));
        string from = AddPart($"SELECT *, kql_parse_kv({text.Sql}, {arguments}, {(isGreedy ? "true" : "false")}) AS {bag} FROM {prepared.From}");
        List<Column> columns = [.. rows.Columns];
        List<string> selected = [];
        foreach (ColumnDeclaration declared in kv.Columns)
        {
            Column column = new(declared.Name, declared.Type, NextId());
            Term value = Conversions.To(declared.Type, Conversions.Text(Term.Dynamic($"kql_member({bag}, {SqlText.Quote(PathStep(declared.Name))})")));
            selected.Add($"{value.Sql} AS {column.Id}");
            Put(columns, column);
        }

        return prepared with { From = AddPart($"SELECT *, {string.Join(", ", selected)} FROM {from}"), Columns = columns };
    }
}
