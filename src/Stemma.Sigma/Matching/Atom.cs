namespace Stemma.Sigma.Matching;

/// <summary>Something in a value that is searched for because rules cannot match without it or one of its alternatives.</summary>
/// <param name="Index">Its index among the program's atoms.</param>
/// <param name="Key">What it is.</param>
/// <param name="Rules">The rules that become candidates, as indexes into the program's rules.</param>
internal sealed record Atom(int Index, AtomKey Key, int[] Rules)
{
    /// <summary>Shorter literals are in nearly every value: searching for them within one would only make work.</summary>
    public const int MinimumLength = 3;

    /// <summary>The folded literal.</summary>
    public byte[] Text { get; } = System.Text.Encoding.Latin1.GetBytes(Key.Text);

    /// <summary>Where it must stand.</summary>
    public AtomKind Kind => Key.Kind;
}

/// <summary>What makes an atom the same as another.</summary>
/// <param name="Field">The field's index in the program; −1: any field.</param>
/// <param name="Kind">What is searched for.</param>
/// <param name="Text">The folded literal, a character a byte: at least <see cref="Atom.MinimumLength"/> characters inside or at the start
/// of a value. Empty where no literal is searched for.</param>
/// <param name="Number">The number of an <see cref="AtomKind.Number"/>.</param>
internal sealed record AtomKey(int Field, AtomKind Kind, string Text, double Number = 0);

/// <summary>What an atom is.</summary>
internal enum AtomKind
{
    /// <summary>A literal that is the value.</summary>
    Whole,

    /// <summary>A literal that begins the value.</summary>
    Start,

    /// <summary>A literal that ends the value.</summary>
    End,

    /// <summary>A literal anywhere in the value.</summary>
    Inside,

    /// <summary>A value that is a number (<see cref="NumberText"/>).</summary>
    Number,

    /// <summary>A value with a character beyond ASCII. One such atom serves all literals beyond ASCII, which fold alike.</summary>
    BeyondAscii,
}
