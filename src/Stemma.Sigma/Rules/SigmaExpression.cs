using System.Collections.Immutable;

namespace Stemma.Sigma;

/// <summary>
/// A rule's condition as a tree. Selections, lists, maps, <c>1 of</c>, <c>all of</c> and <c>neq</c> are already expanded into
/// <see cref="And"/>, <see cref="Or"/> and <see cref="Not"/>; the leaves are <see cref="SigmaTest"/>s.
/// </summary>
public abstract record SigmaExpression
{
    private protected SigmaExpression()
    {
    }

    /// <summary>All terms hold. Without terms: true.</summary>
    /// <param name="Terms">The terms.</param>
    public sealed record And(ImmutableArray<SigmaExpression> Terms) : SigmaExpression;

    /// <summary>At least one term holds. Without terms: false.</summary>
    /// <param name="Terms">The terms.</param>
    public sealed record Or(ImmutableArray<SigmaExpression> Terms) : SigmaExpression;

    /// <summary>The term does not hold.</summary>
    /// <param name="Term">The term.</param>
    public sealed record Not(SigmaExpression Term) : SigmaExpression;

    /// <summary>One test of one field.</summary>
    /// <param name="Value">The test.</param>
    public sealed record Leaf(SigmaTest Value) : SigmaExpression;
}
