using System.Globalization;

namespace Stemma.Hunting.Kql.Compiling;

/// <summary>Values as SQL.</summary>
internal static class SqlText
{
    /// <summary>A value of a type as an SQL literal of the type's DuckDB type. Text's null is the empty text.</summary>
    public static string Literal(KustoType type, object? value)
    {
        if (value is null) return type == KustoType.String ? "''" : $"NULL::{KustoTypes.Sql(type)}";
        return value switch
        {
            string text => Quote(text),
            bool truth => truth ? "true" : "false",
            double real when double.IsNaN(real) => "'nan'::DOUBLE",
            double real when double.IsInfinity(real) => real > 0 ? "'inf'::DOUBLE" : "'-inf'::DOUBLE",
            double real => $"'{real.ToString("R", CultureInfo.InvariantCulture)}'::DOUBLE",
            decimal number => $"'{number.ToString(CultureInfo.InvariantCulture)}'::{KustoTypes.Sql(KustoType.Decimal)}",
            Guid guid => $"'{guid:D}'",
            IFormattable number => string.Create(CultureInfo.InvariantCulture, $"({number})::{KustoTypes.Sql(type)}"),
            _ => throw new InvalidOperationException($"a value of {value.GetType()} is no literal"),
        };
    }

    /// <summary>Text as an SQL literal. A NUL character, which SQL text cannot hold, is put in by function.</summary>
    public static string Quote(string text)
    {
        text = ValueText.Whole(text).Replace("'", "''", StringComparison.Ordinal);
        return text.Contains('\0', StringComparison.Ordinal) ? $"('{text.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal)}')" : $"'{text}'";
    }
}
