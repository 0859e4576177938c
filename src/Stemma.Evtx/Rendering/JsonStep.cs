using Stemma.Evtx.BinXml;

namespace Stemma.Evtx.Rendering;

/// <summary>Bytes that all records of a layout have at this place, and what of the record comes after them.</summary>
/// <param name="Before">The bytes.</param>
/// <param name="Value">An element's only content, written where <paramref name="Element"/> would be; null when there is more to it.</param>
/// <param name="Element">The element; null behind the last.</param>
internal readonly record struct JsonStep(byte[] Before, ValueNode? Value, ElementNode? Element);
