using System.Buffers;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Rendering;

namespace Stemma.Evtx;

// The whole record as text.
public sealed partial class EvtxChunkParser
{
    private readonly Utf8Buffer _output = new();
    private XmlRenderer? _xml;
    private JsonRenderer? _json;

    /// <summary>
    /// Writes the current record as one XML element in UTF-8, elements and attributes in the stored order,
    /// without white space between them. Text is escaped; characters that XML cannot hold become U+FFFD.
    /// Provider messages are not in the file and so not in the output.
    /// </summary>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="InvalidOperationException">No record has been read.</exception>
    public void WriteXml(IBufferWriter<byte> output) => Write(EvtxTextFormat.Xml, output);

    /// <summary>
    /// Writes the current record as one JSON object in UTF-8, on one line, in the shape of the evtx_dump tool:
    /// <c>{"Event":{"#attributes":{…},"System":{…},"EventData":{"Name":value}}}</c>. Numbers and truth values
    /// are bare, times ISO 8601 with seven digits of a second, GUIDs upper-case without braces, data without
    /// names <c>"Data":{"#text":[…]}</c>, empty elements null and empty data <c>""</c>.
    /// </summary>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="InvalidOperationException">No record has been read.</exception>
    public void WriteJson(IBufferWriter<byte> output) => Write(EvtxTextFormat.Json, output);

    /// <summary>What has been rendered; whoever uses it empties it.</summary>
    internal Utf8Buffer Output => _output;

    /// <summary>Adds the current record to <see cref="Output"/>.</summary>
    internal void Render(EvtxTextFormat format)
    {
        if (format == EvtxTextFormat.Xml) (_xml ??= new XmlRenderer(_output)).Write(Layout, View);
        else (_json ??= new JsonRenderer(_output)).Write(Layout.Json, View);
    }

    /// <summary>The current record's tree.</summary>
    internal Layout Layout => _layout ?? throw NoRecord();

    /// <summary>The current record's values.</summary>
    internal RecordView View => new(_read.Span, _buffer);

    private void Write(EvtxTextFormat format, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output.Clear();
        Render(format);
        output.Write(_output.Written);
    }
}
