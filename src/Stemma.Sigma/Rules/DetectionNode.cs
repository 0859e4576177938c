using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>A part of a selection as the rule wrote it, before modifiers are applied; pipelines change it here.</summary>
/// <param name="line">The line (1-based).</param>
internal abstract class DetectionNode(int line)
{
    /// <summary>The line (1-based).</summary>
    public int Line { get; } = line;

    /// <summary>Reads a selection: a map is AND, a list is OR of maps and keywords.</summary>
    /// <exception cref="RuleFault">It is neither.</exception>
    public static DetectionNode Read(YamlNode node) => node switch
    {
        YamlMap { Entries.Count: > 0 } map => new DetectionGroup(isAny: false, [.. map.Entries.Select(Item)], map.Line),
        YamlList { Items.Count: > 0 } list => new DetectionGroup(isAny: true, [.. list.Items.Select(Read)], list.Line),
        YamlScalar { IsNull: false } keyword => new DetectionItem(null, "", [new DetectionValue(keyword)], keyword.Line),
        _ => throw new RuleFault(node.Line, "an empty selection"),
    };

    private static DetectionNode Item(KeyValuePair<YamlScalar, YamlNode> entry)
    {
        string[] key = entry.Key.Text.Split('|', 2);
        if (key is [_, ""]) throw new RuleFault(entry.Key.Line, $"field '{key[0]}': unknown modifier ''");
        YamlScalar[] values = entry.Value switch
        {
            YamlList { Items.Count: 0 } empty => [new YamlScalar("", YamlKind.Null, empty.Line)],
            YamlList list => [.. list.Items.Select(item => item as YamlScalar
                ?? throw new RuleFault(item.Line, $"the values of '{entry.Key.Text}' must be plain values"))],
            YamlScalar scalar => [scalar],
            _ => throw new RuleFault(entry.Value.Line, $"the value of '{entry.Key.Text}' must be a value or a list of values"),
        };
        return new DetectionItem(key[0].Length == 0 ? null : key[0], key.Length > 1 ? key[1] : "",
            [.. values.Select(value => new DetectionValue(value))], entry.Key.Line);
    }
}

/// <summary>Several nodes: any of them, or all.</summary>
internal sealed class DetectionGroup(bool isAny, List<DetectionNode> nodes, int line) : DetectionNode(line)
{
    /// <summary>One of them is enough.</summary>
    public bool IsAny { get; } = isAny;

    /// <summary>The nodes.</summary>
    public List<DetectionNode> Nodes { get; } = nodes;
}

/// <summary>A field with modifiers and values, or keywords.</summary>
internal sealed class DetectionItem(string? field, string modifiers, List<DetectionValue> values, int line) : DetectionNode(line)
{
    /// <summary>The field; null for keywords.</summary>
    public string? Field { get; set; } = field;

    /// <summary>What follows the field, as <c>contains|all</c>; empty for none.</summary>
    public string Modifiers { get; } = modifiers;

    /// <summary>The values.</summary>
    public List<DetectionValue> Values { get; set; } = values;

    /// <summary>The ids of the pipeline items that changed it.</summary>
    public HashSet<string> Applied { get; init; } = [];

    /// <summary>The item for another field.</summary>
    public DetectionItem WithField(string? field) => new(field, Modifiers, [.. Values], Line) { Applied = [.. Applied] };
}

/// <summary>A value.</summary>
/// <param name="Scalar">What the rule wrote, or a pipeline put in its place.</param>
/// <param name="Modifiers">The modifiers that count for this value, where they are not those of its item.</param>
internal readonly record struct DetectionValue(YamlScalar Scalar, string? Modifiers = null);
