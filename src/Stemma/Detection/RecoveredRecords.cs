namespace Stemma.Detection;

/// <summary>
/// Which recovered records count: those that no log holds any more, each where it stands first. Filled by all threads: first with every
/// recovered record, then with the logs' own; what comes out depends on neither their order nor their number.
/// </summary>
/// <remarks>
/// When there are more than fit, only hashes that begin with a zero bit are kept, then those with two, and so on: which ones
/// depends on the input alone. A record without a place here counts wherever it is found.
/// </remarks>
internal sealed class RecoveredRecords(int capacity = 2 * 1024 * 1024)
{
    private static readonly (int Log, long Position) Live = (-1, -1);

    private readonly Dictionary<UInt128, (int Log, long Position)> _first = [];
    private readonly Lock _lock = new();
    private int _zeros;

    /// <summary>Some records had no room, so that they may be reported more than once.</summary>
    public bool IsFull => _zeros > 0;

    /// <summary>How many records are compared at most.</summary>
    public int Capacity => capacity;

    /// <summary>Notes a recovered record; the first by log and position counts.</summary>
    public void AddRecovered(UInt128 hash, int log, long position)
    {
        lock (_lock)
        {
            if (!Keeps(hash)) return;
            if (!_first.TryGetValue(hash, out var first) || (log, position).CompareTo(first) < 0) _first[hash] = (log, position);
            while (_first.Count > capacity) MakeRoom();
        }
    }

    /// <summary>Notes a record of a log: recovered ones like it do not count. All recovered ones must be known.</summary>
    public void AddLive(UInt128 hash)
    {
        lock (_lock)
        {
            if (_first.ContainsKey(hash)) _first[hash] = Live;
        }
    }

    /// <summary>Whether the recovered record at that place counts. All records must be known.</summary>
    public bool Counts(UInt128 hash, int log, long position) => !_first.TryGetValue(hash, out var first) || first == (log, position);

    private bool Keeps(UInt128 hash) => UInt128.LeadingZeroCount(hash) >= (UInt128)_zeros;

    private void MakeRoom()
    {
        _zeros++;
        foreach (UInt128 hash in _first.Keys)
            if (!Keeps(hash)) _first.Remove(hash);
    }
}
