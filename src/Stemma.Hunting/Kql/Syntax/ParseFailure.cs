namespace Stemma.Hunting.Kql.Syntax;

/// <summary>Leaves what cannot be read, up to the place where reading goes on. It never leaves the parser.</summary>
internal sealed class ParseFailure(int at, string message, bool isFatal = false) : Exception(message)
{
    public int At { get; } = at;

    /// <summary>Reading ends here.</summary>
    public bool IsFatal { get; } = isFatal;
}
