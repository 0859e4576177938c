using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stemma.Hunting;

namespace Stemma.Cli;

/// <summary>Answers of hunts as JSON, and their values as text.</summary>
internal static class HuntJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>How it is written: on one line, with nothing escaped that need not be.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes an answer: <c>{"id", "columns": [{"name", "type"}], "rows": [[…]], "error": null}</c>, with notes where there are some.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement? id, HuntAnswer answer)
    {
        Start(writer, id);
        writer.WriteStartArray("columns");
        foreach (AnswerColumn column in answer.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type.ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (object?[] row in answer.Rows)
        {
            writer.WriteStartArray();
            for (int i = 0; i < row.Length; i++) Write(writer, answer.Columns[i].Type, row[i]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (answer.Notes.Count > 0)
        {
            writer.WriteStartArray("notes");
            foreach (string note in answer.Notes) writer.WriteStringValue(note);
            writer.WriteEndArray();
        }

        if (answer.IsCut) writer.WriteBoolean("cut", true);
        writer.WriteNull("error");
        writer.WriteEndObject();
    }

    /// <summary>Writes why there is no answer.</summary>
    public static void WriteError(Utf8JsonWriter writer, JsonElement? id, string error)
    {
        Start(writer, id);
        writer.WriteStartArray("columns");
        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        writer.WriteEndArray();
        writer.WriteString("error", error);
        writer.WriteEndObject();
    }

    /// <summary>Writes rows as an array of objects.</summary>
    public static void WriteRows(Utf8JsonWriter writer, HuntAnswer answer)
    {
        writer.WriteStartArray();
        foreach (object?[] row in answer.Rows)
        {
            writer.WriteStartObject();
            for (int i = 0; i < row.Length; i++)
            {
                writer.WritePropertyName(answer.Columns[i].Name);
                Write(writer, answer.Columns[i].Type, row[i]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A value as text; of none, nothing.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString(TimeFormat, CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static void Start(Utf8JsonWriter writer, JsonElement? id)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        if (id is { } known) known.WriteTo(writer);
        else writer.WriteNullValue();
    }

    private static void Write(Utf8JsonWriter writer, KustoType type, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double real when double.IsFinite(real):
                writer.WriteNumberValue(real);
                break;
            case string json when type == KustoType.Dynamic:
                writer.WriteRawValue(json, skipInputValidation: false);
                break;
            default:
                writer.WriteStringValue(Text(value));
                break;
        }
    }
}
