namespace Stemma.Evtx.BinXml;

/// <summary>Steps through a canonical form.</summary>
internal static class CanonicalForm
{
    /// <summary>Index of the operation after the one at <paramref name="at"/>.</summary>
    public static int Next(ReadOnlySpan<char> form, int at) => form[at] switch
    {
        CanonicalOp.CloseStart or CanonicalOp.CloseEmpty or CanonicalOp.EndElement => at + 1,
        CanonicalOp.CharReference => at + 2,
        CanonicalOp.Substitution or CanonicalOp.OptionalSubstitution => at + 3,
        _ => at + 2 + form[at + 1],
    };

    /// <summary>The text of an operation that carries one.</summary>
    public static string Text(string form, int at) => form.Substring(at + 2, form[at + 1]);
}
