using Stemma.Logs;

namespace Stemma.Detection;

/// <summary>Problems of one run: all counted, the first of each log kept. One a thread, then merged.</summary>
internal sealed class LogProblems
{
    /// <summary>How many problems of one log are kept; the rest is one line, <c>and N more</c>.</summary>
    public const int Kept = 10;

    private readonly Dictionary<int, (SortedSet<(long Position, string Message, bool IsDamage)> First, long Count)> _byLog = [];

    /// <summary>How many problems cost something.</summary>
    public long Damaged { get; private set; }

    /// <summary>Notes a problem.</summary>
    public void Add(int log, long position, string message, bool isDamage = true)
    {
        if (isDamage) Damaged++;
        var (first, count) = _byLog.TryGetValue(log, out var entry) ? entry : ([], 0);
        Keep(first, (position, message, isDamage));
        _byLog[log] = (first, count + 1);
    }

    /// <summary>Adds what another noted.</summary>
    public void Add(LogProblems other)
    {
        Damaged += other.Damaged;
        foreach ((int log, var theirs) in other._byLog)
        {
            var (first, count) = _byLog.TryGetValue(log, out var entry) ? entry : ([], 0);
            foreach (var problem in theirs.First) Keep(first, problem);
            _byLog[log] = (first, count + theirs.Count);
        }
    }

    /// <summary>The kept problems, ordered by log and position.</summary>
    public IEnumerable<LogProblem> ToList(IReadOnlyList<LogFile> logs)
    {
        foreach ((int log, var (first, count)) in _byLog.OrderBy(entry => entry.Key))
        {
            foreach (var (position, message, isDamage) in first)
                yield return new LogProblem(logs[log].Source, position, message, isDamage);
            if (count > first.Count)
                yield return new LogProblem(logs[log].Source, -1, $"and {count - first.Count:N0} more problems", first.Any(problem => problem.IsDamage));
        }
    }

    private static void Keep(SortedSet<(long, string, bool)> first, (long, string, bool) problem)
    {
        first.Add(problem);
        if (first.Count > Kept) first.Remove(first.Max);
    }
}
