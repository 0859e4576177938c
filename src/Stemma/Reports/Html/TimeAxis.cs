namespace Stemma.Reports.Html;

/// <summary>
/// Time along a picture: a moment to a column. Where nothing happened for more than a quarter of the time that is left when longer gaps are
/// taken out, the axis is broken, so that what happened in minutes is not squeezed by the hours between.
/// </summary>
internal sealed class TimeAxis
{
    private const int LeastColumns = 6;
    private const int BreakColumns = 3;
    private const int MostBreaks = 4;
    private readonly List<(long From, long To, int Column, int Columns)> _parts = [];

    /// <summary>An axis for moments.</summary>
    /// <param name="times">The moments (100 ns units since 1601 UTC); at least one.</param>
    /// <param name="columns">How many columns there are.</param>
    public TimeAxis(IEnumerable<long> times, int columns)
    {
        long[] sorted = [.. times.Distinct().Order()];
        long busy = Math.Max(sorted[^1] - sorted[0], 1);
        HashSet<int> breaks = [];
        foreach (int i in Enumerable.Range(1, sorted.Length - 1).OrderByDescending(i => sorted[i] - sorted[i - 1]).ThenBy(i => i).Take(MostBreaks))
        {
            long gap = sorted[i] - sorted[i - 1];
            if (gap <= Math.Max(busy / 4, TimeSpan.TicksPerMinute)) break;
            busy -= gap;
            breaks.Add(i);
        }

        List<(long From, long To)> parts = [];
        int first = 0;
        for (int i = 1; i <= sorted.Length; i++)
        {
            if (i < sorted.Length && !breaks.Contains(i)) continue;
            parts.Add((sorted[first], sorted[i - 1]));
            first = i;
        }

        int free = columns - (BreakColumns * (parts.Count - 1)) - (LeastColumns * parts.Count), column = 0;
        busy = Math.Max(1, busy);
        foreach ((long start, long end) in parts)
        {
            int width = LeastColumns + (int)((double)(end - start) / busy * free);
            _parts.Add((start, end, column, width));
            column += width + BreakColumns;
        }

        Columns = column - BreakColumns;
    }

    /// <summary>Columns in use.</summary>
    public int Columns { get; }

    /// <summary>The stretches in which something happened: their first and last moment, first column and width.</summary>
    public IReadOnlyList<(long From, long To, int Column, int Columns)> Parts => _parts;

    /// <summary>The column of a moment.</summary>
    public int ColumnOf(long time)
    {
        (long from, long to, int column, int columns) = _parts.Last(part => part.From <= time || part == _parts[0]);
        return column + (int)(Math.Clamp((double)(time - from) / Math.Max(1, to - from), 0, 1) * (columns - 1));
    }
}
