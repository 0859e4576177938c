using System.Diagnostics;
using Stemma.Detection;

namespace Stemma.Cli;

/// <summary>One line on the terminal that shows how far a scan is; nothing when standard error is not a terminal.</summary>
internal sealed class ProgressLine : IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ScanProgress _progress;
    private readonly long _total;
    private readonly Timer? _timer;
    private readonly Lock _lock = new();
    private bool _shown;

    public ProgressLine(ScanProgress progress, long total)
    {
        (_progress, _total) = (progress, total);
        if (!Console.IsErrorRedirected) _timer = new Timer(_ => Show(), null, 500, 250);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            if (_shown) Console.Error.Write("\r\u001b[K");
            _shown = false;
        }
    }

    private void Show()
    {
        double seconds = _watch.Elapsed.TotalSeconds;
        long bytes = _progress.Bytes;
        string left = bytes > 0 && bytes < _total ? $"  {Humans.Duration(TimeSpan.FromSeconds(seconds * (_total - bytes) / bytes))} left" : "";
        string line = $"{Math.Min(100, 100 * bytes / Math.Max(_total, 1))} %  {Humans.Size(bytes)} of {Humans.Size(_total)}  "
            + $"{Humans.Count(_progress.Records)} records  {Humans.Count((long)(_progress.Records / seconds))} records/s  "
            + $"{Humans.Count(_progress.Detections, "detection")}{left}";
        lock (_lock)
        {
            Console.Error.Write("\r" + Humans.Cut(line, Math.Max(Width() - 1, 20)) + "\u001b[K");
            _shown = true;
        }
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
