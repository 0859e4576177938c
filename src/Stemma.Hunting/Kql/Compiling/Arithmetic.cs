namespace Stemma.Hunting.Kql.Compiling;

/// <summary>Sums, products and the like, by the types of both sides (Kusto documentation, "Numerical operators" and "Datetime / timespan arithmetic").</summary>
internal static class Arithmetic
{
    public static Term Compute(int at, string op, Term left, Term right)
    {
        left = Whole(left);
        right = Whole(right);
        if (left.IsNull && left.Type == KustoType.Dynamic) left = Term.Constant(right.Type, null);
        if (right.IsNull && right.Type == KustoType.Dynamic) right = Term.Constant(left.Type, null);
        if (left.Type.IsNumber() && right.Type.IsNumber()) return Number(op, left, right);
        if (Folded(op, left, right) is { } known) return known;
        string a = left.Sql;
        string b = right.Sql;
        return (left.Type, op, right.Type) switch
        {
            (KustoType.DateTime, "-", KustoType.DateTime) => Term.Span($"({a} - {b})"),
            (KustoType.DateTime, "+", KustoType.TimeSpan) or (KustoType.TimeSpan, "+", KustoType.DateTime) => Term.Time($"kql_ticks(kql_add({a}, {b}))"),
            (KustoType.DateTime, "-", KustoType.TimeSpan) => Term.Time($"kql_ticks(kql_sub({a}, {b}))"),
            (KustoType.TimeSpan, "+", KustoType.TimeSpan) => Term.Span($"kql_add({a}, {b})"),
            (KustoType.TimeSpan, "-", KustoType.TimeSpan) => Term.Span($"kql_sub({a}, {b})"),
            (KustoType.TimeSpan, "/", KustoType.TimeSpan) => Term.Real($"({a}::DOUBLE / {b}::DOUBLE)"),
            (KustoType.TimeSpan, "%", KustoType.TimeSpan) => Term.Span($"kql_mod({a}, {b})"),
            (KustoType.TimeSpan, "*", KustoType.Long) or (KustoType.Long, "*", KustoType.TimeSpan) => Term.Span($"kql_mul({a}, {b})"),
            (KustoType.TimeSpan, "*", KustoType.Real) or (KustoType.Real, "*", KustoType.TimeSpan) => Term.Span($"kql_real_long({a}::DOUBLE * {b}::DOUBLE)"),
            (KustoType.TimeSpan, "/", KustoType.Long or KustoType.Real) => Term.Span($"kql_real_long({a}::DOUBLE / {b}::DOUBLE)"),
            (KustoType.DateTime, "%", KustoType.TimeSpan) => Term.Span($"kql_mod({a}, {b})"),
            _ => throw new CompileFailure(at, Message(op, left, right)),
        };
    }

    // Numbers of 32 bits are computed with 64, as the emulator's answers show.
    private static Term Whole(Term term) => term.Type == KustoType.Int ? Conversions.To(KustoType.Long, term) : term;

    private static string Message(string op, Term left, Term right)
    {
        string hint = left.Type == KustoType.Dynamic || right.Type == KustoType.Dynamic ? "; convert the dynamic value, as with tolong() or todouble()"
            : op == "+" && (left.Type == KustoType.String || right.Type == KustoType.String) ? "; text is joined by strcat()"
            : "";
        return $"'{op}' has no meaning for {KustoTypes.Name(left.Type)} and {KustoTypes.Name(right.Type)}{hint}";
    }

    private static Term Number(string op, Term left, Term right)
    {
        if (left.Type == KustoType.Decimal || right.Type == KustoType.Decimal) return Decimals(op, left, right);
        if (left.Type == KustoType.Real || right.Type == KustoType.Real)
        {
            string a = Conversions.To(KustoType.Real, left).Sql;
            string b = Conversions.To(KustoType.Real, right).Sql;
            return Term.Real(op == "%" ? $"kql_mod_real({a}, {b})" : $"({a} {op} {b})");
        }

        if (left.Value is long x && right.Value is long y && op is "+" or "-" or "*")
            return Term.Constant(KustoType.Long, unchecked(op == "+" ? x + y : op == "-" ? x - y : x * y));
        return Term.Long($"kql_{op switch { "+" => "add", "-" => "sub", "*" => "mul", "/" => "div", _ => "mod" }}({left.Sql}, {right.Sql})");
    }

    private static Term Decimals(string op, Term left, Term right)
    {
        string a = Conversions.To(KustoType.Decimal, left).Sql;
        string b = Conversions.To(KustoType.Decimal, right).Sql;
        string type = KustoTypes.Sql(KustoType.Decimal);
        // Products and quotients have more digits than DuckDB's decimals hold.
        string sql = op is "+" or "-" ? $"({a} {op} {b})" : op == "%" ? $"kql_mod_real({a}::DOUBLE, {b}::DOUBLE)" : $"({a}::DOUBLE {op} {b}::DOUBLE)";
        return new Term(KustoType.Decimal, $"TRY_CAST({sql} AS {type})");
    }

    // Times and spans that are known without rows: ago(7d), now() - 1d.
    private static Term? Folded(string op, Term left, Term right)
    {
        if (left.Value is not long a || right.Value is not long b || op is not ("+" or "-")) return null;
        Int128 result = op == "+" ? (Int128)a + b : (Int128)a - b;
        return (left.Type, right.Type) switch
        {
            (KustoType.DateTime, KustoType.TimeSpan) or (KustoType.TimeSpan, KustoType.DateTime) when op == "+" || left.Type == KustoType.DateTime =>
                Term.Constant(KustoType.DateTime, result >= 0 && result <= ValueText.MaximumTicks ? (long)result : null),
            (KustoType.DateTime, KustoType.DateTime) when op == "-" => Term.Constant(KustoType.TimeSpan, (long)result),
            (KustoType.TimeSpan, KustoType.TimeSpan) => Term.Constant(KustoType.TimeSpan, unchecked((long)result)),
            _ => null,
        };
    }
}
