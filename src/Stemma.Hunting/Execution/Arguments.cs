using DuckDB.NET.Data.DataChunk.Reader;

namespace Stemma.Hunting.Execution;

/// <summary>The arguments of one call of a function, out of a row of DuckDB's vectors. Null is NULL, or an argument that was not given.</summary>
internal readonly struct Arguments(IReadOnlyList<IDuckDBDataReader> columns, ulong row)
{
    public int Count => columns.Count;

    public string? Text(int index) => IsNull(index) ? null : columns[index].GetValue<string>(row);

    public long? Long(int index) => IsNull(index) ? null : columns[index].GetValue<long>(row);

    public double? Real(int index) => IsNull(index) ? null : columns[index].GetValue<double>(row);

    public bool? Bool(int index) => IsNull(index) ? null : columns[index].GetValue<bool>(row);

    private bool IsNull(int index) => index >= columns.Count || !columns[index].IsValid(row);
}
