using Stemma.Logs;

namespace Stemma.Detection;

/// <summary>A piece of work for one thread: a whole log, or a stretch of an EVTX file's chunks.</summary>
/// <param name="Log">The log's index among the logs.</param>
/// <param name="Start">Byte offset at which the piece begins; a file's first piece begins at 0, with its header.</param>
/// <param name="Length">The piece's bytes.</param>
internal sealed record ScanUnit(int Log, long Start, long Length)
{
    /// <summary>Bytes of a piece: sixteen chunks, large enough to read at once and small enough to share out evenly.</summary>
    public const int Stretch = 1 << 20;

    /// <summary>All pieces of all logs, in order; an image is one piece.</summary>
    public static List<ScanUnit> Plan(IReadOnlyList<LogFile> logs)
    {
        List<ScanUnit> units = [];
        for (int i = 0; i < logs.Count; i++)
        {
            LogFile log = logs[i];
            if (log.Format != LogFormat.Evtx || log.IsCompressed)
            {
                units.Add(new ScanUnit(i, 0, log.Length));
                continue;
            }

            for (long start = 0, end; start < log.Length; start = end)
            {
                end = Math.Min(log.Length, start + Stretch + (start == 0 ? log.FirstChunk : 0));
                units.Add(new ScanUnit(i, start, end - start));
            }
        }

        return units;
    }
}
