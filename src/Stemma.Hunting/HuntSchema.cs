namespace Stemma.Hunting;

/// <summary>Tables that do not change.</summary>
public sealed class HuntSchema : IHuntSchema
{
    private readonly SortedDictionary<string, HuntTable> _tables = new(StringComparer.Ordinal);

    /// <summary>A schema of tables.</summary>
    /// <param name="tables">The tables; of two with one name the later counts.</param>
    public HuntSchema(params IEnumerable<HuntTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        foreach (HuntTable table in tables) _tables[table.Name] = table;
    }

    /// <summary>No tables: hunts can ask only what they bring along themselves (<c>datatable</c>, <c>print</c>, <c>range</c>).</summary>
    public static HuntSchema Empty { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<HuntTable> Tables => _tables.Values;

    /// <inheritdoc/>
    public HuntTable? Find(string name) => _tables.GetValueOrDefault(name);
}
