namespace Stemma.Sigma.Matching;

/// <summary>A literal that is searched for because rules cannot match without it or one of its alternatives.</summary>
/// <param name="Index">Its index among the program's atoms.</param>
/// <param name="Field">The field's index in the program; −1: any field.</param>
/// <param name="Text">The folded literal, at least <see cref="MinimumLength"/> bytes, or any length when it is anchored.</param>
/// <param name="Anchor">Where it must stand.</param>
/// <param name="Rules">The rules that become candidates, as indexes into the program's rules.</param>
internal sealed record Atom(int Index, int Field, byte[] Text, TextAnchor Anchor, int[] Rules)
{
    /// <summary>Shorter literals are in nearly every value: searching for them would only make work.</summary>
    public const int MinimumLength = 3;
}

/// <summary>What makes an atom the same as another.</summary>
/// <param name="Field">The field's index in the program; −1: any field.</param>
/// <param name="Text">The folded literal, a character a byte.</param>
/// <param name="Anchor">Where it must stand.</param>
internal readonly record struct AtomKey(int Field, string Text, TextAnchor Anchor);
