using System.Globalization;
using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>Changes of values, one by one.</summary>
/// <param name="change">What a value becomes; null: it stays.</param>
internal sealed partial class ValueTransformation(Func<DetectionItem, DetectionValue, IEnumerable<DetectionValue>?> change) : PipelineTransformation
{
    /// <summary>Reads one; null when the type is another.</summary>
    public static ValueTransformation? TryRead(string type, PipelineMap map) => type switch
    {
        "replace_string" => Replace(map),
        "map_string" => Map(map),
        "regex" => ToRegex(map),
        "set_value" => Set(map),
        "convert_type" => Convert(map.OneOf("target_type", "str", "num")),
        "case" => Case(map.OneOf("method", "lower", "upper", "snake_case")),
        _ => null,
    };

    /// <inheritdoc/>
    public override void Apply(RuleDraft draft, PipelineItem item) => Rewrite(draft, item, one => Rewritten(one, change));

    /// <summary>An item with its values changed; itself when none is, null when none is left.</summary>
    public static DetectionItem? Rewritten(DetectionItem item, Func<DetectionItem, DetectionValue, IEnumerable<DetectionValue>?> change)
    {
        IEnumerable<DetectionValue>?[] changed = [.. item.Values.Select(value => change(item, value))];
        if (Array.TrueForAll(changed, values => values is null)) return item;
        DetectionItem result = item.WithField(item.Field);
        result.Values = [.. item.Values.SelectMany((value, index) => changed[index] ?? [value])];
        return result.Values.Count > 0 ? result : null;
    }

    private static ValueTransformation Text(Func<string, IEnumerable<string>?> change) => new((item, value) =>
        PipelineText.Of(item, value) is { } text && change(text) is { } changed ? changed.Select(one => PipelineText.Changed(item, value, one)) : null);

    private static ValueTransformation Replace(PipelineMap map)
    {
        Regex regex = map.Expression("regex");
        // \1 and \g<name> are what .NET writes $1 and ${name}.
        string replacement = Group().Replace(map.Needed("replacement").Replace("$", "$$", StringComparison.Ordinal), match => match.Value == @"\\" ? @"\" : $"${{{match.Groups[1].Value}{match.Groups[2].Value}}}");
        bool skip = map.Flag("skip_special"), interpret = map.Flag("interpret_special");
        if (!skip) return Text(text => Changed(text) is var changed && changed != text ? [changed] : null);
        return new((item, value) =>
        {
            if (PipelineText.Pattern(item, value) is not { } pattern) return null;
            var changed = pattern.Parts.Select(part => part.Kind switch
            {
                GlobPartKind.Literal when interpret => Changed(part.Text),
                GlobPartKind.Literal => Escaped(Changed(part.Text)),
                GlobPartKind.AnyOne => "?",
                _ => "*",
            });
            return [PipelineText.WithoutAnchor(item, value, string.Concat(changed))];
        });

        string Changed(string text) => regex.Replace(text, replacement);
    }

    private static ValueTransformation Map(PipelineMap map)
    {
        Dictionary<string, string[]> mapping = map.Mapping("mapping");
        return Text(mapping.GetValueOrDefault);
    }

    // The expression means what the text meant: the whole value, unless wildcards say otherwise.
    private static ValueTransformation ToRegex(PipelineMap map)
    {
        string flags = map.OneOf("method", "ignore_case_brackets", "ignore_case_flag", "plain") == "plain" ? "re|s" : "re|i|s";
        return new((item, value) =>
        {
            if (PipelineText.Pattern(item, value) is not { } pattern) return null;
            if (item.Field is null || pattern.Parts.IsEmpty || PipelineText.Modifiers(item, value).Intersect(["windash", "expand"]).Any()) return null;
            string body = string.Concat(pattern.Parts.Select(part => part.Kind switch
            {
                GlobPartKind.Literal => Regex.Escape(part.Text),
                GlobPartKind.AnyOne => ".",
                _ => ".*",
            }));
            return [new DetectionValue(value.Scalar with { Text = $@"\A{body}\z" }, flags)];
        });
    }

    private static ValueTransformation Set(PipelineMap map)
    {
        if (map.Node("value") is not YamlScalar scalar) throw new RuleFault(map.Line, "'set_value' needs a plain 'value'");
        YamlKind kind = map.Text("force_type") switch
        {
            null => scalar.Kind,
            "str" => YamlKind.Text,
            "num" when NumberText.TryParse(scalar.Text, out _) => YamlKind.Number,
            "num" => throw new RuleFault(scalar.Line, $"'{scalar.Text}' is not a number"),
            { } other => throw new RuleFault(map.Line, $"'force_type: {other}': there are str, num"),
        };
        return new((_, value) => [new DetectionValue(scalar with { Kind = kind, Line = value.Scalar.Line }, "")]);
    }

    private static ValueTransformation Convert(string type) => new((item, value) => (type, value.Scalar.Kind) switch
    {
        ("str", YamlKind.Number or YamlKind.Boolean) => [value with { Scalar = value.Scalar with { Kind = YamlKind.Text } }],
        ("num", YamlKind.Text) => NumberText.TryParse(value.Scalar.Text, out _) ? [value with { Scalar = value.Scalar with { Kind = YamlKind.Number } }]
            : throw new RuleFault(value.Scalar.Line, $"field '{item.Field}': a pipeline makes numbers of its values, and '{value.Scalar.Text}' is none"),
        _ => null,
    });

    private static ValueTransformation Case(string method) => new((item, value) => PipelineText.Of(item, value) is null ? null :
    [
        value with
        {
            Scalar = value.Scalar with
            {
                Text = method switch
                {
                    "lower" => value.Scalar.Text.ToLower(CultureInfo.InvariantCulture),
                    "upper" => value.Scalar.Text.ToUpper(CultureInfo.InvariantCulture),
                    _ => Word().Replace(value.Scalar.Text, "_").ToLower(CultureInfo.InvariantCulture),
                },
            },
        },
    ]);

    private static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("*", @"\*", StringComparison.Ordinal).Replace("?", @"\?", StringComparison.Ordinal);

    [GeneratedRegex(@"\\\\|\\(\d+)|\\g<(\w+)>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Group();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
