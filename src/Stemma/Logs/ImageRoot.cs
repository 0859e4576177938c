namespace Stemma.Logs;

/// <summary>Knows the root of a mounted machine, where logs lie in known places and everything else is none.</summary>
internal static class ImageRoot
{
    /// <summary>The folders of logs below a root; empty when it is none.</summary>
    public static string[] Logs(string folder)
    {
        string? windows = Below(folder, "Windows", "System32", "winevt", "Logs");
        string? linux = Below(folder, "etc") is not null && Below(folder, "usr") is not null ? Below(folder, "var", "log") : null;
        return [.. new[] { windows, linux }.OfType<string>()];
    }

    private static string? Below(string folder, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            // A file system of Windows that is mounted elsewhere knows upper from lower case.
            string? next = Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).FirstOrDefault();
            if (next is null) return null;
            folder = next;
        }

        return folder;
    }
}
