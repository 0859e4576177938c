using System.Diagnostics.CodeAnalysis;

namespace Stemma.Hunting.Kql.Compiling;

/// <summary>
/// The scalar functions, from the language's documentation. A function is SQL where DuckDB has what it means, else a call of one of ours
/// (<c>kql_…</c>, in <c>Execution</c>), which DuckDB calls back.
/// </summary>
internal static partial class ScalarFunctions
{
    private static readonly Dictionary<string, ScalarFunction> All = Make();

    public static IEnumerable<string> Names => All.Keys;

    public static bool TryFind(string name, [NotNullWhen(true)] out ScalarFunction? function) => All.TryGetValue(name, out function);

    private static Dictionary<string, ScalarFunction> Make()
    {
        Dictionary<string, ScalarFunction> all = new(StringComparer.Ordinal);
        AddConversions(all);
        AddText(all);
        AddParsing(all);
        AddTimes(all);
        AddNumbers(all);
        AddDynamic(all);
        AddSeries(all);
        AddNetwork(all);
        return all;
    }

    private static void Add(this Dictionary<string, ScalarFunction> all, string names, int least, int most, Func<FunctionCall, Term> compile)
    {
        foreach (string name in names.Split(' ')) all[name] = new ScalarFunction(least, most, compile);
    }

    private static void AddConversions(Dictionary<string, ScalarFunction> all)
    {
        all.Add("tostring", 1, 1, c => Conversions.Text(c[0]));
        all.Add("toint", 1, 1, c => Conversions.To(KustoType.Int, c[0]));
        all.Add("tolong", 1, 1, c => Conversions.To(KustoType.Long, c[0]));
        all.Add("toreal todouble", 1, 1, c => Conversions.To(KustoType.Real, c[0]));
        all.Add("todecimal", 1, 1, c => Conversions.To(KustoType.Decimal, c[0]));
        all.Add("tobool toboolean", 1, 1, c => Conversions.To(KustoType.Bool, c[0]));
        all.Add("todatetime", 1, 1, c => Conversions.To(KustoType.DateTime, c[0]));
        all.Add("totimespan totime", 1, 1, c => Conversions.To(KustoType.TimeSpan, c[0]));
        all.Add("toguid", 1, 1, c => Conversions.To(KustoType.Guid, c[0]));
        all.Add("todynamic parse_json parsejson toobject", 1, 1, c => c[0].Type == KustoType.String ? Term.Dynamic($"kql_parse_json({c[0].Sql})") : Term.Dynamic(c.Json(0)));
        all.Add("dynamic_to_json", 1, 1, c => Term.Text($"coalesce(kql_sorted_json({c.Json(0)}), '')"));
        all.Add("gettype", 1, 1, TypeOf);
        all.Add("iff iif", 3, 3, c => Choice(c, [c.Bool(0)], [c[1]], c[2]));
        all.Add("case", 3, 1000, Case);
        all.Add("coalesce", 2, 64, c =>
        {
            (KustoType type, Term[] terms) = Unify(c, c.Arguments);
            return new Term(type, type == KustoType.String
                ? "coalesce(" + string.Join(", ", terms.Take(terms.Length - 1).Select(term => $"nullif({term.Sql}, '')")) + $", {terms[^1].Sql})"
                : $"coalesce({string.Join(", ", terms.Select(term => term.Sql))})");
        });
        all.Add("isnull", 1, 1, c => Term.Bool(c[0].Type == KustoType.String ? "false" : $"({c[0].Sql} IS NULL)"));
        all.Add("isnotnull notnull", 1, 1, c => Term.Bool(c[0].Type == KustoType.String ? "true" : $"({c[0].Sql} IS NOT NULL)"));
        all.Add("isempty", 1, 1, c => Term.Bool($"({c.Text(0)} = '')"));
        all.Add("isnotempty notempty", 1, 1, c => Term.Bool($"({c.Text(0)} <> '')"));
        all.Add("not", 1, 1, c => Term.Bool($"(NOT {c.Bool(0)})"));
        all.Add("max_of", 2, 64, c => Extreme(c, "greatest"));
        all.Add("min_of", 2, 64, c => Extreme(c, "least"));
        all.Add("assert", 2, 2, c => throw CompileFailure.Unsupported(c.At, "assert()"));
    }

    private static Term TypeOf(FunctionCall c) =>
        c[0].Type == KustoType.Dynamic ? Term.Text($"kql_json_type({c[0].Sql})") : Term.Constant(KustoType.String, KustoTypes.Name(c[0].Type));

    private static Term Case(FunctionCall c)
    {
        if (c.Count % 2 == 0) throw new CompileFailure(c.At, "case() takes conditions with a value each, and a last value for the rest");
        int pairs = c.Count / 2;
        return Choice(c, [.. Enumerable.Range(0, pairs).Select(i => c.Bool(2 * i))], [.. Enumerable.Range(0, pairs).Select(i => c[2 * i + 1])], c[c.Count - 1]);
    }

    private static Term Choice(FunctionCall c, string[] conditions, Term[] values, Term otherwise)
    {
        (KustoType type, Term[] terms) = Unify(c, [.. values, otherwise]);
        string cases = string.Concat(conditions.Select((condition, i) => $" WHEN {condition} THEN {terms[i].Sql}"));
        return new Term(type, $"(CASE{cases} ELSE {terms[^1].Sql} END)");
    }

    /// <summary>Values of one type: numbers widen, null takes any, and dynamic takes all others in.</summary>
    private static (KustoType Type, Term[] Terms) Unify(FunctionCall c, IReadOnlyList<Term> terms)
    {
        KustoType? type = null;
        foreach (Term term in terms)
        {
            if (term.IsNull && term.Type == KustoType.Dynamic) continue;
            if (type is null || type == term.Type) type = term.Type;
            else if (type.Value.IsNumber() && term.Type.IsNumber()) type = Compiler.Wider(type.Value, term.Type);
            else if (type == KustoType.Dynamic || term.Type == KustoType.Dynamic) type = KustoType.Dynamic;
            else throw new CompileFailure(c.At, $"{c.Name}() has values of different types: {KustoTypes.Name(type.Value)} and {KustoTypes.Name(term.Type)}");
        }

        KustoType all = type ?? KustoType.Dynamic;
        return (all, [.. terms.Select(term => term.IsNull ? Term.Constant(all, null) : Conversions.To(all, term))]);
    }

    private static Term Extreme(FunctionCall c, string function)
    {
        (KustoType type, Term[] terms) = Unify(c, c.Arguments);
        return new Term(type, $"{function}({string.Join(", ", terms.Select(term => term.Sql))})");
    }
}
