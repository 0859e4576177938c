using System.Globalization;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Kql.Compiling;

/// <summary>
/// Values of one type as another: what tostring(), tolong() and the like do. Conversions of text and JSON are functions of ours that DuckDB calls
/// (<c>Execution/Functions</c>), because their rules are Kusto's.
/// </summary>
internal static class Conversions
{
    /// <summary>A term as another type, as the function <c>to…</c> does it; what cannot be converted is null, or empty text.</summary>
    public static Term To(KustoType type, Term term)
    {
        if (term.Type == type) return term;
        if (term.IsNull) return Term.Constant(type, null);
        if (Constant(type, term) is { } constant) return constant;
        return type switch
        {
            KustoType.String => Text(term),
            KustoType.Dynamic => new Term(type, Json(term)),
            KustoType.Long => new Term(type, Long(term)),
            KustoType.Int => new Term(type, Int(term)),
            KustoType.Real => new Term(type, Real(term)),
            KustoType.Decimal => new Term(type, term.Type.IsNumber() || term.Type == KustoType.Bool ? $"TRY_CAST({term.Sql} AS {KustoTypes.Sql(type)})" : $"TRY_CAST(trim({Text(term).Sql}) AS {KustoTypes.Sql(type)})"),
            KustoType.Bool => new Term(type, Bool(term)),
            KustoType.DateTime => new Term(type, term.Type.IsNumber() ? $"kql_ticks({Long(term)})" : term.Type == KustoType.TimeSpan ? term.Sql : $"kql_text_datetime({Text(term).Sql})"),
            KustoType.TimeSpan => new Term(type, term.Type.IsNumber() ? Long(term) : term.Type == KustoType.DateTime ? term.Sql : $"kql_text_timespan({Text(term).Sql})"),
            _ => new Term(type, $"kql_text_guid({Text(term).Sql})"),
        };
    }

    /// <summary>An argument as the type a function's parameter has, as long as no meaning is lost by it.</summary>
    public static Term Argument(KustoType type, Term term) => term.Type == KustoType.Dynamic && type != KustoType.Dynamic && term.IsConstant ? To(type, term) : type == KustoType.Dynamic && !term.IsConstant ? term : To(type, term);

    /// <summary>A term as text.</summary>
    public static Term Text(Term term)
    {
        if (term.IsNull) return Term.Constant(KustoType.String, "");
        if (Constant(KustoType.String, term) is { } constant) return constant;
        return Term.Text(term.Type switch
        {
            KustoType.String => term.Sql,
            KustoType.Dynamic => $"kql_str({term.Sql})",
            KustoType.Bool => $"(CASE WHEN {term.Sql} THEN 'True' WHEN NOT {term.Sql} THEN 'False' ELSE '' END)",
            KustoType.Real => $"coalesce(kql_real_text({term.Sql}), '')",
            KustoType.DateTime => $"coalesce(kql_datetime_text({term.Sql}), '')",
            KustoType.TimeSpan => $"coalesce(kql_timespan_text({term.Sql}), '')",
            KustoType.Decimal => $"coalesce(rtrim(rtrim({term.Sql}::VARCHAR, '0'), '.'), '')",
            _ => $"coalesce({term.Sql}::VARCHAR, '')",
        });
    }

    /// <summary>A term as JSON text; NULL for null.</summary>
    public static string Json(Term term)
    {
        if (term.IsConstant) return term.Value is null ? "NULL::VARCHAR" : SqlText.Quote(ValueText.Json(new Literal(0, term.Type, term.Value)));
        return term.Type switch
        {
            KustoType.Dynamic => term.Sql,
            KustoType.Int or KustoType.Long => $"({term.Sql}::VARCHAR)",
            KustoType.Bool => $"({term.Sql}::VARCHAR)",
            KustoType.Real => $"kql_real_json({term.Sql})",
            KustoType.DateTime => $"('\"' || kql_datetime_text({term.Sql}) || '\"')",
            KustoType.TimeSpan => $"('\"' || kql_timespan_text({term.Sql}) || '\"')",
            KustoType.Decimal => $"('\"' || {Text(term).Sql} || '\"')",
            KustoType.Guid => $"('\"' || {term.Sql} || '\"')",
            _ => $"(to_json({term.Sql})::VARCHAR)",
        };
    }

    private static string Long(Term term) => term.Type switch
    {
        KustoType.String => $"kql_text_long({term.Sql})",
        KustoType.Dynamic => $"kql_json_long({term.Sql})",
        KustoType.Real or KustoType.Decimal => $"kql_real_long({term.Sql}::DOUBLE)",
        KustoType.Guid => "NULL::BIGINT",
        _ => $"({term.Sql})::BIGINT",
    };

    private static string Int(Term term) => term.Type switch
    {
        KustoType.Bool => $"({term.Sql})::INTEGER",
        KustoType.TimeSpan or KustoType.DateTime => $"kql_low_int({term.Sql})",
        KustoType.Dynamic => $"kql_json_int({term.Sql})",
        _ => $"TRY_CAST({Long(term)} AS INTEGER)",
    };

    private static string Real(Term term) => term.Type switch
    {
        KustoType.String => $"kql_text_real({term.Sql})",
        KustoType.Dynamic => $"kql_json_real({term.Sql})",
        KustoType.Guid => "NULL::DOUBLE",
        _ => $"({term.Sql})::DOUBLE",
    };

    private static string Bool(Term term) => term.Type switch
    {
        KustoType.String => $"kql_text_bool({term.Sql})",
        KustoType.Dynamic => $"kql_json_bool({term.Sql})",
        _ => $"({term.Sql} <> 0)",
    };

    // What is known without rows is converted here and now.
    private static Term? Constant(KustoType type, Term term)
    {
        if (!term.IsConstant || term.Value is null) return null;
        if (type == KustoType.String && term.Type != KustoType.Dynamic) return Term.Constant(type, PlainText(term));
        if (term.Type == KustoType.String)
        {
            string text = (string)term.Value;
            object? value = type switch
            {
                KustoType.Long => LiteralText.Long(text),
                KustoType.Int => LiteralText.Long(text) is >= int.MinValue and <= int.MaxValue and var whole ? (int)whole : null,
                KustoType.Real => LiteralText.Real(text),
                KustoType.Bool => LiteralText.Bool(text),
                KustoType.DateTime => LiteralText.DateTime(text),
                KustoType.TimeSpan => LiteralText.TimeSpan(text),
                KustoType.Guid => Guid.TryParse(text, out Guid guid) ? guid : null,
                _ => type,
            };
            return value is KustoType ? null : Term.Constant(type, value);
        }

        if (term.Type.IsWhole() && type is KustoType.Long or KustoType.Int or KustoType.Real)
        {
            long number = Convert.ToInt64(term.Value, CultureInfo.InvariantCulture);
            return type switch
            {
                KustoType.Long => Term.Constant(type, number),
                KustoType.Real => Term.Constant(type, (double)number),
                _ => Term.Constant(type, number is >= int.MinValue and <= int.MaxValue ? (int)number : null),
            };
        }

        return null;
    }

    private static string PlainText(Term term) => term.Value switch
    {
        string text => text,
        bool truth => truth ? "True" : "False",
        double real => ValueText.Real(real),
        long ticks when term.Type == KustoType.DateTime => ValueText.DateTime(ticks),
        long ticks when term.Type == KustoType.TimeSpan => ValueText.TimeSpan(ticks),
        Guid guid => guid.ToString("D"),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };
}
