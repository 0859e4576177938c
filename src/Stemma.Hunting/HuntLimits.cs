namespace Stemma.Hunting;

/// <summary>What a hunt may ask for. A hunt is as hostile as any other input.</summary>
internal static class HuntLimits
{
    /// <summary>Characters of one hunt.</summary>
    public const int TextLength = 1 << 20;

    /// <summary>Expressions within expressions, and queries within queries.</summary>
    public const int Depth = 200;

    /// <summary>Errors reported for one hunt.</summary>
    public const int Errors = 20;

    /// <summary>Calls of functions within functions while a hunt is compiled.</summary>
    public const int CallDepth = 32;

    /// <summary>Terms (operators, expressions) that functions may unfold to.</summary>
    public const int Terms = 200_000;

    /// <summary>Rows of one answer.</summary>
    public const int Rows = 500_000;
}
