using System.Buffers;

namespace Stemma.Lineage;

/// <summary>
/// The last starts of programs that can create services, tasks and processes elsewhere, by the words of their command lines: who is asked when
/// something of a name appears on a machine.
/// </summary>
internal sealed class ToolRuns
{
    private const int Capacity = 4_096;
    private const long Window = 5 * TimeSpan.TicksPerMinute;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["create", "service", "schtasks", "ScheduledTask", " \\\\", "/node:", "-ComputerName", "-CimSession", "Wmi", "psexec", "winrs", "-m ", "process call", "ssh ", "at.exe"], StringComparison.OrdinalIgnoreCase);

    private readonly LineageProcess?[] _ring = new LineageProcess?[Capacity];
    private int _next;

    /// <summary>Notes a start.</summary>
    public void Add(LineageProcess process)
    {
        if (process.CommandLine.AsSpan().IndexOfAny(Words) < 0) return;
        _ring[_next] = process;
        _next = (_next + 1) % Capacity;
    }

    /// <summary>Who asked for something: the youngest run that names it, on its machine before it, or on another that names the machine too.</summary>
    /// <param name="host">Where it appeared.</param>
    /// <param name="time">When.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="skew">How far clocks may differ.</param>
    public LineageProcess? Find(LineageHost host, long time, string name, long skew)
    {
        for (int i = 1; i <= Capacity; i++)
        {
            if (_ring[(_next - i + Capacity) % Capacity] is not { } run) break;
            if (run.Recorded < time - Window - skew) break;
            bool isThere = run.HostOf == host;
            if (run.Recorded > time + (isThere ? TimeSpan.TicksPerSecond : skew)) continue;
            if (CommandText.HasWord(run.CommandLine, name) && (isThere || CommandText.HasWord(run.CommandLine, host.Key))) return run;
        }

        return null;
    }
}
