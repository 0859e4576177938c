using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <content>
/// Comparisons. <c>==</c> of a value with null is false and <c>!=</c> true, where SQL has null for both; the others give null, as SQL does
/// (Kusto documentation, "Null values").
/// </content>
internal sealed partial class Compiler
{
    private static Term Comparison(int at, string op, Term left, Term right)
    {
        switch (op)
        {
            case "==" or "!=" or "<" or ">" or "<=" or ">=":
                return Ordered(at, op, left, right);
            case "=~" or "!~":
                string folded = $"(lower({Conversions.Text(left).Sql}) {(op == "=~" ? "=" : "<>")} {Lower(right)})";
                return Term.Bool(folded);
            case ":":
                return TextMatch.Compile(at, "has", Conversions.Text(left), Conversions.Text(right));
            case "=":
                throw new CompileFailure(at, "'=' gives a name and compares nothing; write '=='");
            default:
                bool isNegated = op[0] == '!';
                Term match = TextMatch.Compile(at, isNegated ? op[1..] : op, Conversions.Text(left), Conversions.Text(right));
                return isNegated ? Term.Bool($"(NOT {match.Sql})") : match;
        }
    }

    private static string Lower(Term term) =>
        term is { IsConstant: true, Value: string text } ? SqlText.Quote(text.ToLowerInvariant()) : $"lower({Conversions.Text(term).Sql})";

    private static Term Ordered(int at, string op, Term left, Term right)
    {
        (left, right) = Comparable(at, op, left, right);
        string a = left.Sql;
        string b = right.Sql;
        bool isPlain = left.IsNeverNull && right.IsNeverNull;
        bool isHalfPlain = left.IsNeverNull || right.IsNeverNull;
        switch (op)
        {
            case "==":
                if (isPlain) return Term.Bool($"({a} = {b})");
                return Term.Bool(isHalfPlain ? $"coalesce({a} = {b}, false)" : $"coalesce({a} = {b}, CASE WHEN {a} IS NULL AND {b} IS NULL THEN NULL ELSE false END)") with { Filter = $"({a} = {b})" };
            case "!=":
                if (isPlain) return Term.Bool($"({a} <> {b})");
                return Term.Bool(isHalfPlain ? $"({a} IS DISTINCT FROM {b})" : $"coalesce({a} <> {b}, CASE WHEN {a} IS NULL AND {b} IS NULL THEN NULL ELSE true END)");
            default:
                return Term.Bool($"({a} {op} {b})");
        }
    }

    /// <summary>Both sides as one type. A literal becomes what the other side is: <c>EventID == "4688"</c>.</summary>
    private static (Term Left, Term Right) Comparable(int at, string op, Term left, Term right)
    {
        if (left.Type == right.Type)
        {
            if (left.Type == KustoType.Dynamic && op is not ("==" or "!=")) throw Mismatch(at, op, left, right);
            return (left, right);
        }

        if (left.Type == KustoType.Dynamic) return (left.IsNull ? Term.Constant(right.Type, null) : FromDynamic(right.Type, left), Unified(right));
        if (right.Type == KustoType.Dynamic) return (Unified(left), right.IsNull ? Term.Constant(left.Type, null) : FromDynamic(left.Type, right));
        if (left.Type.IsNumber() && right.Type.IsNumber())
        {
            KustoType wide = Wider(left.Type, right.Type);
            return (Conversions.To(wide, left), Conversions.To(wide, right));
        }

        // Text that stands for a value of the other side's type, else the other side as text.
        if (left.Type == KustoType.String && Parsed(left, right.Type) is { } leftValue) return (leftValue, right);
        if (right.Type == KustoType.String && Parsed(right, left.Type) is { } rightValue) return (left, rightValue);
        if (left.Type == KustoType.String || right.Type == KustoType.String) return (Conversions.Text(left), Conversions.Text(right));
        if (left.Type == KustoType.Bool && right.Type.IsWhole()) return (Conversions.To(KustoType.Long, left), right);
        if (right.Type == KustoType.Bool && left.Type.IsWhole()) return (left, Conversions.To(KustoType.Long, right));
        throw Mismatch(at, op, left, right);
    }

    private static Term Unified(Term term) => term.Type == KustoType.Int ? Conversions.To(KustoType.Long, term) : term;

    private static Term FromDynamic(KustoType type, Term value) => Conversions.To(type == KustoType.Int ? KustoType.Long : type, value);

    private static Term? Parsed(Term text, KustoType type)
    {
        if (!text.IsConstant) return null;
        Term parsed = Conversions.To(type, text);
        return parsed is { IsConstant: true, Value: not null } ? parsed : null;
    }

    /// <summary>The number type that holds both.</summary>
    internal static KustoType Wider(KustoType a, KustoType b) =>
        a == KustoType.Decimal || b == KustoType.Decimal ? KustoType.Decimal : a == KustoType.Real || b == KustoType.Real ? KustoType.Real : KustoType.Long;

    private Term Membership(Binary binary)
    {
        Term value = Scalar(binary.Left);
        bool isNegated = binary.Operator[0] == '!';
        bool isFolded = binary.Operator[^1] == '~';
        if (isFolded) value = Conversions.Text(value);
        ExpressionList list = (ExpressionList)binary.Right;
        List<string> constants = [];
        List<string> conditions = [];
        foreach (Expression item in list.Items)
        {
            if (IsTabular(item))
            {
                conditions.Add(InRows(value, Tabular(item), isFolded));
                continue;
            }

            Term term = Scalar(item);
            if (term is { IsConstant: true, Value: null, Type: KustoType.Dynamic }) continue;
            if (term.Type != KustoType.Dynamic) Add(term);
            else if (term is { IsConstant: true, Value: string json })
                foreach (Term element in DynamicText.Elements(json)) Add(element);
            else conditions.Add(InArray(value, term, isFolded));
        }

        if (constants.Count > 0)
        {
            string left = isFolded ? $"lower({value.Sql})" : Unified(value).Sql;
            conditions.Insert(0, constants.Count == 1 ? $"({left} = {constants[0]})" : $"({left} IN ({string.Join(", ", constants)}))");
        }

        string any = conditions.Count == 0 ? "false" : conditions.Count == 1 ? conditions[0] : $"({string.Join(" OR ", conditions)})";
        if (isNegated) return Term.Bool($"(NOT coalesce({any}, false))");
        return Term.Bool($"coalesce({any}, false)") with { Filter = any };

        void Add(Term element)
        {
            if (isFolded) constants.Add(Lower(element));
            else
            {
                if (value.Type == KustoType.Dynamic) value = FromDynamic(element.Type, value);
                (Term Left, Term Right) both = Comparable(binary.At, "in", value, element);
                if (both.Left.Type == KustoType.String && value.Type != KustoType.String) value = both.Left;
                if (!both.Right.IsNull) constants.Add(both.Right.Sql);
            }
        }
    }

    private static string InRows(Term value, Relation rows, bool isFolded)
    {
        if (rows.Columns.Count == 0) return "false";
        Term column = rows.Columns[0].AsTerm();
        if (isFolded) return $"(lower({value.Sql}) IN (SELECT lower({Conversions.Text(column).Sql}) FROM {rows.From}))";
        if (column.Type == KustoType.Dynamic && value.Type != KustoType.Dynamic) column = Conversions.To(value.Type, column);
        else if (value.Type == KustoType.Dynamic || (value.Type != column.Type && !(value.Type.IsNumber() && column.Type.IsNumber()))) (value, column) = (Conversions.Text(value), Conversions.Text(column));
        return $"({value.Sql} IN (SELECT {column.Sql} FROM {rows.From} WHERE {column.Sql} IS NOT NULL))";
    }

    private static string InArray(Term value, Term array, bool isFolded)
    {
        string text = Conversions.Text(value).Sql;
        return isFolded ? $"list_contains(kql_texts(lower({array.Sql})), lower({text}))" : $"list_contains(kql_texts({array.Sql}), {text})";
    }

    // has_any and has_all.
    private Term TermLists(Binary binary)
    {
        Term value = Conversions.Text(Scalar(binary.Left));
        bool isNegated = binary.Operator[0] == '!';
        bool isAll = binary.Operator.EndsWith("has_all", StringComparison.Ordinal);
        List<string> needles = [];
        List<string> conditions = [];
        foreach (Expression item in ((ExpressionList)binary.Right).Items)
        {
            if (IsTabular(item))
            {
                Relation rows = Tabular(item);
                string list = rows.Columns.Count == 0 ? "'[]'" : $"(SELECT to_json(list({Conversions.Text(rows.Columns[0].AsTerm()).Sql}))::VARCHAR FROM {rows.From})";
                conditions.Add($"kql_has_{(isAll ? "all" : "any")}({value.Sql}, {list})");
                continue;
            }

            Term term = Scalar(item);
            if (term is { Type: KustoType.Dynamic, IsConstant: true, Value: string json }) needles.AddRange(DynamicText.Elements(json).Select(element => (string)Conversions.Text(element).Value!));
            else if (term.Type == KustoType.Dynamic) conditions.Add($"kql_has_{(isAll ? "all" : "any")}({value.Sql}, {term.Sql})");
            else if (Conversions.Text(term) is { IsConstant: true, Value: string needle }) needles.Add(needle);
            else conditions.Add(TextMatch.Compile(binary.At, "has", value, Conversions.Text(term)).Sql);
        }

        if (needles.Count > 0 && !isAll) conditions.Insert(0, TextMatch.HasAny(value.Sql, needles));
        else conditions.InsertRange(0, needles.Select(needle => TextMatch.Compile(binary.At, "has", value, Term.Constant(KustoType.String, needle)).Sql));
        string sql = conditions.Count == 0 ? (isAll ? "true" : "false") : $"({string.Join(isAll ? " AND " : " OR ", conditions)})";
        return Term.Bool(isNegated ? $"(NOT {sql})" : sql);
    }
}
