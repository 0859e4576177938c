namespace Stemma.Hunting.Kql.Compiling;

/// <summary>A call of a scalar function, its arguments compiled.</summary>
internal sealed record FunctionCall(int At, string Name, Term[] Arguments, List<string> Notes)
{
    public int Count => Arguments.Length;

    public Term this[int index] => Arguments[index];

    /// <summary>An argument as text.</summary>
    public string Text(int index) => Conversions.Text(Arguments[index]).Sql;

    public string Text(int index, string otherwise) => index < Count ? Text(index) : SqlText.Quote(otherwise);

    public string Long(int index) => Conversions.To(KustoType.Long, Arguments[index]).Sql;

    public string Long(int index, long otherwise) => index < Count ? Long(index) : SqlText.Literal(KustoType.Long, otherwise);

    public string Real(int index) => Conversions.To(KustoType.Real, Arguments[index]).Sql;

    public string Bool(int index) => Conversions.To(KustoType.Bool, Arguments[index]).Sql;

    /// <summary>An argument as JSON.</summary>
    public string Json(int index) => Conversions.Json(Arguments[index]);

    public string Json(int index, string otherwise) => index < Count ? Json(index) : SqlText.Quote(otherwise);

    /// <summary>An argument as ticks of a time.</summary>
    public string Time(int index) => Conversions.To(KustoType.DateTime, Arguments[index]).Sql;

    public string Span(int index) => Conversions.To(KustoType.TimeSpan, Arguments[index]).Sql;

    /// <summary>An argument whose text must be known when the hunt is compiled.</summary>
    public string Known(int index, string what) =>
        Arguments[index] is { IsConstant: true, Value: string text } ? text : throw new CompileFailure(At, $"{Name}() needs {what} as text in quotes");

    /// <summary>All arguments as JSON, with commas in front.</summary>
    public string AllJson => string.Concat(Arguments.Select(argument => ", " + Conversions.Json(argument)));
}

/// <summary>A scalar function.</summary>
/// <param name="Least">Arguments it needs.</param>
/// <param name="Most">Arguments it takes.</param>
/// <param name="Compile">Its SQL.</param>
internal sealed record ScalarFunction(int Least, int Most, Func<FunctionCall, Term> Compile);
