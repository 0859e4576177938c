using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Reader;
using DuckDB.NET.Data.DataChunk.Writer;

namespace Stemma.Hunting.Execution;

/// <summary>
/// Functions that DuckDB calls back, by name. All take any number of arguments of any type: the compiler sees to it that they are of the types the
/// function reads. They are pure: nothing found in data is run, opened or fetched.
/// </summary>
internal sealed class FunctionTable
{
    private readonly List<Action<DuckDBConnection>> _registrations = [];

    public void Text(string name, Func<Arguments, string?> function) => Add<string>(name, (arguments, writer, row) =>
    {
        if (function(arguments) is { } value) writer.WriteValue(ValueText.Whole(value), row);
        else writer.WriteNull(row);
    });

    public void Long(string name, Func<Arguments, long?> function) => Add<long>(name, (arguments, writer, row) =>
    {
        if (function(arguments) is { } value) writer.WriteValue(value, row);
        else writer.WriteNull(row);
    });

    public void Int(string name, Func<Arguments, int?> function) => Add<int>(name, (arguments, writer, row) =>
    {
        if (function(arguments) is { } value) writer.WriteValue(value, row);
        else writer.WriteNull(row);
    });

    public void Real(string name, Func<Arguments, double?> function) => Add<double>(name, (arguments, writer, row) =>
    {
        if (function(arguments) is { } value) writer.WriteValue(value, row);
        else writer.WriteNull(row);
    });

    public void Bool(string name, Func<Arguments, bool?> function) => Add<bool>(name, (arguments, writer, row) =>
    {
        if (function(arguments) is { } value) writer.WriteValue(value, row);
        else writer.WriteNull(row);
    });

    public void Register(DuckDBConnection connection)
    {
        foreach (Action<DuckDBConnection> registration in _registrations) registration(connection);
    }

    private void Add<T>(string name, Action<Arguments, IDuckDBDataWriter, ulong> one) => _registrations.Add(connection =>
        connection.RegisterScalarFunction<object, T>(
            name,
            (IReadOnlyList<IDuckDBDataReader> columns, IDuckDBDataWriter writer, ulong count) =>
            {
                for (ulong row = 0; row < count; row++) one(new Arguments(columns, row), writer, row);
            },
            new ScalarFunctionOptions { HandlesNulls = true },
            @params: true));
}
