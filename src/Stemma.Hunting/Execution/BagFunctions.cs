namespace Stemma.Hunting.Execution;

/// <summary>Functions of bags. What is no bag gives null.</summary>
internal static class BagFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Text("kql_bag_keys", a => Json.Properties(a.Text(0)) is { } items ? Json.Array(items.Select(item => ValueText.JsonString(item.Key))) : null);
        table.Text("kql_bag_merge", a => Merge(Enumerable.Range(1, Math.Max(0, a.Count - 1)).Select(a.Text)));
        table.Text("kql_bag_of", a => Merge(Json.Elements(a.Text(0)) ?? []) ?? "{}");
        table.Bool("kql_bag_has_key", a => Json.Properties(a.Text(0))?.Exists(item => item.Key == a.Text(1)));
        table.Text("kql_bag_remove_keys", a => Json.Properties(a.Text(0)) is { } items ? Without(items, [.. (Json.Elements(a.Text(1)) ?? []).Select(Json.Text)]) : null);
        table.Text("kql_bag_set_key", a => Json.Properties(a.Text(0)) is { } items ? Json.Bag(items.Where(item => item.Key != a.Text(1)).Append(KeyValuePair.Create(a.Text(1) ?? "", a.Text(2) ?? "null"))) : null);
        table.Text("kql_bag_zip", a => Json.Elements(a.Text(0)) is { } keys && Json.Elements(a.Text(1)) is { } values ? Json.Bag(keys.Select((key, i) => KeyValuePair.Create(Json.Text(key), values.ElementAtOrDefault(i) ?? "null"))) : null);
        table.Text("kql_bag_without_empty", a => Json.Properties(a.Text(0)) is { } items ? Json.Bag(items.Where(item => item.Value is not ("null" or "\"\""))) : null);
        table.Text("kql_bag_items", a => Json.Properties(a.Text(0)) is { } items ? Json.Array(items.Select(item => a.Bool(1) == true ? Json.Array([ValueText.JsonString(item.Key), item.Value]) : Json.Bag([item]))) : null);
        table.Text("kql_bag_types", a => Json.Properties(a.Text(0)) is { } items ? Json.Array(items.Select(item => ValueText.JsonString($"{Json.TypeName(item.Value)}:{item.Key}"))) : "[]");
        table.Text("kql_tree_path", a => a.Text(0) is { } json ? Json.Array(Paths(json, "").Select(ValueText.JsonString)) : null);
    }

    // Of one key in several bags, the first value counts.
    private static string? Merge(IEnumerable<string?> bags)
    {
        Dictionary<string, string>? merged = null;
        foreach (string? bag in bags)
        {
            if (Json.Properties(bag) is not { } items) continue;
            merged ??= new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (KeyValuePair<string, string> item in items) merged.TryAdd(item.Key, item.Value);
        }

        return merged is null ? null : Json.Bag(merged);
    }

    // Keys that begin with $ are paths into bags within.
    private static string Without(List<KeyValuePair<string, string>> items, HashSet<string> keys) =>
        Json.Bag(items.Where(item => !keys.Contains(item.Key) && !keys.Contains("$." + item.Key)).Select(item =>
        {
            HashSet<string> inner = [.. keys.Where(key => key.StartsWith($"$.{item.Key}.", StringComparison.Ordinal)).Select(key => "$." + key[(item.Key.Length + 3)..])];
            return inner.Count > 0 && Json.Properties(item.Value) is { } nested ? KeyValuePair.Create(item.Key, Without(nested, inner)) : item;
        }));

    private static IEnumerable<string> Paths(string json, string path)
    {
        if (Json.Properties(json) is { } items)
        {
            foreach (KeyValuePair<string, string> item in items)
            {
                string at = $"{path}['{item.Key}']";
                yield return at;
                foreach (string inner in Paths(item.Value, at)) yield return inner;
            }
        }
        else if (Json.Elements(json) is { Count: > 0 } elements)
        {
            yield return path + "[0]";
            foreach (string inner in Paths(elements[0], path + "[0]")) yield return inner;
        }
    }
}
