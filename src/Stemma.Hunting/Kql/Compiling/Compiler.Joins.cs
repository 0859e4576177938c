using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>join and lookup. Null is equal to null as a key, as the recorded answers show.</content>
internal sealed partial class Compiler
{
    private Relation Joined(Join join, Relation left)
    {
        Relation right = Tabular(join.Right);
        string kind = Kind(join);
        List<(Term Left, Term Right, string RightName)> keys = JoinKeys(join, left, right);
        string on = keys.Count == 0 ? "true" : string.Join(" AND ", keys.Select(key => JoinCondition(key.Left, key.Right)));
        switch (kind)
        {
            case "leftsemi" or "leftanti":
                return left with { From = AddPart($"SELECT l.* FROM {left.From} AS l {(kind == "leftsemi" ? "SEMI" : "ANTI")} JOIN {right.From} AS r ON {on}"), IsNatural = false, IsSerialized = false };
            case "rightsemi" or "rightanti":
                string reversed = string.Join(" AND ", keys.Select(key => JoinCondition(key.Right, key.Left)).DefaultIfEmpty("true"));
                return right with { From = AddPart($"SELECT r.* FROM {right.From} AS r {(kind == "rightsemi" ? "SEMI" : "ANTI")} JOIN {left.From} AS l ON {reversed}"), IsNatural = false, IsSerialized = false, Groups = [] };
        }

        string from = left.From;
        if (kind == "innerunique" && keys.Count > 0)
            from = AddPart($"SELECT * FROM {left.From} AS l QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", keys.Select(key => key.Left.Sql).Concat(left.Groups))}{left.OrderBy()}) = 1");
        return Sided(left with { From = from }, right, kind, on, join.IsLookup ? [.. keys.Select(key => key.RightName)] : []);
    }

    private static string Kind(Join join)
    {
        string kind = join.IsLookup ? "leftouter" : "innerunique";
        foreach (Parameter parameter in join.Parameters)
            if (parameter.Name == "kind") kind = (parameter.Value as Name)?.Value ?? kind;
        return kind switch
        {
            "inner" or "innerunique" or "leftouter" or "rightouter" or "fullouter" or "leftsemi" or "rightsemi" or "leftanti" or "rightanti" => kind,
            "anti" or "leftantisemi" => "leftanti",
            "rightantisemi" => "rightanti",
            _ => throw new CompileFailure(join.At, Suggestion.For(kind, ["inner", "innerunique", "leftouter", "rightouter", "fullouter", "leftsemi", "rightsemi", "leftanti", "rightanti"], $"'{kind}' is no kind of join")),
        };
    }

    private static List<(Term Left, Term Right, string RightName)> JoinKeys(Join join, Relation left, Relation right)
    {
        List<(Term, Term, string)> keys = [];
        foreach (Expression condition in join.Conditions) AddKeys(condition);
        return keys;

        void AddKeys(Expression condition)
        {
            switch (condition)
            {
                case Binary { Operator: "and" } both:
                    AddKeys(both.Left);
                    AddKeys(both.Right);
                    break;
                case Name name:
                    Add(name, ColumnOf(name, left), ColumnOf(name, right));
                    break;
                case Binary { Operator: "==", Left: Member { Target: Name { Value: "$left" } } a, Right: Member { Target: Name { Value: "$right" } } b }:
                    Add(a, ColumnOf(new Name(a.At, a.Property), left), ColumnOf(new Name(b.At, b.Property), right));
                    break;
                case Binary { Operator: "==", Left: Member { Target: Name { Value: "$right" } } b, Right: Member { Target: Name { Value: "$left" } } a }:
                    Add(a, ColumnOf(new Name(a.At, a.Property), left), ColumnOf(new Name(b.At, b.Property), right));
                    break;
                case Binary { Operator: "==", Left: Name a, Right: Name b } when left.Find(a.Value) is { } x && right.Find(b.Value) is { } y:
                    Add(a, x, y);
                    break;
                default:
                    throw new CompileFailure(condition.At, "a join is on columns: on Name, or on $left.A == $right.B");
            }
        }

        void Add(Expression at, Column a, Column b)
        {
            (Term l, Term r) = Comparable(at.At, "==", new Term(a.Type, "l." + a.Id), new Term(b.Type, "r." + b.Id));
            keys.Add((l, r, b.Name));
        }
    }

    private static string JoinCondition(Term left, Term right) => left.IsNeverNull && right.IsNeverNull ? $"{left.Sql} = {right.Sql}" : $"{left.Sql} IS NOT DISTINCT FROM {right.Sql}";

    // Both sides' columns: those of a side that may be missing are padded, text with "" and all else with null.
    private Relation Sided(Relation left, Relation right, string kind, string on, HashSet<string> dropped)
    {
        bool padsLeft = kind is "rightouter" or "fullouter";
        bool padsRight = kind is "leftouter" or "fullouter";
        List<string> selected = [];
        List<Column> columns = [];
        Dictionary<string, string> leftIds = [];
        foreach (Column column in left.Columns)
        {
            if (!leftIds.TryGetValue(column.Id, out string? id)) leftIds[column.Id] = id = Select("l", column, padsLeft);
            columns.Add(column with { Id = id });
        }

        Dictionary<string, string> rightIds = [];
        foreach (Column column in right.Columns)
        {
            if (dropped.Contains(column.Name)) continue;
            if (!rightIds.TryGetValue(column.Id, out string? id)) rightIds[column.Id] = id = Select("r", column, padsRight);
            columns.Add(new Column(Unique(column.Name, columns), column.Type, id));
        }

        List<OrderTerm> order = [.. Hidden(left, "l", leftIds), .. Hidden(right, "r", rightIds)];
        foreach (string group in left.Groups) selected.Add("l." + group);
        string word = kind switch { "leftouter" => "LEFT", "rightouter" => "RIGHT", "fullouter" => "FULL", _ => "INNER" };
        if (selected.Count == 0) selected.Add("1 AS none");
        return new Relation(AddPart($"SELECT {string.Join(", ", selected)} FROM {left.From} AS l {word} JOIN {right.From} AS r ON {on}"), columns, order) { Groups = left.Groups };

        string Select(string side, Column column, bool isPadded)
        {
            string id = NextId();
            selected.Add(isPadded && column.Type == KustoType.String ? $"coalesce({side}.{column.Id}, '') AS {id}" : $"{side}.{column.Id} AS {id}");
            return id;
        }

        // Columns that only the order needs.
        List<OrderTerm> Hidden(Relation rows, string side, Dictionary<string, string> ids)
        {
            List<OrderTerm> terms = [];
            foreach (OrderTerm term in rows.Order)
            {
                if (!ids.TryGetValue(term.Id, out string? id))
                {
                    ids[term.Id] = id = NextId();
                    selected.Add($"{side}.{term.Id} AS {id}");
                }

                terms.Add(term with { Id = id });
            }

            return terms;
        }
    }
}
