namespace Stemma.Logs;

/// <summary>
/// Remembers which program a process number stood for last, as the log told it, so that a child can name its parent. Bounded: when it is full it
/// starts over.
/// </summary>
internal sealed class AuditParents
{
    /// <summary>How many processes are remembered.</summary>
    public const int Capacity = 32_768;

    private readonly Dictionary<(string Node, string Pid), (string Image, string CommandLine)> _processes = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => _processes.Clear();

    /// <summary>Notes what a process runs.</summary>
    /// <param name="node">The machine.</param>
    /// <param name="pid">The process.</param>
    /// <param name="image">Its program.</param>
    /// <param name="commandLine">Its command line.</param>
    /// <param name="isNew">It started this program just now; otherwise what was known before stays.</param>
    public void Note(string node, ReadOnlySpan<char> pid, ReadOnlySpan<char> image, ReadOnlySpan<char> commandLine, bool isNew)
    {
        if (pid.IsEmpty || image.IsEmpty || pid.Length > 20) return;
        var key = (node, pid.ToString());
        if (!isNew && _processes.ContainsKey(key)) return;
        if (_processes.Count >= Capacity) _processes.Clear();
        _processes[key] = (image.ToString(), commandLine.ToString());
    }

    /// <summary>What a process runs, if that is known.</summary>
    public bool TryGet(string node, ReadOnlySpan<char> pid, out (string Image, string CommandLine) process) =>
        _processes.TryGetValue((node, pid.ToString()), out process);
}
