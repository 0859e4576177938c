namespace Stemma.Sigma;

/// <summary>Something about a rule file that its author or user must know.</summary>
/// <param name="Path">The file, as it was reached.</param>
/// <param name="Line">The line (1-based) it is about.</param>
/// <param name="IsError">True: the rule was not loaded. False: a warning; the rule runs.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="Title">The rule's title, where it was read.</param>
public sealed record SigmaProblem(string Path, int Line, bool IsError, string Message, string? Title = null)
{
    /// <summary>The problem as one line: <c>path:line: error: message</c>.</summary>
    public override string ToString() => $"{Path}:{Line}: {(IsError ? "error" : "warning")}: {Message}";
}

/// <summary>What came of loading rules: those that run, and what was wrong with the others.</summary>
/// <param name="Rules">The rules, ordered by path and line.</param>
/// <param name="Problems">Errors and warnings, ordered by path and line.</param>
public sealed record SigmaRuleSet(IReadOnlyList<SigmaRule> Rules, IReadOnlyList<SigmaProblem> Problems)
{
    /// <summary>Those of the rules that are correlations; <see cref="Rules"/> has them too.</summary>
    public IEnumerable<SigmaRule> Correlations => Rules.Where(rule => rule.Correlation is not null);

    /// <summary>How many rules could not be loaded.</summary>
    public int Failed => Problems.Count(problem => problem.IsError);
}
