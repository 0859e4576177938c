using System.Text;
using Stemma.Evtx.Rendering;

namespace Stemma.Evtx.BinXml;

/// <summary>A name, and the forms that the renderers need, made when they first ask.</summary>
internal sealed class NodeName(string text)
{
    private byte[]? _xml;
    private byte[]? _json;

    public string Text { get; } = text;

    /// <summary>UTF-8, with characters that XML allows in no name replaced: a crafted name must not break out of its tag.</summary>
    public byte[] Xml => _xml ??= Encoding.UTF8.GetBytes(XmlName.Valid(Text));

    /// <summary>UTF-8, escaped for a JSON string, without quotes.</summary>
    public byte[] Json => _json ??= Escape(Text);

    private static byte[] Escape(string text)
    {
        Utf8Buffer json = new();
        JsonText.Write(json, text);
        return json.Written.ToArray();
    }
}
