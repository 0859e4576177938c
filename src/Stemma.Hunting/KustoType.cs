namespace Stemma.Hunting;

/// <summary>The types of Kusto's values, and how each stands in DuckDB (Kusto documentation, "Scalar data types").</summary>
public enum KustoType
{
    /// <summary>true, false or null: BOOLEAN.</summary>
    Bool,

    /// <summary>32 bits: INTEGER.</summary>
    Int,

    /// <summary>64 bits: BIGINT.</summary>
    Long,

    /// <summary>64 bits with fraction: DOUBLE.</summary>
    Real,

    /// <summary>A decimal number: DECIMAL(38, 16).</summary>
    Decimal,

    /// <summary>Text, never null: VARCHAR.</summary>
    String,

    /// <summary>Ticks of 100 ns since 0001-01-01, UTC: BIGINT.</summary>
    DateTime,

    /// <summary>Ticks of 100 ns: BIGINT.</summary>
    TimeSpan,

    /// <summary>Hexadecimal digits in lower case with hyphens: VARCHAR.</summary>
    Guid,

    /// <summary>JSON text; JSON's null is NULL: VARCHAR.</summary>
    Dynamic,
}
