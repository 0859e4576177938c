namespace Stemma.Sigma.Rules;

/// <summary>Finds the files that rules stand in.</summary>
internal static class RuleFiles
{
    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MaxRecursionDepth = 64,
    };

    /// <summary>The files, each once, ordered by path; a path that leads nowhere is an error among the problems.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> paths, List<SigmaProblem> problems)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            try
            {
                string[] found = File.Exists(path) ? [path] : [.. Directory.EnumerateFiles(path, "*", Below).Where(IsRuleFile)];
                foreach (string file in found)
                    if (!files.TryAdd(Path.GetFullPath(file), file) && string.CompareOrdinal(file, files[Path.GetFullPath(file)]) < 0)
                        files[Path.GetFullPath(file)] = file;
                if (!File.Exists(path)) problems.AddRange(Links(path));
                if (found.Length == 0) problems.Add(new SigmaProblem(path, 1, true, "no rule files (.yml) in this folder"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(new SigmaProblem(path, 1, true, exception is DirectoryNotFoundException ? "there is no such file or folder" : exception.Message));
            }
        }

        return files.Values.Order(StringComparer.Ordinal);
    }

    // Links are not followed: they may lead in circles, and out of what the user named.
    private static IEnumerable<SigmaProblem> Links(string path) =>
        Directory.EnumerateFileSystemEntries(path, "*", new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = 0 })
            .Concat(Directory.EnumerateDirectories(path, "*", Below).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { AttributesToSkip = 0 })))
            .Where(entry => File.GetAttributes(entry).HasFlag(FileAttributes.ReparsePoint) && (IsRuleFile(entry) || Directory.Exists(entry)))
            .Order(StringComparer.Ordinal)
            .Select(entry => new SigmaProblem(entry, 1, false, "a symbolic link, not followed: name the file or folder that it leads to"));

    private static bool IsRuleFile(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".YML" or ".YAML" && !path.EndsWith(".test.yml", StringComparison.OrdinalIgnoreCase);
}
