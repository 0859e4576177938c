using System.IO.Compression;

namespace Stemma.Logs;

/// <summary>Opens a log's content, decompressed, with a limit on how much comes out.</summary>
internal static class LogStream
{
    /// <summary>Bytes that one compressed log may hold: past that it is taken for a bomb and cut.</summary>
    public const long MaximumDecompressed = 64L << 30;

    /// <summary>Opens.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static Stream Open(LogFile log)
    {
        FileStream file = new(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            if (log.IsGzip) return new GZipStream(file, CompressionMode.Decompress);
            if (log.Member is null) return file;
            ZipArchive archive = new(file, ZipArchiveMode.Read);
            return archive.GetEntry(log.Member)?.Open() ?? throw new InvalidDataException("the archive has changed while it was read");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
