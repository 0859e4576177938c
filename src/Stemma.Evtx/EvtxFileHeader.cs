using System.Buffers.Binary;
using Stemma.Evtx.Checksums;

namespace Stemma.Evtx;

/// <summary>
/// The header of a file: 4,096 bytes, of which 128 mean something (libevtx format document, "File header").
/// It is a summary only; chunks are read without it.
/// </summary>
public sealed record EvtxFileHeader
{
    /// <summary>Bytes of the header's block; the first chunk starts after it.</summary>
    public const int Size = 4096;

    /// <summary>Number of the oldest chunk.</summary>
    public ulong FirstChunk { get; init; }

    /// <summary>Number of the chunk written last.</summary>
    public ulong LastChunk { get; init; }

    /// <summary>The number that the next record will have.</summary>
    public ulong NextRecordId { get; init; }

    /// <summary>Major version; 3 in all known files.</summary>
    public ushort MajorVersion { get; init; }

    /// <summary>Minor version; 1 as a rule, 2 since Windows 10 version 2004.</summary>
    public ushort MinorVersion { get; init; }

    /// <summary>How many chunks the file should have.</summary>
    public ushort ChunkCount { get; init; }

    /// <summary>The file was not closed, so its last changes may be missing from the header.</summary>
    public bool IsDirty { get; init; }

    /// <summary>The log reached its largest size.</summary>
    public bool IsFull { get; init; }

    /// <summary>The writer made no checksums (flag 4).</summary>
    public bool HasNoChecksums { get; init; }

    /// <summary>Whether the header's CRC-32 over its first 120 bytes is right, or absent by <see cref="HasNoChecksums"/>.</summary>
    public bool IsChecksumValid { get; init; }

    /// <summary>Reads a header. False: the bytes are too few or do not start with <c>ElfFile</c> and a NUL.</summary>
    /// <param name="bytes">The file's first bytes, 128 at least.</param>
    /// <param name="header">The header, or null.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EvtxFileHeader? header)
    {
        header = null;
        if (bytes.Length < 128 || !bytes.StartsWith("ElfFile\0"u8)) return false;
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[120..]);
        header = new EvtxFileHeader
        {
            FirstChunk = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            LastChunk = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            NextRecordId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
            MinorVersion = BinaryPrimitives.ReadUInt16LittleEndian(bytes[36..]),
            MajorVersion = BinaryPrimitives.ReadUInt16LittleEndian(bytes[38..]),
            ChunkCount = BinaryPrimitives.ReadUInt16LittleEndian(bytes[42..]),
            IsDirty = (flags & 1) != 0,
            IsFull = (flags & 2) != 0,
            HasNoChecksums = (flags & 4) != 0,
            IsChecksumValid = (flags & 4) != 0 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[124..]) == Crc32.Compute(bytes[..120]),
        };
        return true;
    }

    /// <summary>What is wrong with the header's block of a file; nothing when all is well.</summary>
    /// <param name="bytes">The file's first 4,096 bytes, or all when it has fewer.</param>
    public static IReadOnlyList<EvtxProblem> Check(ReadOnlySpan<byte> bytes)
    {
        if (!TryRead(bytes, out EvtxFileHeader? header))
            return [new(0, EvtxProblemKind.FileHeader, bytes.IsEmpty ? "the file is empty" : "no file header")];
        List<EvtxProblem> problems = [];
        if (!header!.IsChecksumValid) problems.Add(new(124, EvtxProblemKind.FileHeader, "the file header's checksum is wrong"));
        if (header.IsDirty) problems.Add(new(120, EvtxProblemKind.FileDirty, "the file was not closed"));
        if (header.MajorVersion != 3) problems.Add(new(38, EvtxProblemKind.FileHeader, "an unknown version of the format"));
        return problems;
    }
}
