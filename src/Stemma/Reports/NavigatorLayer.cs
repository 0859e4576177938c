using System.Globalization;
using System.Text.Json;
using Stemma.Detection;

namespace Stemma.Reports;

/// <summary>The techniques of a scan's detections as a layer of MITRE's ATT&amp;CK Navigator (layer format 4.5).</summary>
public static class NavigatorLayer
{
    /// <summary>Writes the layer: each technique scored by its detections, with the rules in its comment and how many are of recovered records in its metadata.</summary>
    /// <param name="output">Receives JSON.</param>
    /// <param name="groups">The detections.</param>
    public static void Write(Stream output, IReadOnlyList<DetectionGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var techniques = groups.SelectMany(group => group.Rule.Techniques.Select(technique => (technique, group)))
            .GroupBy(pair => pair.technique, pair => pair.group).OrderBy(technique => technique.Key, StringComparer.Ordinal).ToArray();
        using Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("name", "Stemma detections");
        json.WriteStartObject("versions");
        json.WriteString("attack", "18");
        json.WriteString("navigator", "5.1.0");
        json.WriteString("layer", "4.5");
        json.WriteEndObject();
        json.WriteString("domain", "enterprise-attack");
        json.WriteStartArray("techniques");
        foreach (var technique in techniques)
        {
            json.WriteStartObject();
            json.WriteString("techniqueID", technique.Key);
            json.WriteNumber("score", technique.Sum(group => group.Count));
            json.WriteString("comment", string.Join("; ", technique.Select(group => group.Rule.Title).Distinct().Order(StringComparer.Ordinal)));
            WriteRecovered(json, technique.Sum(group => group.Recovered));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("gradient");
        json.WriteStartArray("colors");
        json.WriteStringValue("#ffe5cc");
        json.WriteStringValue("#c8102e");
        json.WriteEndArray();
        json.WriteNumber("minValue", 0);
        json.WriteNumber("maxValue", techniques.Select(technique => technique.Sum(group => group.Count)).DefaultIfEmpty(1).Max());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRecovered(Utf8JsonWriter json, long count)
    {
        if (count == 0) return;
        json.WriteStartArray("metadata");
        json.WriteStartObject();
        json.WriteString("name", "recovered");
        json.WriteString("value", count.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
