using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>A detection as one line of JSON (<c>docs/formats.md</c>, "Detections as JSON lines").</summary>
public sealed class JsonDetectionWriter : DetectionWriter
{
    // Relaxed: the output is no HTML; quotes, backslashes, control characters and lone surrogates are escaped all the same.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        using Utf8JsonWriter json = new(output, Options);
        json.WriteStartObject();
        if (e.Time > 0) json.WriteString("time", EventTime.Format(e.Time));
        else json.WriteNull("time");
        json.WriteString("host", e.Host);
        json.WriteStartObject("rule");
        json.WriteString("id", rule.Id);
        json.WriteString("title", rule.Title);
        json.WriteString("level", rule.Level.Name());
        json.WriteString("path", rule.Path);
        json.WriteEndObject();
        json.WriteStartArray("techniques");
        foreach (string technique in rule.Techniques) json.WriteStringValue(technique);
        json.WriteEndArray();
        WriteOrigin(json, e);
        json.WriteStartArray("matched");
        foreach (MatchedItem item in matched)
        {
            json.WriteStartObject();
            json.WriteString("field", item.Field);
            json.WriteString("value", item.Value);
            json.WriteString("pattern", item.Pattern);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("layer", 0);
        json.WriteStartObject("fields");
        foreach ((string name, string? value) in Fields(e)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteOrigin(Utf8JsonWriter json, Event e)
    {
        json.WriteStartObject("event");
        json.WriteString("source", e.Source);
        json.WriteNumber("position", e.Position);
        json.WriteString("channel", e.Channel);
        json.WriteString("provider", e.Provider);
        if (e.EventId >= 0) json.WriteNumber("event_id", e.EventId);
        else json.WriteNull("event_id");
        if (e.RecordId >= 0) json.WriteNumber("record_id", e.RecordId);
        else json.WriteNull("record_id");
        json.WriteEndObject();
    }
}
