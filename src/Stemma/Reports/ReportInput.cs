using System.Security.Cryptography;
using Stemma.Logs;

namespace Stemma.Reports;

/// <summary>A file that was read, so that a reader of a report can tell whether theirs is the same.</summary>
/// <param name="Name">How it is named in the report: the path that was given, or <c>archive.zip!member</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 in small hexadecimal digits; empty when it could not be read again.</param>
public sealed record ReportInput(string Name, long Bytes, string Sha256)
{
    /// <summary>Reads the files of logs: what lies packed is listed by its archive, as it was handed over, and by its own unpacked content.</summary>
    /// <param name="logs">The logs.</param>
    /// <returns>In ordinal order of names, each once.</returns>
    public static IReadOnlyList<ReportInput> Of(IEnumerable<LogFile> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        SortedDictionary<string, ReportInput> inputs = new(StringComparer.Ordinal);
        foreach (LogFile log in logs)
        {
            string? file = log.Name is null ? log.Path : Archive(log.Name);
            if (file is not null && !inputs.ContainsKey(file)) inputs.Add(file, Read(file, () => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));
            if (!inputs.ContainsKey(log.Source)) inputs.Add(log.Source, Read(log.Source, () => LogStream.OpenContent(log)));
        }

        return [.. inputs.Values];
    }

    // The file on disk that holds what was unpacked from it: the name up to one of its exclamation marks.
    private static string? Archive(string name)
    {
        for (int end = name.IndexOf('!', StringComparison.Ordinal); end > 0; end = name.IndexOf('!', end + 1))
            if (File.Exists(name[..end])) return name[..end];
        return File.Exists(name) ? name : null;
    }

    private static ReportInput Read(string name, Func<Stream> open)
    {
        try
        {
            using Stream content = open();
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[1 << 17];
            long bytes = 0;
            for (int read; (read = content.Read(buffer)) > 0; bytes += read) hash.AppendData(buffer, 0, read);
            return new ReportInput(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new ReportInput(name, 0, "");
        }
    }
}
