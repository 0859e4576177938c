using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Stemma.Evtx.BinXml;

/// <summary>A definition's bytes as they stood in one chunk, to know them by in another.</summary>
/// <param name="template">What they mean.</param>
/// <param name="bytes">The fragment.</param>
/// <param name="start">Where it stood in its chunk.</param>
/// <param name="sites">Its names, in their order.</param>
internal sealed class DefinitionCopy(Template template, byte[] bytes, int start, NameSite[] sites)
{
    // An inline name starts with the next name's offset, which says nothing about this one.
    private const int NameOffset = 4, NextInBucket = 4;

    public Template Template { get; } = template;

    /// <summary>
    /// Whether the bytes at that place mean the same: they are equal, but for the offsets of names; and those lead to equal names.
    /// No less is compared than a walk would read.
    /// </summary>
    public bool Fits(ReadOnlySpan<byte> chunk, int at, int length)
    {
        if (length != bytes.Length) return false;
        ReadOnlySpan<byte> other = chunk.Slice(at, length);
        int compared = 0;
        foreach (ref readonly NameSite site in sites.AsSpan())
        {
            int field = site.Field - start, next = field + NameOffset;
            if (!other[compared..field].SequenceEqual(bytes.AsSpan(compared, field - compared))) return false;
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(other[field..]);
            if (offset == (uint)(at + next) != site.IsInline) return false;
            if (!site.IsInline && !IsName(chunk, offset, Template.Canonical.AsSpan(site.Name, site.Length))) return false;
            compared = site.IsInline ? next + NextInBucket : next;
        }

        return other[compared..].SequenceEqual(bytes.AsSpan(compared));
    }

    private static bool IsName(ReadOnlySpan<byte> chunk, uint offset, ReadOnlySpan<char> name)
    {
        ReadOnlySpan<byte> characters = MemoryMarshal.AsBytes(name);
        if (offset > (uint)(chunk.Length - 8) || characters.Length > chunk.Length - 8 - (int)offset) return false;
        ReadOnlySpan<byte> stored = chunk[(int)offset..];
        return BinaryPrimitives.ReadUInt16LittleEndian(stored[6..]) == name.Length && stored.Slice(8, characters.Length).SequenceEqual(characters);
    }
}

/// <summary>Where a definition names something.</summary>
/// <param name="Field">The place of the name's offset, from the chunk's start.</param>
/// <param name="Name">Where the name stands in the template's canonical form.</param>
/// <param name="Length">Its characters.</param>
/// <param name="IsInline">Whether the name follows its offset; otherwise it stands elsewhere in the chunk.</param>
internal readonly record struct NameSite(int Field, int Name, int Length, bool IsInline);
