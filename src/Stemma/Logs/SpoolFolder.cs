namespace Stemma.Logs;

/// <summary>
/// A folder for temporary files that does not outlive its process for long: a run that was killed leaves it behind, and the next one that needs
/// such a folder deletes it. Whoever lives holds a lock on the marker within.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string Prefix = "stemma-logs-", Marker = "stemma-spool";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream _marker;

    private SpoolFolder(string path)
    {
        Path = path;
        _marker = new FileStream(System.IO.Path.Combine(path, Marker), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes one, and deletes those that the dead left.</summary>
    /// <param name="parent">Where.</param>
    public static SpoolFolder Create(string parent)
    {
        foreach (string left in Directory.EnumerateDirectories(parent, Prefix + "*")) DeleteIfLeft(left);
        string path = System.IO.Path.Combine(parent, Prefix + System.IO.Path.GetRandomFileName());
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Own);
        return new SpoolFolder(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _marker.Dispose();
        Delete(Path);
    }

    // Ours is what carries the marker and is open to one user alone: into another user's folder nobody but root can look.
    private static void DeleteIfLeft(string folder)
    {
        try
        {
            DirectoryInfo info = new(folder);
            if (info.LinkTarget is not null || (!OperatingSystem.IsWindows() && info.UnixFileMode != Own)) return;
            using (new FileStream(System.IO.Path.Combine(folder, Marker), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody lives in it, or it is not ours.
        }
    }

    // Not recursive: what was not put there by a spool is not deleted.
    private static void Delete(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.EnumerateFiles(folder).Where(IsSpooled)) File.Delete(file);
        File.Delete(System.IO.Path.Combine(folder, Marker));
        Directory.Delete(folder);
    }

    private static bool IsSpooled(string file) => System.IO.Path.GetFileName(file.AsSpan()).ContainsAnyExceptInRange('0', '9') is false;
}
