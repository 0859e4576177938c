namespace Stemma.Sigma.Matching;

/// <summary>A test made ready to run: its field resolved, its literal folded, its expression compiled when first needed.</summary>
internal abstract class Predicate(SigmaTest test, int field, int other = -1)
{
    /// <summary>The test it runs.</summary>
    public SigmaTest Test { get; } = test;

    /// <summary>The field's index in the program; −1: a keyword, tried on every value.</summary>
    public int Field { get; } = field;

    /// <summary>The index of the field that the test refers to; −1 when it refers to none.</summary>
    public int OtherField { get; } = other;

    /// <summary>Whether a value passes. Never called with a null value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="folded">The value, folded.</param>
    public abstract bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded);

    /// <summary>Makes a test of a value ready. Tests of presence and of two fields are the matcher's own: null for them.</summary>
    public static Predicate Create(SigmaTest test, int field, int other) => test switch
    {
        SigmaTest.Literal literal => new LiteralPredicate(literal, field),
        SigmaTest.Glob glob => new GlobPredicate(glob, field),
        SigmaTest.Regexp expression => new RegexPredicate(expression, field),
        SigmaTest.Cidr cidr => new CidrPredicate(cidr, field),
        SigmaTest.Number number => new NumberPredicate(number, field),
        SigmaTest.Time time => new TimePredicate(time, field),
        _ => new StructuralPredicate(test, field, other),
    };
}

/// <summary>A test that is not about one value's text (presence, null, another field); the matcher decides it.</summary>
internal sealed class StructuralPredicate(SigmaTest test, int field, int other) : Predicate(test, field, other)
{
    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) => false;
}
