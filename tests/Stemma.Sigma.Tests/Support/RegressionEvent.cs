using System.Globalization;
using System.Text.Json;

namespace Stemma.Sigma.Tests.Support;

/// <summary>Real Windows events as JSON, one or more a file; the file's name is the id of the rule that it must fire.</summary>
internal sealed record RegressionEvent(string RuleId, string Channel, string Provider, int EventId, IReadOnlyList<(string Name, string? Value)> Fields)
{
    /// <summary>All events below a folder that are of a Windows log.</summary>
    public static IReadOnlyList<RegressionEvent> Load(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(path => Read(File.ReadAllBytes(path), Path.GetFileNameWithoutExtension(path))),
    ];

    /// <summary>The same event with each value changed.</summary>
    public RegressionEvent Map(Func<string, string> change) =>
        this with { Fields = [.. Fields.Select(field => (field.Name, field.Value is null || field.Name == "EventID" ? field.Value : change(field.Value)))] };

    /// <summary>The event of an engine.</summary>
    public TestEvent For(SigmaEngine engine) =>
        new(engine.GetKind(Channel, Provider, EventId, [.. Fields.Select(field => field.Name)]), [.. Fields.Select(field => field.Value)]);

    private static List<RegressionEvent> Read(byte[] text, string id)
    {
        List<RegressionEvent> events = [];
        Utf8JsonReader reader = new(text, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Event", out JsonElement e)) continue;
            List<(string Name, string? Value)> fields = [];
            Flatten("", e, fields);
            string Get(string name) => fields.Find(field => field.Name == name).Value ?? "";
            events.Add(new RegressionEvent(id, Get("Channel"), Get("Provider_Name"), int.Parse(Get("EventID"), CultureInfo.InvariantCulture), fields));
        }

        return events;
    }

    private static void Flatten(string name, JsonElement element, List<(string, string?)> fields)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    bool inside = property.Name is "#attributes" or "#text";
                    Flatten(inside ? name : name == "Provider" ? $"Provider_{property.Name}" : property.Name, property.Value, fields);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray()) Flatten(name, item, fields);
                break;
            default:
                fields.Add((name, element.ValueKind == JsonValueKind.Null ? null : element.ToString()));
                break;
        }
    }
}
