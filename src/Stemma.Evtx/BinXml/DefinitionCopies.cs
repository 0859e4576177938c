using System.Buffers.Binary;

namespace Stemma.Evtx.BinXml;

/// <summary>
/// Template definitions as one parser has met them. Each chunk carries definitions of its own, nearly always those of the chunk
/// before: comparing them with a copy takes a quarter of the time of decoding them. A small table, so that memory stays bounded;
/// what it does not hold is decoded.
/// </summary>
internal sealed class DefinitionCopies
{
    private const int Slots = 256;
    private const int Longest = 8 * 1024;
    private readonly DefinitionCopy?[] _copies = new DefinitionCopy?[Slots];

    /// <summary>Receives the names that a walk finds; empty before it.</summary>
    public List<NameSite> Sites { get; } = [];

    /// <summary>The template of the definition at that place; null when no copy is the same.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="at">Where the definition's header stands.</param>
    /// <param name="length">Bytes of its fragment, which the chunk has.</param>
    public Template? Find(ReadOnlySpan<byte> chunk, int at, int length)
    {
        DefinitionCopy? copy = _copies[Slot(chunk, at, length)];
        return copy is not null && copy.Fits(chunk, at + Limits.DefinitionHeaderSize, length) ? copy.Template : null;
    }

    /// <summary>Keeps a copy of a definition whose names are in <see cref="Sites"/>.</summary>
    public void Add(ReadOnlySpan<byte> chunk, int at, int length, Template template)
    {
        if (length > Longest) return;
        int start = at + Limits.DefinitionHeaderSize;
        _copies[Slot(chunk, at, length)] = new DefinitionCopy(template, chunk.Slice(start, length).ToArray(), start, [.. Sites]);
    }

    // The GUID's start only says where to look: it is the file's choice.
    private static int Slot(ReadOnlySpan<byte> chunk, int at, int length) =>
        (int)((BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 4)..]) + (uint)length) * 0x9E3779B1u >> 24);
}
