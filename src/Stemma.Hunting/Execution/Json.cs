using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting.Execution;

/// <summary>JSON text, which is what dynamic values are.</summary>
internal static class Json
{
    public static readonly JsonDocumentOptions Reading = new() { MaxDepth = 128 };
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The elements of an array as JSON texts; null for what is no array.</summary>
    public static List<string>? Elements(string? json)
    {
        if (json is null || !json.AsSpan().TrimStart().StartsWith("[")) return null;
        using JsonDocument? document = Parse(json);
        return document is null ? null : [.. document.RootElement.EnumerateArray().Select(element => element.GetRawText())];
    }

    /// <summary>The properties of a bag as JSON texts, in order; null for what is no bag.</summary>
    public static List<KeyValuePair<string, string>>? Properties(string? json)
    {
        if (json is null || !json.AsSpan().TrimStart().StartsWith("{")) return null;
        using JsonDocument? document = Parse(json);
        return document is null ? null : [.. document.RootElement.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.GetRawText()))];
    }

    public static JsonDocument? Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Reading);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Array(IEnumerable<string> elements) => "[" + string.Join(',', elements) + "]";

    public static string Array(IEnumerable<double?> numbers) => Array(numbers.Select(number => number is { } real ? Number(real) : "null"));

    public static string Number(double real) => double.IsFinite(real) ? ValueText.Real(real) : ValueText.JsonString(ValueText.Real(real));

    public static string Bag(IEnumerable<KeyValuePair<string, string>> properties) => "{" + string.Join(',', properties.Select(property => $"{ValueText.JsonString(property.Key)}:{property.Value}")) + "}";

    /// <summary>A JSON text as a value: of a string, its text; of others, the JSON.</summary>
    public static string Text(string json)
    {
        if (json.Length == 0 || json[0] != '"') return json == "null" ? "" : json;
        using JsonDocument? document = Parse(json);
        return document?.RootElement.GetString() ?? json;
    }

    /// <summary>What parse_json() makes of text: JSON without spaces, or the text itself as a string.</summary>
    public static string? FromText(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        using JsonDocument? document = Parse(text);
        if (document is null) return ValueText.JsonString(text);
        string json = Written(document.RootElement, isSorted: false);
        return json == "null" ? null : json;
    }

    /// <summary>JSON with the keys of bags in order.</summary>
    public static string Sorted(string json)
    {
        using JsonDocument? document = Parse(json);
        return document is null ? json : Written(document.RootElement, isSorted: true);
    }

    private static string Written(JsonElement element, bool isSorted)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Writing)) Write(writer, element, isSorted);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isSorted)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                IEnumerable<JsonProperty> properties = element.EnumerateObject();
                foreach (JsonProperty property in isSorted ? properties.OrderBy(property => property.Name, StringComparer.Ordinal) : properties)
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, isSorted);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray()) Write(writer, item, isSorted);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(element.GetRawText());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    public static long? ToLong(string? json) => Scalar<long?>(json, LiteralText.Long, number => number.TryGetInt64(out long whole) ? whole : Saturated(number.GetDouble()), truth => truth ? 1 : 0);

    public static int? ToInt(string? json) => Scalar<int?>(
        json,
        text => LiteralText.Long(text) is >= int.MinValue and <= int.MaxValue and var whole ? (int)whole : null,
        number => number.TryGetInt64(out long whole) ? unchecked((int)whole) : (int)Math.Clamp(number.GetDouble(), int.MinValue, int.MaxValue),
        truth => truth ? 1 : 0);

    public static double? ToReal(string? json) => Scalar<double?>(json, LiteralText.Real, number => number.GetDouble(), truth => truth ? 1 : 0);

    public static bool? ToBool(string? json) => Scalar<bool?>(json, LiteralText.Bool, number => number.GetDouble() != 0, truth => truth);

    private static long Saturated(double real) => real >= long.MaxValue ? long.MaxValue : real <= long.MinValue ? long.MinValue : (long)real;

    private static T? Scalar<T>(string? json, Func<string, T?> text, Func<JsonElement, T?> number, Func<bool, T?> truth)
    {
        if (json is null) return default;
        using JsonDocument? document = Parse(json);
        if (document is null) return default;
        JsonElement root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.String => text(root.GetString()!),
            JsonValueKind.Number => number(root),
            JsonValueKind.True or JsonValueKind.False => truth(root.GetBoolean()),
            _ => default,
        };
    }

    /// <summary>The name gettype() gives what a dynamic value holds.</summary>
    public static string TypeName(string? json)
    {
        if (json is null) return "null";
        using JsonDocument? document = Parse(json);
        return document?.RootElement.ValueKind switch
        {
            JsonValueKind.Object => "dictionary",
            JsonValueKind.Array => "array",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number => document.RootElement.TryGetInt64(out _) ? "long" : "double",
            JsonValueKind.Null or null => "null",
            _ => "string",
        };
    }
}
