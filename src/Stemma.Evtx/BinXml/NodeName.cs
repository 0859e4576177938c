using System.Text;
using Stemma.Evtx.Rendering;

namespace Stemma.Evtx.BinXml;

/// <summary>A name in the forms the renderers need, made once for a layout.</summary>
internal sealed class NodeName
{
    public NodeName(string text)
    {
        Text = text;
        Xml = Encoding.UTF8.GetBytes(XmlName.Valid(text));
        Utf8Buffer json = new();
        JsonText.Write(json, text);
        Json = json.Written.ToArray();
    }

    public string Text { get; }

    /// <summary>UTF-8, with characters that XML allows in no name replaced: a crafted name must not break out of its tag.</summary>
    public byte[] Xml { get; }

    /// <summary>UTF-8, escaped for a JSON string, without quotes.</summary>
    public byte[] Json { get; }
}
