using System.IO.Enumeration;

namespace Stemma.Logs;

/// <summary>A path with <c>*</c>, <c>?</c> and <c>**</c> (any folders), for shells that hand it on as it is.</summary>
internal static class PathPattern
{
    /// <summary>Whether a path is a pattern.</summary>
    public static bool Is(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The files and folders that it means, in ordinal order.</summary>
    public static IEnumerable<string> Expand(string pattern)
    {
        string[] parts = pattern.Replace('\\', OperatingSystem.IsWindows() ? '/' : '\\').Split('/');
        int fixedParts = Array.FindIndex(parts, Is);
        string root = string.Join('/', parts[..fixedParts]);
        if (fixedParts > 0 && root.Length == 0) root = "/";
        return Expand(root, parts[fixedParts..]).Distinct().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Expand(string folder, string[] parts)
    {
        string where = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(where)) yield break;
        bool isAnyDepth = parts[0] == "**";
        if (isAnyDepth && parts.Length > 1)
            foreach (string path in Expand(folder, parts[1..])) yield return path;
        foreach (FileSystemInfo entry in new DirectoryInfo(where).EnumerateFileSystemInfos())
        {
            string path = folder.Length == 0 ? entry.Name : Path.Combine(folder, entry.Name);
            bool isFolder = entry is DirectoryInfo && entry.LinkTarget is null;
            if (isAnyDepth)
            {
                if (isFolder) foreach (string below in Expand(path, parts)) yield return below;
                else if (parts.Length == 1) yield return path;
            }
            else if (FileSystemName.MatchesSimpleExpression(parts[0], entry.Name, ignoreCase: OperatingSystem.IsWindows()))
            {
                if (parts.Length == 1) yield return path;
                else if (isFolder) foreach (string below in Expand(path, parts[1..])) yield return below;
            }
        }
    }
}
