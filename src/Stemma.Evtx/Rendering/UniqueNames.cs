using System.Globalization;

namespace Stemma.Evtx.Rendering;

/// <summary>
/// Gives each name once: the second <c>Header</c> becomes <c>Header_1</c>. What a damaged or crafted file
/// repeats, XML allows once in a start tag and JSON should hold once in an object.
/// </summary>
internal sealed class UniqueNames
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public void Clear()
    {
        _counts.Clear();
        _taken.Clear();
    }

    public void Reserve(string name) => _taken.Add(name);

    /// <summary>The name, or the name with the next number that is free.</summary>
    public string Take(string name)
    {
        if (_taken.Add(name)) return name;
        int count = _counts.GetValueOrDefault(name);
        string numbered;
        do numbered = string.Create(CultureInfo.InvariantCulture, $"{name}_{++count}");
        while (!_taken.Add(numbered));
        _counts[name] = count;
        return numbered;
    }
}
