using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Stemma.Hunting.Tests;

/// <summary>Answers as the recorder of the Kusto emulator wrote them: a text a row, which is compared as it is.</summary>
internal static class RecordedAnswers
{
    /// <summary>A row as the recorder writes it.</summary>
    public static string Row(HuntAnswer answer, object?[] row) =>
        "(" + string.Join(", ", row.Select((value, i) => Value(answer.Columns[i].Type, value))) + ")";

    /// <summary>A type as the recorder names it.</summary>
    public static string TypeName(KustoType type) => type switch
    {
        KustoType.Int or KustoType.Long => "Int",
        KustoType.Real or KustoType.Decimal => "Real",
        _ => type.ToString(),
    };

    private static string Value(KustoType type, object? value) => (type, value) switch
    {
        (_, null) => "null",
        (KustoType.String, string text) => $"'{text}'",
        (KustoType.Guid, string text) => $"'{text}'",
        (KustoType.Dynamic, string json) => Indented(json),
        (_, bool truth) => truth ? "True" : "False",
        (_, double real) => real.ToString("R", CultureInfo.InvariantCulture),
        (_, decimal number) => ((double)number).ToString("R", CultureInfo.InvariantCulture),
        (_, DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        (_, TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // Two blanks a level, as Newtonsoft writes JSON.
    private static string Indented(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        StringBuilder result = new();
        Write(document.RootElement, 0);
        return result.ToString();

        void Write(JsonElement element, int level)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object when element.EnumerateObject().Any():
                    Items('{', '}', level, element.EnumerateObject(), property =>
                    {
                        result.Append(JsonSerializer.Serialize(property.Name, Relaxed)).Append(": ");
                        Write(property.Value, level + 1);
                    });
                    break;
                case JsonValueKind.Array when element.GetArrayLength() > 0:
                    Items('[', ']', level, element.EnumerateArray(), item => Write(item, level + 1));
                    break;
                case JsonValueKind.Object:
                    result.Append("{}");
                    break;
                case JsonValueKind.Array:
                    result.Append("[]");
                    break;
                case JsonValueKind.String:
                    result.Append(JsonSerializer.Serialize(element.GetString(), Relaxed));
                    break;
                case JsonValueKind.Number when !element.TryGetInt64(out _):
                    string number = element.GetDouble().ToString("R", CultureInfo.InvariantCulture);
                    result.Append(number.Contains('.', StringComparison.Ordinal) || number.Contains('E', StringComparison.Ordinal) ? number : number + ".0");
                    break;
                default:
                    result.Append(element.GetRawText());
                    break;
            }
        }

        void Items<T>(char open, char close, int level, IEnumerable<T> items, Action<T> write)
        {
            result.Append(open);
            bool isFirst = true;
            foreach (T item in items)
            {
                result.Append(isFirst ? "\n" : ",\n").Append(' ', (level + 1) * 2);
                isFirst = false;
                write(item);
            }

            result.Append('\n').Append(' ', level * 2).Append(close);
        }
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
