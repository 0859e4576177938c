namespace Stemma.Cli;

/// <summary>Where a command writes: standard output or a file.</summary>
internal static class Output
{
    /// <summary>Opens a file, or standard output for null.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static Stream Open(string? path)
    {
        if (path is null) return new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot write {path}: {e.Message}");
        }
    }
}
