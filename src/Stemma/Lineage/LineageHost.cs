namespace Stemma.Lineage;

/// <summary>A machine.</summary>
/// <param name="name">As the first event named it.</param>
/// <param name="key">By what it is known (<see cref="KeyOf"/>).</param>
internal sealed class LineageHost(string name, string key)
{
    private const int Remembered = 256;
    private LineageProcess[] _latest = [];
    private int _next;

    /// <summary>As the first event named it; a longer name wins.</summary>
    public string Name { get; set; } = name;

    /// <summary>By what it is known.</summary>
    public string Key { get; } = key;

    /// <summary>The first start that was recorded, by the process's own time.</summary>
    public long FirstStart { get; set; } = long.MaxValue;

    /// <summary>Processes of it were let go.</summary>
    public bool HasEvicted { get; set; }

    /// <summary>Its youngest process of each number.</summary>
    public Dictionary<long, LineageProcess> ByPid { get; } = [];

    /// <summary>The processes that started last, the youngest first: where an event names a program or file and no number.</summary>
    public IEnumerable<LineageProcess> Latest
    {
        get
        {
            int count = Math.Min(_next, _latest.Length);
            for (int i = 1; i <= count; i++)
                if (_latest[(_next - i) & (_latest.Length - 1)] is { IsGone: false } process) yield return process;
        }
    }

    /// <summary>Notes a start.</summary>
    public void Started(LineageProcess process)
    {
        if (_next == _latest.Length && _next < Remembered) Array.Resize(ref _latest, Math.Max(4, _next * 2));
        _latest[_next & (_latest.Length - 1)] = process;

        // Beyond the ring's length only the place in it counts.
        _next = _next + 1 == Remembered * 2 ? Remembered : _next + 1;
    }

    /// <summary>The name up to its first dot, in capitals; an address stays whole.</summary>
    public static string KeyOf(ReadOnlySpan<char> name)
    {
        int dot = name.IndexOf('.');
        return (dot <= 0 || (char.IsAsciiDigit(name[0]) && System.Net.IPAddress.TryParse(name, out _)) ? name : name[..dot]).ToString().ToUpperInvariant();
    }
}
