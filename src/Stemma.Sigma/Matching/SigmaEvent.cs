namespace Stemma.Sigma;

/// <summary>
/// An event as the engine sees it: values in the slots that its <see cref="Kind"/> names. An implementation may be reused for one
/// event after another; spans need only live until then.
/// </summary>
public abstract class SigmaEvent
{
    /// <summary>What kind of event it is, from <see cref="SigmaEngine.GetKind"/> of the engine that will match it.</summary>
    public abstract EventKind Kind { get; }

    /// <summary>Whether the value in a slot (an index into <see cref="EventKind.Names"/>) is null.</summary>
    public abstract bool IsNull(int slot);

    /// <summary>
    /// Whether the value in a slot is known to be a number, an address of memory, an identifier or a time: a text of digits, the letters
    /// A to F, X, T, Z and S, and <c>- . : + { }</c>. The search for words passes over such values.
    /// </summary>
    public virtual bool IsPlain(int slot) => false;

    /// <summary>The value in a slot as text: numbers in decimal, unless the log holds them otherwise; empty for null.</summary>
    public abstract ReadOnlySpan<char> Text(int slot);
}
