using System.Collections.Immutable;
using System.Text;

namespace Stemma.Sigma.Values;

/// <summary>
/// A value of a rule while its modifiers are applied: literals and wildcards (Sigma specification, "escaping").
/// </summary>
/// <param name="Parts">The parts; neighbours are never both literals nor both <see cref="GlobPartKind.AnyRun"/>.</param>
/// <param name="Written">What the rule wrote, for explanations.</param>
internal sealed record Pattern(ImmutableArray<GlobPart> Parts, string Written)
{
    private static readonly GlobPart Run = new(GlobPartKind.AnyRun);

    /// <summary>Whether a wildcard is in it.</summary>
    public bool HasWildcard => Parts.Any(part => part.Kind != GlobPartKind.Literal);

    /// <summary>The literal text of a pattern without wildcards.</summary>
    public string Text => Parts.IsEmpty ? "" : Parts[0].Text;

    /// <summary>
    /// Reads what a rule wrote. <c>\</c> before <c>*</c>, <c>?</c> or <c>\</c> takes the next character as it stands; before anything
    /// else, or at the end, it stands for itself.
    /// </summary>
    public static Pattern Parse(string written)
    {
        List<GlobPart> parts = [];
        StringBuilder literal = new();
        for (int i = 0; i < written.Length; i++)
        {
            char c = written[i];
            if (c == '\\' && i + 1 < written.Length && written[i + 1] is '*' or '?' or '\\') literal.Append(written[++i]);
            else if (c is not ('*' or '?')) literal.Append(c);
            else
            {
                Flush();
                if (c == '?') parts.Add(new GlobPart(GlobPartKind.AnyOne));
                else if (parts.Count == 0 || parts[^1] != Run) parts.Add(Run);
            }
        }

        Flush();
        return new Pattern([.. parts], written);

        void Flush()
        {
            if (literal.Length > 0) parts.Add(new GlobPart(GlobPartKind.Literal, literal.ToString()));
            literal.Clear();
        }
    }

    /// <summary>A pattern of text as it stands, without wildcards.</summary>
    public static Pattern Literal(string text, string written) =>
        new(text.Length == 0 ? [] : [new GlobPart(GlobPartKind.Literal, text)], written);

    /// <summary>The pattern with each literal changed.</summary>
    public Pattern Map(Func<string, string> change) => this with
    {
        Parts = [.. Parts.Select(part => part.Kind == GlobPartKind.Literal ? part with { Text = change(part.Text) } : part)],
    };

    /// <summary>The pattern with a run before it, after it, or both.</summary>
    public Pattern Anchored(TextAnchor anchor)
    {
        bool before = anchor is TextAnchor.Contains or TextAnchor.EndsWith;
        bool after = anchor is TextAnchor.Contains or TextAnchor.StartsWith;
        ImmutableArray<GlobPart> parts = Parts;
        if (before && (parts.IsEmpty || parts[0] != Run)) parts = parts.Insert(0, Run);
        if (after && (parts.IsEmpty || parts[^1] != Run)) parts = parts.Add(Run);
        return new Pattern(parts, $"{(before ? "*" : "")}{Written}{(after ? "*" : "")}");
    }

    /// <summary>The test for it: a literal at its anchor where it can be one.</summary>
    public SigmaTest ToTest(string? field, bool cased, bool windash)
    {
        return Parts.AsSpan() switch
        {
            [] => Literal(TextAnchor.Equals, ""),
            [{ Kind: GlobPartKind.AnyRun }] => Literal(TextAnchor.Contains, ""),
            [{ Kind: GlobPartKind.Literal } only] => Literal(TextAnchor.Equals, only.Text),
            [{ Kind: GlobPartKind.Literal } start, { Kind: GlobPartKind.AnyRun }] => Literal(TextAnchor.StartsWith, start.Text),
            [{ Kind: GlobPartKind.AnyRun }, { Kind: GlobPartKind.Literal } end] => Literal(TextAnchor.EndsWith, end.Text),
            [{ Kind: GlobPartKind.AnyRun }, { Kind: GlobPartKind.Literal } inner, { Kind: GlobPartKind.AnyRun }] => Literal(TextAnchor.Contains, inner.Text),
            _ => new SigmaTest.Glob(field, Written, Parts, cased, windash && Parts.Any(part => part.Text.Contains(SigmaTest.DashClass, StringComparison.Ordinal))),
        };

        SigmaTest.Literal Literal(TextAnchor anchor, string text) =>
            new(field, Written, text, anchor, cased, windash && text.Contains(SigmaTest.DashClass, StringComparison.Ordinal));
    }
}
