using System.Globalization;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>One item of a pipeline: a transformation, and the conditions on which it is applied to a rule, an item of it or a field.</summary>
internal sealed class PipelineItem
{
    private const int MaxDepth = 8;

    private readonly PipelineConditions<object?> _rule;
    private readonly PipelineConditions<DetectionItem> _items;
    private readonly PipelineConditions<string?> _fields;
    private readonly PipelineTransformation _transformation;

    private PipelineItem(PipelineMap map, IReadOnlyDictionary<string, IReadOnlyList<string>> variables, int depth)
    {
        string type = map.Needed("type");
        Id = map.Text("id") ?? $"line {map.Line.ToString(CultureInfo.InvariantCulture)}";
        _rule = PipelineConditions<object?>.Read(map, "rule", RuleConditions.Read);
        _items = PipelineConditions<DetectionItem>.Read(map, "detection_item", ItemConditions.Read);
        _fields = PipelineConditions<string?>.Read(map, "field_name", FieldConditions.Read);
        _transformation = PipelineTransformation.Read(type, map, variables, depth);
        map.CheckKeys();
    }

    /// <summary>The name by which conditions ask whether it was applied.</summary>
    public string Id { get; }

    /// <summary>Reads items.</summary>
    /// <exception cref="RuleFault">One holds something unknown.</exception>
    public static IReadOnlyList<PipelineItem> ReadAll(IReadOnlyList<YamlMap> items, IReadOnlyDictionary<string, IReadOnlyList<string>> variables, int depth)
    {
        if (depth > MaxDepth) throw new RuleFault(items[0].Line, $"pipelines nested deeper than {MaxDepth}");
        return [.. items.Select(item => new PipelineItem(new PipelineMap(item), variables, depth))];
    }

    /// <summary>Applies the transformation to a rule for which the conditions hold.</summary>
    /// <exception cref="RuleFault">The rule cannot be honoured with it.</exception>
    public void Apply(RuleDraft draft)
    {
        if (!_rule.Hold(draft, null)) return;
        draft.Applied.Add(Id);
        _transformation.Apply(draft, this);
    }

    /// <summary>Whether the conditions on fields hold for a name.</summary>
    public bool IsFor(RuleDraft draft, string? field) => _fields.Hold(draft, field);

    /// <summary>Whether all conditions on items hold for one.</summary>
    public bool IsFor(RuleDraft draft, DetectionItem item) => _items.Hold(draft, item) && _fields.Hold(draft, item.Field, item.Applied);
}
