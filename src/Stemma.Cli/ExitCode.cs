namespace Stemma.Cli;

/// <summary>What the exit code tells (<c>docs/formats.md</c>, "Exit codes").</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Fine = 0;

    /// <summary>Something of the level of <c>--fail-on</c> was found.</summary>
    public const int Found = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A part of the input could not be read, or the command was stopped before its end.</summary>
    public const int PartlyRead = 3;

    /// <summary>The command failed.</summary>
    public const int Failed = 4;
}
