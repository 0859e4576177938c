namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>Tells names written in random case from names written in a habit.</summary>
internal static class Casing
{
    /// <summary>Whether a name that is known to be spelled otherwise is in random case: not all small, not all large, not just capitalised.</summary>
    public static bool IsOdd(string written, string canonical)
    {
        if (written == canonical || !written.Equals(canonical, StringComparison.OrdinalIgnoreCase)) { return false; }
        return written != written.ToLowerInvariant() && written != written.ToUpperInvariant() && !(written.Length > 1 && written[1..] == written[1..].ToLowerInvariant());
    }

    /// <summary>How much the case of a name shows that it is random.</summary>
    public static int Evidence(string written, string canonical) => IsOdd(written, canonical) && Rises(written) >= Rises(canonical) + 2 ? 1 : 0;

    // Places where a small letter is followed by a large one.
    private static int Rises(string name)
    {
        int rises = 0;
        for (int i = 1; i < name.Length; i++)
        {
            if (char.IsLower(name[i - 1]) && char.IsUpper(name[i])) { rises++; }
        }
        return rises;
    }
}
