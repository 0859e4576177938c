using System.IO.Compression;
using Stemma.Evtx;
using ZstdSharp;

namespace Stemma.Logs;

/// <summary>
/// Finds the logs in files and folders. A format is judged by content; what calls itself <c>.evtx</c> or <c>.json</c> is taken for one even where
/// the content denies it, so that a damaged log is reported and not passed over.
/// </summary>
public sealed partial class LogFinder : IDisposable
{
    /// <summary>How deep archives may lie within archives; a tar file that is compressed is one.</summary>
    public const int MaximumDepth = 2;

    /// <summary>How many members of one archive are looked at.</summary>
    public const int MaximumMembers = 100_000;

    private readonly List<LogFile> _logs = [];
    private readonly List<LogProblem> _problems = [];
    private readonly List<PassedFile> _passed = [];
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);
    private readonly LogSpool _spool = new();
    private readonly bool _carve;
    private int _links;

    private LogFinder(bool carve) => _carve = carve;

    /// <summary>The logs, in ordinal order of their sources, each once.</summary>
    public IReadOnlyList<LogFile> Logs => _logs;

    /// <summary>What could not be opened.</summary>
    public IReadOnlyList<LogProblem> Problems => _problems;

    /// <summary>Files that are no logs: passed over.</summary>
    public int Passed => _passed.Count;

    /// <summary>Each of them, in ordinal order.</summary>
    public IReadOnlyList<PassedFile> PassedFiles => _passed;

    /// <summary>How many files of which kind were passed over, in ordinal order of the kinds.</summary>
    public IReadOnlyDictionary<string, int> PassedByKind =>
        new SortedDictionary<string, int>(_passed.CountBy(file => file.Kind).ToDictionary(), StringComparer.Ordinal);

    // A file that is looked at: where its bytes are, how it is named, what is known of it.
    private readonly record struct Found(string Path, string? Name, bool Named, int Depth, DateTime Modified)
    {
        public string Source => Name ?? Path;
    }

    /// <summary>Looks through paths.</summary>
    /// <param name="paths">Files, folders, patterns (<c>logs/**/*.evtx</c>), and <c>-</c> for standard input.</param>
    /// <param name="standardInput">Standard input; null: the process's own.</param>
    /// <param name="carve">Take what is no log for an image to be searched for records.</param>
    public static LogFinder Find(IEnumerable<string> paths, Stream? standardInput = null, bool carve = false)
    {
        ArgumentNullException.ThrowIfNull(paths);
        LogFinder finder = new(carve);
        foreach (string path in paths)
        {
            if (path == "-") finder.AddInput(standardInput ?? Console.OpenStandardInput());
            else if (Path.Exists(path) || !PathPattern.Is(path)) finder.AddPath(path);
            else finder.AddPattern(path);
        }

        if (finder._links > 0)
            finder._problems.Add(new LogProblem("links", -1, $"{finder._links} symbolic link{(finder._links == 1 ? " was" : "s were")} not followed", IsDamage: false));
        finder._passed.Sort((a, b) => string.CompareOrdinal(a.Source, b.Source));
        finder._logs.Sort((a, b) => string.CompareOrdinal(a.Source, b.Source));
        return finder;
    }

    /// <summary>Deletes what was unpacked: the logs cannot be read any more.</summary>
    public void Dispose() => _spool.Dispose();

    private void AddPath(string path)
    {
        if (File.Exists(path)) AddFile(new Found(path, null, true, 0, File.GetLastWriteTimeUtc(path)));
        else if (Directory.Exists(path)) AddNamedFolder(path);
        else _problems.Add(new LogProblem(path, -1, "no such file or folder"));
    }

    private void AddPattern(string pattern)
    {
        string[] paths = [.. PathPattern.Expand(pattern)];
        if (paths.Length == 0) _problems.Add(new LogProblem(pattern, -1, "nothing has such a name"));
        foreach (string path in paths) AddPath(path);
    }

    private void AddInput(Stream input)
    {
        if (!_seen.Add("-")) return;
        try
        {
            AddFile(new Found(_spool.Keep([], input, 0), "-", true, 0, DateTime.UtcNow));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            _problems.Add(new LogProblem("-", -1, $"cannot be read: {e.Message}"));
        }
    }

    private void AddNamedFolder(string folder)
    {
        try
        {
            string[] logs = ImageRoot.Logs(folder);
            if (logs.Length > 0) _problems.Add(new LogProblem(folder, -1, $"the root of a machine: only {string.Join(" and ", logs)} {(logs.Length == 1 ? "is" : "are")} read", IsDamage: false));
            foreach (string path in logs.Length > 0 ? logs : [folder]) AddFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new LogProblem(folder, -1, $"the folder cannot be read: {e.Message}"));
        }
    }

    private void AddFolder(string folder)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                string path = Path.Combine(folder, entry.Name);
                // A link may lead outside or in circles; what it leads to is scanned when it is named itself.
                if (entry.LinkTarget is not null) _links++;
                else if (entry is DirectoryInfo) AddFolder(path);
                else AddFile(new Found(path, null, false, 0, entry.LastWriteTimeUtc));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new LogProblem(folder, -1, $"the folder cannot be read: {e.Message}"));
        }
    }

    private void AddFile(Found found)
    {
        if (found.Name is null && !_seen.Add(Path.GetFullPath(found.Path))) return;
        try
        {
            using FileStream plain = new(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] head = Head(plain);
            plain.Position = 0;
            using Stream file = IsContainer(head) ? new BufferedStream(plain) : plain;
            if (IsContainer(head) && found.Depth >= MaximumDepth) _problems.Add(new LogProblem(found.Source, -1, $"not opened: archives lie more than {MaximumDepth} deep in one another"));
            else if (IsZip(head)) AddArchive(found, file);
            else if (IsGzip(head)) AddCompressed(found with { Modified = WhenPacked(head) ?? found.Modified }, new GZipStream(file, CompressionMode.Decompress), file.Length, ".gz");
            else if (IsZstd(head)) AddCompressed(found, new DecompressionStream(file), file.Length, ".zst");
            else if (IsXz(head)) AddCompressed(found, Xz(file), file.Length, ".xz");
            else if (IsBzip2(head)) AddCompressed(found, Bzip2(file), file.Length, ".bz2");
            else if (IsSevenZip(head)) AddSevenZip(found, file);
            else if (IsTar(head)) AddTar(found, file, file.Length);
            else Add(Log(found, null, found.Source, head, file.Length), head, found.Named);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            _problems.Add(new LogProblem(found.Source, -1, $"cannot be read: {e.Message}"));
        }
    }

    private static LogFile Log(Found found, string? member, string name, byte[] head, long length, bool isGzip = false) =>
        new(found.Path, member, isGzip, Recognise(name, LogSignature.Decode(head)), length)
        {
            Name = found.Name,
            Modified = found.Modified,
            Encoding = LogSignature.EncodingOf(head),
            FirstChunk = head.AsSpan().StartsWith("ElfChnk\0"u8) ? 0 : EvtxFileHeader.Size,
        };

    private void Add(LogFile log, byte[] head, bool named)
    {
        if (log.Format == LogFormat.Empty)
            _problems.Add(new LogProblem(log.Source, 0, "the file is empty", IsDamage: IsLogName(log.Source)));
        else if (log.Format != LogFormat.Unknown)
            _logs.Add(log);
        else if (_carve && FileKind.PackedAs(head) is null)
            _logs.Add(log with { Format = LogFormat.Image, Encoding = LogEncoding.Utf8 });
        else
            Pass(log.Source, head, named);
    }

    private void Pass(string source, byte[] head, bool named)
    {
        if (FileKind.PackedAs(head) is { } packed)
            _problems.Add(new LogProblem(source, -1, $"not opened: a {packed}; unpack it first"));
        else if (named)
            _problems.Add(new LogProblem(source, 0, "not a log that Stemma reads (EVTX, Windows events as XML, CSV or JSON, Linux audit logs, syslogs; plain or packed)"));
        else
            _passed.Add(new PassedFile(source, FileKind.Of(head)));
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
        Span<byte> head = stackalloc byte[4096];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].ToArray();
    }
}
