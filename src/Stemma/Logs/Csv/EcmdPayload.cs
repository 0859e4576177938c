using System.Text.Json;
using Stemma.Events;

namespace Stemma.Logs;

/// <summary>
/// The event's data in EvtxECmd's column <c>Payload</c>: JSON made from XML, <c>{"EventData":{"Data":[{"@Name":"Image","#text":"…"}]}}</c>.
/// </summary>
internal static class EcmdPayload
{
    /// <summary>Adds its fields; false when it is no such JSON.</summary>
    public static bool AddFields(FieldEvent e, ReadOnlyMemory<char> payload)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = JsonEvent.MaximumDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            foreach (JsonProperty section in document.RootElement.EnumerateObject())
            {
                // The element within UserData only says whose tree it is.
                bool isWrapped = section.Name == "UserData" && section.Value.ValueKind == JsonValueKind.Object;
                if (!isWrapped) Add(e, "", section.Value);
                else foreach (JsonProperty wrapper in section.Value.EnumerateObject()) Add(e, "", wrapper.Value);
            }

            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Add(FieldEvent e, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray()) Add(e, name, item);
                break;
            case JsonValueKind.Object when value.TryGetProperty("@Name", out JsonElement data) && data.ValueKind == JsonValueKind.String:
                if (value.TryGetProperty("#text", out JsonElement text)) Add(e, data.GetString()!, text);
                else e.AddNull(data.GetString()!);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty child in value.EnumerateObject())
                {
                    string key = child.Name.TrimStart('@');
                    if (key.StartsWith("xmlns", StringComparison.Ordinal)) continue;
                    Add(e, key == "#text" ? name : name.Length == 0 ? key : $"{name}_{key}", child.Value);
                }

                break;
            case JsonValueKind.Null:
                e.AddNull(name);
                break;
            default:
                e.Add(name.Length == 0 ? "Data" : name, value.ToString());
                break;
        }
    }
}
