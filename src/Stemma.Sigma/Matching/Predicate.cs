namespace Stemma.Sigma.Matching;

/// <summary>One test of a field, or several of which one must hold, made ready to run: literals folded, expressions compiled when first needed.</summary>
/// <param name="tests">What it runs: holds when one of them does. All are about one field.</param>
internal abstract class Predicate(params SigmaTest[] tests)
{
    /// <summary>The tests it runs.</summary>
    public SigmaTest[] Tests { get; } = tests;

    /// <summary>The field's Sigma name; null: a keyword, tried on every value.</summary>
    public string? Field => Tests[0].Field;

    /// <summary>About what it costs to try on a value, as against comparing a literal with the value's beginning.</summary>
    public abstract int Cost { get; }

    /// <summary>Whether a value passes. Never called with a null value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="folded">The value, folded.</param>
    public abstract bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded);

    /// <summary>Makes a test ready.</summary>
    public static Predicate Create(SigmaTest test) => test switch
    {
        SigmaTest.Literal literal => new LiteralPredicate(literal),
        SigmaTest.Glob glob => new GlobPredicate(glob),
        SigmaTest.Regexp expression => new RegexPredicate(expression),
        SigmaTest.Cidr cidr => new CidrPredicate(cidr),
        SigmaTest.Number { Comparison: NumberComparison.Equal } number => new NumberSetPredicate(number),
        SigmaTest.Number number => new NumberPredicate(number),
        SigmaTest.Time time => new TimePredicate(time),
        _ => new StructuralPredicate(test),
    };

    /// <summary>Makes ready two tests or more, of one field and one <see cref="Family"/>, of which one must hold.</summary>
    public static Predicate Create(SigmaTest[] tests) => tests switch
    {
        [SigmaTest.Cidr, ..] => new CidrPredicate([.. tests.Cast<SigmaTest.Cidr>()]),
        [SigmaTest.Number, ..] => new NumberSetPredicate([.. tests.Cast<SigmaTest.Number>()]),
        _ => new LiteralSetPredicate([.. tests.Cast<SigmaTest.Literal>()]),
    };

    /// <summary>What tests must have in common to run as one; null for a test that runs alone.</summary>
    public static object? Family(SigmaTest test) => test switch
    {
        { Field: null } => null,
        SigmaTest.Literal { Anchor: not TextAnchor.Contains, Text: not "" } literal => (literal.Field, literal.Anchor),
        SigmaTest.Cidr or SigmaTest.Number { Comparison: NumberComparison.Equal } => (test.Field, test.GetType()),
        _ => null,
    };
}

/// <summary>A test that is not about one value's text (presence, null, another field); the matcher decides it.</summary>
internal sealed class StructuralPredicate(SigmaTest test) : Predicate(test)
{
    /// <inheritdoc/>
    public override int Cost => 1;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) => false;
}
