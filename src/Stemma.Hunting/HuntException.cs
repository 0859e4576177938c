namespace Stemma.Hunting;

/// <summary>A hunt that cannot be answered: wrong, not supported, or over its limits.</summary>
/// <param name="errors">What is wrong, in the order of the text; at least one.</param>
public sealed class HuntException(IReadOnlyList<HuntError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>What is wrong, in the order of the text.</summary>
    public IReadOnlyList<HuntError> Errors { get; } = errors;
}
