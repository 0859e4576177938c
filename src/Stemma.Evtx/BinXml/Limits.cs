namespace Stemma.Evtx.BinXml;

/// <summary>
/// Bounds that no real file comes near and no crafted one gets past. They keep the work for one chunk
/// within a small multiple of its 64 KiB, whatever its offsets and counts claim.
/// </summary>
internal static class Limits
{
    /// <summary>Bytes of a chunk ([libevtx] "Chunk").</summary>
    public const int ChunkSize = 0x10000;
    /// <summary>Bytes of a chunk's header with its string and template tables.</summary>
    public const int ChunkHeaderSize = 0x200;
    /// <summary>Bytes before a template definition's fragment: next in bucket (4), GUID (16), size (4).</summary>
    public const int DefinitionHeaderSize = 24;
    /// <summary>Elements within elements, over all nested fragments.</summary>
    public const int ElementDepth = 64;
    /// <summary>Fragments within values of fragments.</summary>
    public const int FragmentDepth = 16;
    /// <summary>UTF-16 units of one template's canonical form.</summary>
    public const int CanonicalLength = 256 * 1024;
    /// <summary>UTF-16 units of canonical form made for one chunk: names repeat by reference, so text can grow.</summary>
    public const int CanonicalPerChunk = 4 * 1024 * 1024;
    /// <summary>Values of one record, over all its nested fragments.</summary>
    public const int ValuesPerRecord = 32 * 1024;
    /// <summary>Values of one chunk.</summary>
    public const int ValuesPerChunk = 4 * 1024 * 1024;
    /// <summary>Elements, attributes and texts of one layout.</summary>
    public const int NodesPerLayout = 32 * 1024;
    /// <summary>Templates a run remembers; later ones are decoded each time they are met.</summary>
    public const int Templates = 32 * 1024;
    /// <summary>Layouts a run remembers.</summary>
    public const int Layouts = 64 * 1024;
    /// <summary>Characters of canonical form a run remembers.</summary>
    public const long CanonicalInCache = 32L * 1024 * 1024;
    /// <summary>Problems noted for one chunk; the last one says that there are more.</summary>
    public const int ProblemsPerChunk = 256;
    /// <summary>Bytes a record's values may add up to when some are used more than once.</summary>
    public const long RepeatedBytesPerRecord = 4L * 1024 * 1024;
}
