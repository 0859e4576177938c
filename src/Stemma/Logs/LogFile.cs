namespace Stemma.Logs;

/// <summary>The forms that logs come in.</summary>
public enum LogFormat
{
    /// <summary>Nothing that Stemma reads.</summary>
    Unknown,

    /// <summary>A Windows event log.</summary>
    Evtx,

    /// <summary>JSON: objects one a line, one after another, or in one array.</summary>
    Json,

    /// <summary>A Linux audit log, raw or enriched.</summary>
    Audit,

    /// <summary>Windows events as XML: one document, or one event after another.</summary>
    Xml,

    /// <summary>Windows events as comma-separated values.</summary>
    Csv,

    /// <summary>A syslog: RFC 3164 or 5424, as text.</summary>
    Syslog,

    /// <summary>Bytes that are no log, to be searched for records: a disk image, a memory dump.</summary>
    Image,

    /// <summary>A file without content.</summary>
    Empty,
}

/// <summary>How the characters of a text log are written.</summary>
public enum LogEncoding
{
    /// <summary>UTF-8, or bytes.</summary>
    Utf8,

    /// <summary>UTF-16, low byte first, as Windows writes it.</summary>
    Utf16,

    /// <summary>UTF-16, high byte first.</summary>
    Utf16BigEndian,
}

/// <summary>One log to read: a file, or what is inside a compressed one.</summary>
/// <param name="Path">The file.</param>
/// <param name="Member">The name inside a zip archive; null for a plain or gzip file.</param>
/// <param name="IsGzip">The file is compressed with gzip.</param>
/// <param name="Format">What it holds, judged by its content.</param>
/// <param name="Length">Bytes, uncompressed where that is known.</param>
public sealed record LogFile(string Path, string? Member, bool IsGzip, LogFormat Format, long Length)
{
    /// <summary>An EVTX file's first chunk: behind the file's header, or at 0 when chunks were carved from a disk and have none.</summary>
    public long FirstChunk { get; init; }

    /// <summary>How the characters of a text are written.</summary>
    public LogEncoding Encoding { get; init; }

    /// <summary>When the file, or the member of an archive, was written last, UTC: syslogs leave the year to it.</summary>
    public DateTime Modified { get; init; } = DateTime.UnixEpoch;

    /// <summary>Which member of the zip archive it is: names may be there twice.</summary>
    public int MemberIndex { get; init; }

    /// <summary>The content must be read from its beginning: it is compressed.</summary>
    public bool IsCompressed => IsGzip || IsZstd || Member is not null;

    /// <summary>The file is compressed with Zstandard.</summary>
    public bool IsZstd { get; init; }

    /// <summary>How it is named where <see cref="Path"/> is a temporary file: what was unpacked, or came through standard input.</summary>
    public string? Name { get; init; }

    /// <summary>How the log is named in everything that is printed: <c>folder/archive.zip!member.json</c>.</summary>
    public string Source => Member is null ? Name ?? Path : $"{Name ?? Path}!{Member}";
}

/// <summary>Something about the input that the user must know.</summary>
/// <param name="Source">The log or path.</param>
/// <param name="Position">The byte offset it is about; −1: the whole.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="IsDamage">True: something could not be read. False: worth knowing, nothing is lost.</param>
public sealed record LogProblem(string Source, long Position, string Message, bool IsDamage = true);
