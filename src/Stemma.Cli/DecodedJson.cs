using System.Text.Json;
using Stemma.Decoding;
using Stemma.Decoding.Behaviours;
using Stemma.Decoding.Indicators;

namespace Stemma.Cli;

/// <summary>What decoding gave, as one JSON object (docs/decode.md).</summary>
internal static class DecodedJson
{
    /// <summary>Writes an artifact; <c>id</c> only when there is one.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement? id, DecodedArtifact artifact)
    {
        writer.WriteStartObject();
        if (id is { } own)
        {
            writer.WritePropertyName("id");
            own.WriteTo(writer);
        }

        writer.WriteStartArray("layers");
        foreach (Layer layer in artifact.Layers)
        {
            writer.WriteStartObject();
            writer.WriteNumber("layer", layer.Number);
            if (layer.Parent >= 0) writer.WriteNumber("parent", layer.Parent);
            writer.WriteString("kind", DecodeCommand.Kinds.Of(layer.Kind));
            if (layer.Step.Length > 0) writer.WriteString("step", layer.Step);
            writer.WriteString("text", layer.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("final", artifact.Final.Text);
        writer.WriteStartArray("iocs");
        foreach (Indicator indicator in artifact.Indicators)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", indicator.Kind.ToString());
            writer.WriteString("value", indicator.Value);
            WriteSpan(writer, indicator.Layer, indicator.Start, indicator.Length);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("behaviours");
        foreach (Behaviour behaviour in artifact.Behaviours)
        {
            writer.WriteStartObject();
            writer.WriteString("name", behaviour.Name);
            writer.WriteString("technique", behaviour.Technique);
            writer.WriteString("level", behaviour.Level);
            writer.WriteString("evidence", behaviour.Evidence);
            WriteSpan(writer, behaviour.Layer, behaviour.Start, behaviour.Length);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("obfuscation");
        writer.WriteNumber("score", Math.Round(artifact.Score.Value, 1));
        writer.WriteStartArray("reasons");
        foreach (string reason in artifact.Score.Reasons) writer.WriteStringValue(reason);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("notes");
        foreach (string note in artifact.Notes) writer.WriteStringValue(note);
        writer.WriteEndArray();
        writer.WriteNull("error");
        writer.WriteEndObject();
    }

    /// <summary>Writes the answer to a line that could not be read.</summary>
    public static void WriteError(Utf8JsonWriter writer, string error)
    {
        writer.WriteStartObject();
        writer.WriteNull("id");
        foreach (string name in (ReadOnlySpan<string>)["layers", "iocs", "behaviours"])
        {
            writer.WriteStartArray(name);
            writer.WriteEndArray();
        }

        writer.WriteNull("final");
        writer.WriteString("error", error);
        writer.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter writer, int layer, int start, int length)
    {
        writer.WriteNumber("layer", layer);
        writer.WriteNumber("start", start);
        writer.WriteNumber("length", length);
    }
}
