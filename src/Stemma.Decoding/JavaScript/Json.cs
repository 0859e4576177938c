using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stemma.Decoding.JavaScript;

/// <summary><c>JSON.parse</c> and strings of <c>JSON.stringify</c>.</summary>
internal static class Json
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The value of a text; unknown when it is none, or no valid JSON.</summary>
    public static object Parse(object value, DecodeBudget budget)
    {
        if (value is not string text) { return JsUnknown.Value; }
        budget.Reserve(text.Length * 8L);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            return Of(document.RootElement);
        }
        catch (JsonException) { return JsUnknown.Value; }
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string text) => string.Create(CultureInfo.InvariantCulture, $"\"{Encoder.Encode(text)}\"");

    private static object Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String: return element.GetString()!;
            case JsonValueKind.Number: return element.GetDouble();
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Array: return new JsArray([.. element.EnumerateArray().Select(Of)]);
            case JsonValueKind.Object:
                var made = new JsObject();
                foreach (JsonProperty property in element.EnumerateObject()) { made.Set(property.Name, Of(property.Value)); }
                return made;
            default: return JsNull.Value;
        }
    }
}
