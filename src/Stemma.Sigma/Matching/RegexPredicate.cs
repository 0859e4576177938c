using System.Runtime.CompilerServices;

namespace Stemma.Sigma.Matching;

/// <summary>A regular expression somewhere in the value, tried only where the literals stand that every match holds.</summary>
internal sealed class RegexPredicate(SigmaTest.Regexp test) : Predicate(test)
{
    // A test is in many programs; its automaton is made once.
    private static readonly ConditionalWeakTable<SigmaTest.Regexp, BoundedRegex> Shared = [];

    private BoundedRegex? _regex;

    /// <summary>What stands in every value that matches, one behind the other, folded; empty when nothing is certain to.</summary>
    public byte[][] Guards { get; } = RegexLiteral.Find(test);

    /// <inheritdoc/>
    public override int Cost => 100;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        foreach (byte[] guard in Guards)
        {
            int at = folded.IndexOf(guard);
            if (at < 0) return false;
            folded = folded[(at + guard.Length)..];
        }

        return (_regex ??= Shared.GetValue(test, test => new BoundedRegex(test.Syntax, test.Options))).IsMatch(text);
    }
}
