namespace Stemma.Logs;

/// <summary>
/// Temporary files for what can only be read once from its beginning, or must be unpacked before it can be looked into: members of tar files,
/// archives within archives, standard input. Gone when it is disposed.
/// </summary>
internal sealed class LogSpool : IDisposable
{
    /// <summary>Bytes that all of it may have.</summary>
    public const long MaximumBytes = 64L << 30;

    // What unpacks to more than this, and to so many times the archive's size, is no log.
    private const long Suspicious = 1L << 30;
    private const int MaximumRatio = 200;

    private string? _folder;
    private int _count;
    private long _bytes;

    /// <summary>Keeps a stream's content; returns the file.</summary>
    /// <param name="head">What was read of it already.</param>
    /// <param name="content">The rest.</param>
    /// <param name="packed">Bytes of the archive it comes from; 0: of none.</param>
    /// <exception cref="InvalidDataException">A limit was passed; nothing is kept.</exception>
    public string Keep(ReadOnlySpan<byte> head, Stream content, long packed)
    {
        _folder ??= Directory.CreateTempSubdirectory("stemma-logs-").FullName;
        string path = Path.Combine(_folder, (++_count).ToString(System.Globalization.CultureInfo.InvariantCulture));
        long limit = MaximumBytes - _bytes;
        if (packed > 0) limit = Math.Min(limit, Math.Max(Suspicious, packed > long.MaxValue / MaximumRatio ? long.MaxValue : packed * MaximumRatio));
        try
        {
            using FileStream file = File.Create(path);
            file.Write(head);
            using LimitedStream limited = new(content, limit);
            limited.CopyTo(file);
            _bytes += file.Length;
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        _folder = null;
    }
}
