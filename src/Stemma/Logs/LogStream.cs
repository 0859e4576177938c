using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Stemma.Logs;

/// <summary>Opens a log's content, decompressed and as UTF-8, with a limit on how much comes out.</summary>
internal static class LogStream
{
    /// <summary>Bytes that one compressed log may hold: past that it is taken for a bomb and cut.</summary>
    public const long MaximumDecompressed = 64L << 30;

    /// <summary>Opens.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static Stream Open(LogFile log)
    {
        Stream content = OpenContent(log);
        if (log.Format == LogFormat.Evtx || log.Encoding == LogEncoding.Utf8) return content;
        Encoding encoding = log.Encoding == LogEncoding.Utf16 ? Encoding.Unicode : Encoding.BigEndianUnicode;
        return Encoding.CreateTranscodingStream(content, encoding, new UTF8Encoding(false));
    }

    /// <summary>Opens the bytes as they are, decompressed.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static Stream OpenContent(LogFile log)
    {
        FileStream file = new(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            if (log.IsGzip) return new LimitedStream(new GZipStream(file, CompressionMode.Decompress), MaximumDecompressed);
            if (log.IsZstd) return new LimitedStream(new DecompressionStream(file, leaveOpen: false), MaximumDecompressed);
            if (log.Member is null) return file;
            ZipArchive archive = new(file, ZipArchiveMode.Read);
            if (log.MemberIndex >= archive.Entries.Count) throw new InvalidDataException("the archive has changed while it was read");
            return new LimitedStream(archive.Entries[log.MemberIndex].Open(), MaximumDecompressed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
