namespace Stemma.Decoding.Markup;

/// <summary>A tag with its attributes, names in lower case; of a script what stands between its tags.</summary>
internal sealed class Tag(string name, List<(string Name, string Value)> attributes, string content)
{
    public string Name => name;

    public List<(string Name, string Value)> Attributes => attributes;

    public string Content => content;

    /// <summary>The value of an attribute; null when the tag has none of that name.</summary>
    public string? this[string attribute]
    {
        get
        {
            foreach ((string each, string value) in attributes) { if (each == attribute) { return value; } }
            return null;
        }
    }
}

/// <summary>Reads tags as browsers do: leniently, whatever is between them, in time that grows with the text only.</summary>
internal static class TagReader
{
    private const int MostAttributes = 100;

    public static IEnumerable<Tag> Read(string text, DecodeBudget budget)
    {
        bool moreScriptEnds = true;
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf('<', at);
            if (open < 0) { yield break; }
            budget.Spend();
            if (string.CompareOrdinal(text, open, "<!--", 0, 4) == 0)
            {
                int end = text.IndexOf("-->", open + 4, StringComparison.Ordinal);
                if (end < 0) { yield break; }
                at = end + 3;
                continue;
            }
            int i = open + 1;
            if (i >= text.Length || !char.IsAsciiLetter(text[i])) { at = i; continue; }
            while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is ':' or '-' or '_') && i - open < 64) { i++; }
            string name = text[(open + 1)..i].ToLowerInvariant();
            List<(string, string)> attributes = [];
            i = Attributes(text, i, attributes, budget);
            bool closed = i > 1 && i <= text.Length && text[i - 1] == '>' && text[i - 2] == '/';
            string content = "";
            if (!closed && moreScriptEnds && (name == "script" || name.EndsWith(":script", StringComparison.Ordinal)))
            {
                int end = text.IndexOf("</" + name, Math.Min(i, text.Length), StringComparison.OrdinalIgnoreCase);
                if (end < 0) { moreScriptEnds = false; end = text.Length; }
                content = text[Math.Min(i, end)..end];
                i = end;
            }
            at = Math.Max(i, open + 1);
            yield return new Tag(name, attributes, content);
        }
    }

    /// <summary>Reads attributes; returns the place behind the tag's end.</summary>
    private static int Attributes(string text, int i, List<(string, string)> attributes, DecodeBudget budget)
    {
        while (i < text.Length && text[i] != '>')
        {
            budget.Spend();
            if (char.IsWhiteSpace(text[i]) || text[i] is '/' or '"' or '\'' or '=') { i++; continue; }
            if (text[i] == '<') { return i; }
            int start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('=' or '>' or '/' or '"' or '\'' or '<')) { i++; }
            if (i == start) { i++; continue; }
            string name = text[start..Math.Min(i, start + 64)].ToLowerInvariant();
            while (i < text.Length && char.IsWhiteSpace(text[i])) { i++; }
            string value = "";
            if (i < text.Length && text[i] == '=')
            {
                i++;
                while (i < text.Length && char.IsWhiteSpace(text[i])) { i++; }
                if (i < text.Length && text[i] is '"' or '\'')
                {
                    int close = text.IndexOf(text[i], i + 1);
                    if (close < 0) { return text.Length; }
                    value = text[(i + 1)..close];
                    i = close + 1;
                }
                else
                {
                    start = i;
                    while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] != '>') { i++; }
                    value = text[start..i];
                }
            }
            if (attributes.Count < MostAttributes) { attributes.Add((name, value)); }
        }
        return Math.Min(i + 1, text.Length);
    }
}
