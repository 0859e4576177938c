using Stemma.Sigma.Rules;

namespace Stemma.Sigma.Pipelines;

/// <summary>Changes of whole detection items: dropping, refusing, and splitting hashes by their kind.</summary>
/// <param name="change">What an item becomes; null: nothing.</param>
internal sealed class ItemTransformation(Func<DetectionItem, PipelineItem, DetectionNode?> change) : PipelineTransformation
{
    /// <summary>Reads one; null when the type is another.</summary>
    public static ItemTransformation? TryRead(string type, PipelineMap map)
    {
        switch (type)
        {
            case "drop_detection_item":
                return new((_, _) => null);
            case "detection_item_failure":
                string message = map.Needed("message");
                return new((one, item) => throw new RuleFault(one.Line, $"refused by a pipeline ({item.Id}): field '{one.Field}': {message}"));
            case "hashes_fields":
                string[] kinds = map.Names("valid_hash_algos") ?? throw new RuleFault(map.Line, "'hashes_fields' needs 'valid_hash_algos'");
                string prefix = map.Text("field_prefix") ?? "";
                bool drop = map.Flag("drop_algo_prefix");
                if (drop && prefix.Length == 0) throw new RuleFault(map.Line, "'drop_algo_prefix' without 'field_prefix' leaves no field name");
                return new((one, _) => Hashes(one, kinds, kind => drop ? prefix : prefix + kind));
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Apply(RuleDraft draft, PipelineItem item) => Rewrite(draft, item, one => change(one, item));

    // "SHA1=…" and "MD5=…" in one field become one field each; a hash without its kind is known by its length.
    private static DetectionNode Hashes(DetectionItem item, string[] kinds, Func<string, string> field)
    {
        if (item.Values.Exists(value => PipelineText.Of(item, value) is null)) return item;
        Dictionary<string, List<DetectionValue>> byField = [];
        foreach (DetectionValue value in item.Values)
        {
            string text = PipelineText.Of(item, value)!.Trim('*');
            string[] parts = text.Contains('|', StringComparison.Ordinal) ? text.Split('|') : text.Split('=');
            string hash = parts[^1];
            string kind = parts.Length == 2 ? parts[0].ToUpperInvariant() : hash.Length switch { 32 => "MD5", 40 => "SHA1", 64 => "SHA256", 128 => "SHA512", _ => "" };
            if (!kinds.Contains(kind)) throw new RuleFault(value.Scalar.Line, $"field '{item.Field}': '{text}' is no hash of the kinds {string.Join(", ", kinds)}");
            string name = field(kind);
            if (!byField.TryGetValue(name, out List<DetectionValue>? values)) byField.Add(name, values = []);
            values.Add(PipelineText.WithoutAnchor(item, value, hash) with { Modifiers = "" });
        }

        bool isAll = item.Modifiers.Split('|').Contains("all");
        string modifiers = string.Join('|', item.Modifiers.Split('|').Intersect(["all", "neq"]));
        bool isAny = !isAll && !item.Modifiers.Split('|').Contains("neq");
        return new DetectionGroup(isAny, [.. byField.Select(pair => new DetectionItem(pair.Key, modifiers, pair.Value, item.Line) { Applied = [.. item.Applied] })], item.Line);
    }
}
