namespace Stemma.Sigma.Matching;

/// <summary>A literal at its anchor: found on the folded bytes, then, where the fold is lossy, verified on the text.</summary>
internal sealed class LiteralPredicate(SigmaTest.Literal test) : Predicate(test)
{
    private readonly byte[] _folded = TextFold.Literal(test.Text);
    private readonly bool _verify = test.Cased || TextFold.IsLossy(test.Text);

    // Text that has no case and is not ASCII folds to one byte repeated, which is everywhere in such values: it is found on the value itself.
    private readonly bool _onText = !test.Windash && test.Text.AsSpan().ContainsAnyExceptInRange('\0', '\x7F')
        && (test.Cased || HasNoCase(test.Text));

    /// <summary>The literal, folded.</summary>
    public byte[] Folded => _folded;

    /// <summary>Whether only a value with a character beyond ASCII can hold it.</summary>
    public bool IsBeyondAscii { get; } = HasOneBeyondAscii(test.Text);

    /// <summary>Where it must stand.</summary>
    public TextAnchor Anchor => test.Anchor;

    /// <inheritdoc/>
    public override int Cost => test.Anchor == TextAnchor.Contains ? 8 : 1;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) => Find(text, folded) >= 0;

    /// <summary>Where the literal stands in the value; −1 when it does not.</summary>
    public int Find(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        int start = 0;
        switch (test.Anchor)
        {
            case TextAnchor.Equals when folded.Length != _folded.Length: return -1;
            case TextAnchor.Equals or TextAnchor.StartsWith: return At(text, folded, 0) ? 0 : -1;
            case TextAnchor.EndsWith:
                start = folded.Length - _folded.Length;
                return start >= 0 && At(text, folded, start) ? start : -1;
        }

        if (_onText) return text.IndexOf(test.Text);
        while (true)
        {
            int hit = folded[start..].IndexOf(_folded);
            if (hit < 0) return -1;
            start += hit;
            if (!_verify || LiteralText.Matches(text.Slice(start, _folded.Length), test.Text, test.Cased)) return start;
            if (++start > folded.Length - _folded.Length) return -1;
        }
    }

    private static bool HasNoCase(string text)
    {
        foreach (char c in text)
            if (char.ToUpperInvariant(c) != c || char.ToLowerInvariant(c) != c) return false;
        return true;
    }

    private static bool HasOneBeyondAscii(string text)
    {
        foreach (char c in text)
            if (c > '\x7F' && c != SigmaTest.DashClass) return true;
        return false;
    }

    private bool At(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded, int start) =>
        folded[start..].StartsWith(_folded)
        && (!_verify || LiteralText.Matches(text.Slice(start, _folded.Length), test.Text, test.Cased));
}

/// <summary>Compares text with a rule's literal exactly, character by character.</summary>
internal static class LiteralText
{
    /// <summary>Whether text of the literal's length is the literal: <see cref="SigmaTest.DashClass"/> is any dash.</summary>
    public static bool Matches(ReadOnlySpan<char> text, string literal, bool cased)
    {
        for (int i = 0; i < literal.Length; i++)
            if (!Matches(text[i], literal[i], cased)) return false;
        return true;
    }

    /// <summary>Whether one character is the literal's.</summary>
    public static bool Matches(char c, char literal, bool cased) =>
        c == literal
        || (literal == SigmaTest.DashClass && c is '-' or '/' or '\u2013' or '\u2014' or '\u2015')
        || (!cased && char.ToUpperInvariant(c) == char.ToUpperInvariant(literal));
}
