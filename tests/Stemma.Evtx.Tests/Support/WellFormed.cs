using System.Text.Json;
using System.Xml;

namespace Stemma.Evtx.Tests.Support;

/// <summary>Whether other programs can read what the renderers write.</summary>
internal static class WellFormed
{
    /// <summary>Well-formed XML 1.0; prefixes need no namespace, since some providers declare none.</summary>
    public static void Xml(string text)
    {
        using StringReader source = new($"<all>{text}</all>");
        using XmlTextReader reader = new(source) { Namespaces = false, DtdProcessing = DtdProcessing.Prohibit };
        while (reader.Read())
        {
        }
    }

    /// <summary>One JSON object, on one line, in which no name stands twice.</summary>
    public static void Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2000, AllowDuplicateProperties = false });
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        Assert.DoesNotContain('\n', text);
    }
}
