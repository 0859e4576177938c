namespace Stemma.Sigma.Tests.Support;

/// <summary>An event over pairs of names and values; a null value is a field that is there and holds nothing.</summary>
internal sealed class TestEvent(EventKind kind, IReadOnlyList<string?> values) : SigmaEvent
{
    /// <inheritdoc/>
    public override EventKind Kind => kind;

    /// <summary>All values, in order.</summary>
    public IReadOnlyList<string?> Values => values;

    /// <inheritdoc/>
    public override bool IsNull(int slot) => values[slot] is null;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => values[slot];

    /// <summary>The values of a field, by its Sigma name or else by the log's own.</summary>
    public string?[] ValuesOf(string field)
    {
        string?[] renamed = [.. values.Where((_, slot) => kind.Names[slot] == field)];
        return renamed.Length > 0 ? renamed : [.. values.Where((_, slot) => kind.OwnNames[slot] == field)];
    }

    /// <summary>An event about the log source <c>category: test</c>, which the rules of <see cref="Rule"/> are about.</summary>
    public static TestEvent Create(SigmaEngine engine, IReadOnlyList<(string Name, string? Value)> fields) =>
        new(engine.GetKind("", "", -1, [.. fields.Select(field => field.Name)], new SigmaLogSource(null, "test", null)),
            [.. fields.Select(field => field.Value)]);

    /// <summary>An event of a Windows log.</summary>
    public static TestEvent Windows(SigmaEngine engine, string channel, int eventId, params (string Name, string? Value)[] fields) =>
        new(engine.GetKind(channel, "", eventId, [.. fields.Select(field => field.Name)]), [.. fields.Select(field => field.Value)]);
}
