using Stemma.Sigma.Rules;
using Stemma.Sigma.Values;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>
/// A value as pipelines see it: text in which <c>*</c> and <c>?</c> are the wildcards, those of <c>contains</c>, <c>startswith</c> and
/// <c>endswith</c> among them, and a backslash is one backslash.
/// </summary>
internal static class PipelineText
{
    private static readonly string[] Anchors = ["contains", "startswith", "endswith"];
    private static readonly string[] Plain = [.. Anchors, "all", "cased", "neq", "expand", "windash"];

    /// <summary>The text; null for what is none: numbers, null, regular expressions, networks, encoded text.</summary>
    public static string? Of(DetectionItem item, DetectionValue value) =>
        Pattern(item, value) is { } pattern ? string.Concat(pattern.Parts.Select(part => part.Kind switch
        {
            GlobPartKind.Literal => part.Text,
            GlobPartKind.AnyOne => "?",
            _ => "*",
        })) : null;

    /// <summary>The pattern that the value means with its anchor; null where it is no text.</summary>
    public static Pattern? Pattern(DetectionItem item, DetectionValue value)
    {
        string[] modifiers = Modifiers(item, value);
        if (value.Scalar.Kind != YamlKind.Text || modifiers.Except(Plain).Any()) return null;
        Pattern pattern = Values.Pattern.Parse(value.Scalar.Text);
        return modifiers.Intersect(Anchors).FirstOrDefault() is { } anchor ? pattern.Anchored(Enum.Parse<TextAnchor>(anchor, ignoreCase: true)) : pattern;
    }

    /// <summary>Whether one of <c>contains</c>, <c>startswith</c> and <c>endswith</c> stands with it.</summary>
    public static bool HasAnchor(DetectionItem item, DetectionValue value) => Modifiers(item, value).Intersect(Anchors).Any();

    /// <summary>The value of changed text, wildcards and all.</summary>
    /// <param name="item">Its item.</param>
    /// <param name="value">The value before.</param>
    /// <param name="text">The text as <see cref="Of"/> gives it, changed.</param>
    public static DetectionValue Changed(DetectionItem item, DetectionValue value, string text)
    {
        // A wildcard at the end stays one even after a backslash.
        bool open = text.EndsWith('*') && Pattern(item, value) is { Parts: [.., { Kind: GlobPartKind.AnyRun }] };
        string body = open ? text[..^1] : text;
        System.Text.StringBuilder written = new();
        for (int i = 0; i < body.Length; i++)
            written.Append(body[i] == '\\' && (i + 1 == body.Length || body[i + 1] is not ('*' or '?')) ? @"\\" : body[i]);
        if (open) written.Append('*');
        return WithoutAnchor(item, value, written.ToString());
    }

    /// <summary>The value with a text in rule syntax in place of what it and its anchor were.</summary>
    public static DetectionValue WithoutAnchor(DetectionItem item, DetectionValue value, string written, YamlKind kind = YamlKind.Text) =>
        new(value.Scalar with { Text = written, Kind = kind }, string.Join('|', Modifiers(item, value).Except(Anchors)));

    /// <summary>The modifiers that count for a value.</summary>
    public static string[] Modifiers(DetectionItem item, DetectionValue value) =>
        (value.Modifiers ?? item.Modifiers).Split('|', StringSplitOptions.RemoveEmptyEntries);
}
