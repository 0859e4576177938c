using System.Globalization;
using System.Text.Json;
using Stemma.Detection;
using Stemma.Incidents;

namespace Stemma.Reports;

/// <summary>The techniques of a scan's detections, or of incidents, as a layer of MITRE's ATT&amp;CK Navigator (layer format 4.5).</summary>
public static class NavigatorLayer
{
    /// <summary>Writes the layer: each technique scored by its detections, with the rules in its comment and how many are of recovered records in its metadata.</summary>
    /// <param name="output">Receives JSON.</param>
    /// <param name="groups">The detections.</param>
    public static void Write(Stream output, IReadOnlyList<DetectionGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Write(output, "Stemma detections", groups.SelectMany(group => group.Rule.Techniques.Select(technique => (technique, group))).GroupBy(pair => pair.technique, pair => pair.group)
            .Select(technique => new Entry(technique.Key, technique.Sum(group => group.Count), Titles(technique.Select(group => group.Rule.Title)), technique.Sum(group => group.Recovered))));
    }

    /// <summary>Writes the layer of an investigation: each technique scored by its detections within incidents, with the incidents in its comment.</summary>
    /// <param name="output">Receives JSON.</param>
    /// <param name="investigation">What was found.</param>
    public static void Write(Stream output, Investigation investigation)
    {
        ArgumentNullException.ThrowIfNull(investigation);
        Write(output, "Stemma incidents", investigation.Incidents.SelectMany(incident => incident.Techniques.Select(technique => (technique, incident))).GroupBy(pair => pair.technique, pair => pair.incident)
            .Select(technique => new Entry(technique.Key, Math.Max(1, technique.Sum(incident => incident.Detections.LongCount(detection => detection.Rule.Techniques.Contains(technique.Key)))), Titles(technique.Select(incident => incident.Title)), 0)));
    }

    private readonly record struct Entry(string Technique, long Score, string Comment, long Recovered);

    private static string Titles(IEnumerable<string> titles) => string.Join("; ", titles.Distinct().Order(StringComparer.Ordinal));

    private static void Write(Stream output, string name, IEnumerable<Entry> entries)
    {
        Entry[] techniques = [.. entries.OrderBy(entry => entry.Technique, StringComparer.Ordinal)];
        using Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("versions");
        json.WriteString("attack", "18");
        json.WriteString("navigator", "5.1.0");
        json.WriteString("layer", "4.5");
        json.WriteEndObject();
        json.WriteString("domain", "enterprise-attack");
        json.WriteStartArray("techniques");
        foreach (Entry technique in techniques)
        {
            json.WriteStartObject();
            json.WriteString("techniqueID", technique.Technique);
            json.WriteNumber("score", technique.Score);
            json.WriteString("comment", technique.Comment);
            WriteRecovered(json, technique.Recovered);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("gradient");
        json.WriteStartArray("colors");
        json.WriteStringValue("#ffe5cc");
        json.WriteStringValue("#c8102e");
        json.WriteEndArray();
        json.WriteNumber("minValue", 0);
        json.WriteNumber("maxValue", techniques.Select(technique => technique.Score).DefaultIfEmpty(1).Max());
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
