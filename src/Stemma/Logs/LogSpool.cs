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

    private SpoolFolder? _folder;
    private int _count;
    private long _bytes;

    /// <summary>Keeps a stream's content; returns the file.</summary>
    /// <param name="head">What was read of it already.</param>
    /// <param name="content">The rest.</param>
    /// <param name="packed">Bytes of the archive it comes from; 0: of none.</param>
    /// <exception cref="InvalidDataException">A limit was passed; nothing is kept.</exception>
    public string Keep(ReadOnlySpan<byte> head, Stream content, long packed)
    {
        _folder ??= SpoolFolder.Create(Path.GetTempPath());
        string path = Path.Combine(_folder.Path, (++_count).ToString(System.Globalization.CultureInfo.InvariantCulture));
        long limit = Math.Min(MaximumBytes - _bytes, Limit(packed));
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

    /// <summary>How many bytes an archive may unpack to.</summary>
    /// <param name="packed">Its own bytes; 0: no archive.</param>
    public static long Limit(long packed) => packed is <= 0 or > long.MaxValue / MaximumRatio ? long.MaxValue : Math.Max(Suspicious, packed * MaximumRatio);

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder?.Dispose();
        _folder = null;
    }
}
