namespace Stemma.Cli;

/// <summary>What a command reads: standard input or a file.</summary>
internal static class Input
{
    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="UserError">The file cannot be read.</exception>
    public static Stream Open(string path)
    {
        if (path == "-") return Console.OpenStandardInput();
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read {path}: {e.Message}");
        }
    }
}
