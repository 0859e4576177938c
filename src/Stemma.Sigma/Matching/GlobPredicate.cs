using System.Text;

namespace Stemma.Sigma.Matching;

/// <summary>A wildcard pattern over the whole value. Its longest literal must be there before the pattern is tried.</summary>
internal sealed class GlobPredicate : Predicate
{
    private readonly SigmaTest.Glob _test;
    private readonly string _pattern;
    private readonly GlobPartKind[] _kinds;

    public GlobPredicate(SigmaTest.Glob test)
        : base(test)
    {
        _test = test;
        string longest = "";
        StringBuilder pattern = new();
        List<GlobPartKind> kinds = [];
        foreach (GlobPart part in test.Parts)
        {
            string text = part.Kind == GlobPartKind.Literal ? part.Text : "\0";
            if (part.Text.Length > longest.Length) longest = part.Text;
            pattern.Append(text);
            foreach (char _ in text) kinds.Add(part.Kind);
        }

        Guard = TextFold.Literal(longest);
        _pattern = pattern.ToString();
        _kinds = [.. kinds];
    }

    /// <summary>The longest of the literals, folded; empty when there is none.</summary>
    public byte[] Guard { get; }

    /// <inheritdoc/>
    public override int Cost => 12;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        if (Guard.Length > 0 && folded.IndexOf(Guard) < 0) return false;

        // On a mismatch the last run takes one character more: at most text × pattern steps.
        int t = 0, p = 0, retryText = 0, retryPattern = -1;
        while (t < text.Length)
        {
            if (p < _kinds.Length && _kinds[p] == GlobPartKind.AnyRun)
            {
                retryPattern = ++p;
                retryText = t;
            }
            else if (p < _kinds.Length && (_kinds[p] == GlobPartKind.AnyOne || LiteralText.Matches(text[t], _pattern[p], _test.Cased)))
            {
                t++;
                p++;
            }
            else if (retryPattern >= 0)
            {
                p = retryPattern;
                t = ++retryText;
            }
            else
            {
                return false;
            }
        }

        while (p < _kinds.Length && _kinds[p] == GlobPartKind.AnyRun) p++;
        return p == _kinds.Length;
    }
}
