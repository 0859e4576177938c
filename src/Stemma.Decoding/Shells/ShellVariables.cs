using System.Collections.Immutable;

namespace Stemma.Decoding.Shells;

/// <summary>The value of a variable: text, or items by index; null for text that is not known.</summary>
internal sealed record ShellVariable(string? Value, ImmutableSortedDictionary<string, string?>? Items)
{
    /// <summary>No items, in the order of numbers, then of text.</summary>
    public static ImmutableSortedDictionary<string, string?> NoItems { get; } = ImmutableSortedDictionary.Create<string, string?>(
        Comparer<string>.Create((a, b) => int.TryParse(a, out int x) && int.TryParse(b, out int y) ? x.CompareTo(y) : string.CompareOrdinal(a, b)));

    /// <summary>The text of the variable itself, or of its first item.</summary>
    public string? First => Items is null ? Value : Items.TryGetValue("0", out string? first) ? first : "";
}

/// <summary>The variables of a shell.</summary>
internal sealed class ShellVariables
{
    // Marks names that differ from another in case only, where names are kept without regard to case.
    private const char OtherCase = '\u0001';

    private ImmutableDictionary<string, ShellVariable> _all;

    /// <summary>Starts with what an outer layer set.</summary>
    public ShellVariables(ImmutableDictionary<string, string> outer)
    {
        _all = ImmutableDictionary.Create<string, ShellVariable>(StringComparer.Ordinal);
        foreach ((string name, string value) in outer) { Set(name.TrimEnd(OtherCase), value); }
    }

    private ShellVariables(ShellVariables other) => _all = other._all;

    /// <summary>The same object as long as nothing changes.</summary>
    public object State => _all;

    /// <summary>A copy that goes its own way.</summary>
    public ShellVariables Clone() => new(this);

    /// <summary>The variable of a name; null when nothing set it.</summary>
    public ShellVariable? Get(string name) => _all.GetValueOrDefault(name);

    /// <summary>Names that begin with a text.</summary>
    public IEnumerable<string> Names(string prefix) => _all.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Sets a variable, or with brackets behind the name an item of it.</summary>
    public void Set(string name, string? value)
    {
        int bracket = name.IndexOf('[');
        if (bracket < 0)
        {
            _all = _all.SetItem(name, _all.TryGetValue(name, out ShellVariable? old) && old.Items is not null
                ? old with { Items = old.Items.SetItem("0", value) } : new ShellVariable(value, null));
            return;
        }
        string array = name[..bracket], index = name[(bracket + 1)..].TrimEnd(']');
        ShellVariable? before = Get(array);
        ImmutableSortedDictionary<string, string?> items = before?.Items ?? (before?.Value is { } first ? ShellVariable.NoItems.Add("0", first) : ShellVariable.NoItems);
        _all = _all.SetItem(array, new ShellVariable(null, items.SetItem(index, value)));
    }

    /// <summary>Sets all items of a variable.</summary>
    public void SetItems(string name, ImmutableSortedDictionary<string, string?> items) => _all = _all.SetItem(name, new ShellVariable(null, items));

    /// <summary>Takes a variable away.</summary>
    public void Remove(string name) => _all = _all.Remove(name);

    /// <summary>Forgets what differs from another way through the script.</summary>
    public void Merge(ShellVariables other)
    {
        if (ReferenceEquals(_all, other._all)) { return; }
        foreach (string name in _all.Keys.Union(other._all.Keys).ToList())
        {
            if (Get(name) != other.Get(name)) { _all = _all.SetItem(name, new ShellVariable(null, null)); }
        }
    }

    /// <summary>What a script finds that starts now.</summary>
    public ImmutableDictionary<string, string> Inherited()
    {
        ImmutableDictionary<string, string>.Builder all = ScriptContext.Empty.Environment.ToBuilder();
        foreach ((string name, ShellVariable variable) in _all)
        {
            if (variable.Items is null) { Add(name, variable.Value); }
            else { foreach ((string index, string? value) in variable.Items) { Add($"{name}[{index}]", value); } }
        }
        return all.ToImmutable();

        void Add(string name, string? value)
        {
            if (value is null) { return; }
            while (all.ContainsKey(name)) { name += OtherCase; }
            all[name] = value;
        }
    }
}
