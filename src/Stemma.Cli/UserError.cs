namespace Stemma.Cli;

/// <summary>Ends a command with a message for its user: what is wrong, where, what to do.</summary>
internal sealed class UserError(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
