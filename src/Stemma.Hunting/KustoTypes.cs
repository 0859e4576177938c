namespace Stemma.Hunting;

/// <summary>Names of types in Kusto and in DuckDB.</summary>
internal static class KustoTypes
{
    /// <summary>The type of a name; null for no type.</summary>
    public static KustoType? Parse(string name) => name switch
    {
        "bool" or "boolean" => KustoType.Bool,
        "int" or "int32" or "uint" => KustoType.Int,
        "long" or "int64" or "ulong" => KustoType.Long,
        "real" or "double" or "float" => KustoType.Real,
        "decimal" => KustoType.Decimal,
        "string" => KustoType.String,
        "datetime" or "date" => KustoType.DateTime,
        "timespan" or "time" => KustoType.TimeSpan,
        "guid" or "uuid" or "uniqueid" => KustoType.Guid,
        "dynamic" or "object" => KustoType.Dynamic,
        _ => null,
    };

    /// <summary>The name Kusto gives a type.</summary>
    public static string Name(KustoType type) => type switch
    {
        KustoType.Bool => "bool",
        KustoType.Int => "int",
        KustoType.Long => "long",
        KustoType.Real => "real",
        KustoType.Decimal => "decimal",
        KustoType.String => "string",
        KustoType.DateTime => "datetime",
        KustoType.TimeSpan => "timespan",
        KustoType.Guid => "guid",
        _ => "dynamic",
    };

    /// <summary>The type in DuckDB.</summary>
    public static string Sql(KustoType type) => type switch
    {
        KustoType.Bool => "BOOLEAN",
        KustoType.Int => "INTEGER",
        KustoType.Long or KustoType.DateTime or KustoType.TimeSpan => "BIGINT",
        KustoType.Real => "DOUBLE",
        KustoType.Decimal => "DECIMAL(38,16)",
        _ => "VARCHAR",
    };

    public static bool IsNumber(this KustoType type) => type is KustoType.Int or KustoType.Long or KustoType.Real or KustoType.Decimal;

    public static bool IsWhole(this KustoType type) => type is KustoType.Int or KustoType.Long;
}
