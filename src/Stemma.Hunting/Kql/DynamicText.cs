using System.Text.Json;
using Stemma.Hunting.Kql.Compiling;

namespace Stemma.Hunting.Kql;

/// <summary>Values within JSON text that is known when a hunt is compiled.</summary>
internal static class DynamicText
{
    /// <summary>The elements of an array; of another value, itself.</summary>
    public static IEnumerable<Term> Elements(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = HuntLimits.Depth + 8 });
        JsonElement root = document.RootElement;
        return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(Element)] : [Element(root)];
    }

    private static Term Element(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Term.Constant(KustoType.String, element.GetString()),
        JsonValueKind.True or JsonValueKind.False => Term.Constant(KustoType.Bool, element.GetBoolean()),
        JsonValueKind.Number when element.TryGetInt64(out long whole) => Term.Constant(KustoType.Long, whole),
        JsonValueKind.Number => Term.Constant(KustoType.Real, element.GetDouble()),
        JsonValueKind.Null => Term.Constant(KustoType.Dynamic, null),
        _ => Term.Constant(KustoType.Dynamic, element.GetRawText()),
    };
}
