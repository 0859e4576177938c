using System.Buffers.Binary;
using System.IO.Compression;
using Stemma.Evtx;

namespace Stemma.Logs;

/// <summary>
/// Finds the logs in files and folders. A format is judged by content; what calls itself <c>.evtx</c> or <c>.json</c> is taken for one even where
/// the content denies it, so that a damaged log is reported and not passed over.
/// </summary>
public sealed class LogFinder
{
    private readonly List<LogFile> _logs = [];
    private readonly List<LogProblem> _problems = [];

    /// <summary>The logs, in ordinal order of their sources, each once.</summary>
    public IReadOnlyList<LogFile> Logs => _logs;

    /// <summary>What could not be opened.</summary>
    public IReadOnlyList<LogProblem> Problems => _problems;

    /// <summary>Files in folders that are no logs: passed over.</summary>
    public int Passed { get; private set; }

    /// <summary>Looks through paths.</summary>
    /// <param name="paths">Files and folders.</param>
    public static LogFinder Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        LogFinder finder = new();
        HashSet<string> seen = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path)) finder.AddFolder(path, seen);
            else if (File.Exists(path)) finder.AddFile(path, named: true, seen);
            else finder._problems.Add(new LogProblem(path, -1, "no such file or folder"));
        }

        finder._logs.Sort((a, b) => string.CompareOrdinal(a.Source, b.Source));
        return finder;
    }

    private void AddFolder(string folder, HashSet<string> seen)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                string path = Path.Combine(folder, entry.Name);
                // A link may lead outside or in circles; what it leads to is scanned when it is named itself.
                if (entry.LinkTarget is not null) Passed++;
                else if (entry is DirectoryInfo) AddFolder(path, seen);
                else AddFile(path, named: false, seen);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new LogProblem(folder, -1, $"the folder cannot be read: {e.Message}"));
        }
    }

    private void AddFile(string path, bool named, HashSet<string> seen)
    {
        if (!seen.Add(Path.GetFullPath(path))) return;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] head = Head(file);
            if (head.AsSpan().StartsWith("PK\x03\x04"u8)) AddArchive(path, file, named);
            else if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) AddCompressed(path, file, named);
            else Add(Log(path, null, false, path, head, file.Length) with { Modified = File.GetLastWriteTimeUtc(path) }, named);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _problems.Add(new LogProblem(path, -1, $"cannot be read: {e.Message}"));
        }
    }

    private void AddArchive(string path, FileStream file, bool named)
    {
        file.Position = 0;
        using ZipArchive archive = new(file, ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in archive.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            // Folders, and what macOS adds beside each file.
            if (entry.Length == 0 || entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)) continue;
            try
            {
                using Stream content = entry.Open();
                Add(Log(path, entry.FullName, false, entry.FullName, Head(content), entry.Length) with { Modified = entry.LastWriteTime.DateTime }, named);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException)
            {
                _problems.Add(new LogProblem($"{path}!{entry.FullName}", -1, $"cannot be read: {e.Message}"));
            }
        }
    }

    private void AddCompressed(string path, FileStream file, bool named)
    {
        file.Position = 0;
        using GZipStream content = new(file, CompressionMode.Decompress);
        string inner = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        Add(Log(path, null, true, inner, Head(content), file.Length) with { Modified = Modified(path, file) }, named);
    }

    // A gzip header may tell when the file within was written (RFC 1952, MTIME); rotated logs keep it when they are copied.
    private static DateTime Modified(string path, FileStream file)
    {
        byte[] header = new byte[8];
        file.Position = 0;
        uint seconds = file.ReadAtLeast(header, 8, throwOnEndOfStream: false) == 8 ? BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)) : 0;
        return seconds > 0 ? DateTime.UnixEpoch.AddSeconds(seconds) : File.GetLastWriteTimeUtc(path);
    }

    private static LogFile Log(string path, string? member, bool isGzip, string name, byte[] head, long length) =>
        new(path, member, isGzip, Recognise(name, LogSignature.Decode(head)), length)
        {
            Encoding = LogSignature.EncodingOf(head),
            FirstChunk = head.AsSpan().StartsWith("ElfChnk\0"u8) ? 0 : EvtxFileHeader.Size,
        };

    private void Add(LogFile log, bool named)
    {
        if (log.Format == LogFormat.Empty)
            _problems.Add(new LogProblem(log.Source, 0, "the file is empty", IsDamage: IsLogName(log.Source)));
        else if (log.Format != LogFormat.Unknown)
            _logs.Add(log);
        else if (named)
            _problems.Add(new LogProblem(log.Source, 0, "not a log that Stemma reads (EVTX, Windows events as XML, CSV or JSON, Linux audit logs; plain or in gzip or zip)"));
        else
            Passed++;
    }

    private static bool IsLogName(string name) =>
        name.EndsWith(".evtx", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static LogFormat Recognise(string name, ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return LogFormat.Empty;
        if (head.StartsWith("ElfFile\0"u8) || head.StartsWith("ElfChnk\0"u8)) return LogFormat.Evtx;
        if (name.EndsWith(".evtx", StringComparison.OrdinalIgnoreCase)) return LogFormat.Evtx;
        head = head.TrimStart(" \t\r\n"u8);
        if (LogSignature.IsAudit(head)) return LogFormat.Audit;
        if (LogSignature.IsSyslog(head)) return LogFormat.Syslog;
        if (LogSignature.IsXml(head)) return LogFormat.Xml;
        if (LogSignature.IsCsv(head)) return LogFormat.Csv;
        bool opens = !head.IsEmpty && (head[0] == (byte)'{' || head[0] == (byte)'[');
        return (opens && LooksLikeJson(head)) || IsLogName(name) ? LogFormat.Json : LogFormat.Unknown;
    }

    // After the brackets a string begins, or nothing follows: an INI section or a bracketed log line is not JSON.
    private static bool LooksLikeJson(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("[{ \t\r\n"u8);
        return head.IsEmpty || head[0] == (byte)'"' || head[0] == (byte)'}' || head[0] == (byte)']';
    }

    private static byte[] Head(Stream stream)
    {
        byte[] head = new byte[4096];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
