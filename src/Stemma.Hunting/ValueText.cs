using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stemma.Hunting.Kql.Syntax;

namespace Stemma.Hunting;

/// <summary>How Kusto writes values as text.</summary>
internal static class ValueText
{
    /// <summary>The last tick of year 9999.</summary>
    public static readonly long MaximumTicks = System.DateTime.MaxValue.Ticks;

    /// <summary><c>2024-01-31T10:00:00.0000000Z</c>.</summary>
    public static string DateTime(long ticks) =>
        ticks >= 0 && ticks <= MaximumTicks ? new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary><c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public static string TimeSpan(long ticks) => new TimeSpan(ticks).ToString("c", CultureInfo.InvariantCulture);

    /// <summary>The shortest digits that read back as the same number, and always a sign that it is no whole number.</summary>
    public static string Real(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal)) return text.Replace("E+", "e", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    /// <summary>Text as a JSON string. Halves of surrogate pairs, which are no text, become U+FFFD.</summary>
    public static string JsonString(string text) => "\"" + JsonEncodedText.Encode(Whole(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    /// <summary>Text without halves of surrogate pairs.</summary>
    public static string Whole(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>A literal as JSON.</summary>
    public static string Json(Literal literal) => literal.Value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text when literal.Type == KustoType.Dynamic => text,
        string text => JsonString(text),
        long ticks when literal.Type == KustoType.DateTime => JsonString(DateTime(ticks)),
        long ticks when literal.Type == KustoType.TimeSpan => JsonString(TimeSpan(ticks)),
        double real => double.IsFinite(real) ? Real(real) : JsonString(Real(real)),
        Guid guid => JsonString(guid.ToString("D")),
        decimal number => JsonString(number.ToString(CultureInfo.InvariantCulture)),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };
}
