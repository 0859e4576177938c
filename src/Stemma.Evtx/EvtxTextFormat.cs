namespace Stemma.Evtx;

/// <summary>How a record is written as text.</summary>
public enum EvtxTextFormat
{
    /// <summary>One JSON object; see <see cref="EvtxChunkParser.WriteJson"/>.</summary>
    Json,
    /// <summary>One XML element; see <see cref="EvtxChunkParser.WriteXml"/>.</summary>
    Xml,
}
