using System.IO.Enumeration;

namespace Stemma.Sigma.Rules;

/// <summary>Finds the files that rules stand in.</summary>
internal static class RuleFiles
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = 0,
        MaxRecursionDepth = 64,
    };

    /// <summary>The files, each once, ordered by path; a path that leads nowhere is an error among the problems.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> paths, List<SigmaProblem> problems)
    {
        Dictionary<string, string> files = [];
        foreach (string path in paths)
        {
            try
            {
                List<Entry> entries = File.Exists(path) ? [new Entry(path, false)] : [.. Below(path)];
                List<Entry> links = entries.FindAll(entry => entry.IsLink);
                foreach (Entry entry in entries)
                {
                    if (entry.IsLink) continue;
                    string full = Path.GetFullPath(entry.Path);
                    if (!files.TryAdd(full, entry.Path) && string.CompareOrdinal(entry.Path, files[full]) < 0) files[full] = entry.Path;
                }

                problems.AddRange(links.OrderBy(link => link.Path, StringComparer.Ordinal).Select(link =>
                    new SigmaProblem(link.Path, 1, false, "a symbolic link, not followed: name the file or folder that it leads to")));
                if (links.Count == entries.Count) problems.Add(new SigmaProblem(path, 1, true, "no rule files (.yml) in this folder"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(new SigmaProblem(path, 1, true, exception is DirectoryNotFoundException ? "there is no such file or folder" : exception.Message));
            }
        }

        return files.Values.Order(StringComparer.Ordinal);
    }

    // Rule files, and links to rule files and folders. Links are not followed: they may lead in circles, and out of what the user named.
    private static FileSystemEnumerable<Entry> Below(string folder) =>
        new(folder, (ref FileSystemEntry entry) => new Entry(entry.ToSpecifiedFullPath(), IsLink(ref entry)), Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                (entry.IsDirectory || IsRuleFile(entry.FileName)) && (!entry.IsDirectory || IsLink(ref entry)),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        };

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static bool IsRuleFile(ReadOnlySpan<char> name) =>
        (name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        && !name.EndsWith(".test.yml", StringComparison.OrdinalIgnoreCase);

    private sealed record Entry(string Path, bool IsLink);
}
