namespace Stemma.Sigma.Rules;

/// <summary>Why a rule cannot be honoured, thrown inside the reader and reported as a <see cref="SigmaProblem"/>.</summary>
internal sealed class RuleFault(int line, string message) : Exception(message)
{
    /// <summary>The line (1-based) in the rule's file.</summary>
    public int Line { get; } = line;
}
