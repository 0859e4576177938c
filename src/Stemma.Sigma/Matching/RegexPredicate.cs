using System.Runtime.CompilerServices;

namespace Stemma.Sigma.Matching;

/// <summary>A regular expression somewhere in the value, tried only where the literal stands that every match holds.</summary>
internal sealed class RegexPredicate(SigmaTest.Regexp test, int field) : Predicate(test, field)
{
    // A test is in many programs; its automaton is made once.
    private static readonly ConditionalWeakTable<SigmaTest.Regexp, BoundedRegex> Shared = [];

    private readonly byte[] _guard = RegexLiteral.Find(test) ?? [];
    private readonly BoundedRegex _regex = Shared.GetValue(test, test => new BoundedRegex(test.Syntax, test.Options));

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) =>
        (_guard.Length == 0 || folded.IndexOf(_guard) >= 0) && _regex.IsMatch(text);
}
