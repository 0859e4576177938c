using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Stemma.Evtx.Checksums;

/// <summary>
/// CRC-32 as EVTX, zip and Ethernet use it (reflected polynomial 0xEDB88320). Long runs fold 64 bytes a
/// step with carry-less multiplication where the processor has it (Gopal et al., "Fast CRC Computation
/// for Generic Polynomials Using PCLMULQDQ Instruction"); everything else goes through a table.
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Update(~0u, bytes);

    /// <summary>The checksum of two runs as if they stood together.</summary>
    public static uint Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Update(Update(~0u, first), second);

    /// <summary>Feeds bytes to a running (inverted) checksum.</summary>
    internal static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.IsSupported && bytes.Length >= 64)
        {
            int folded = bytes.Length & ~15;
            crc = Fold(crc, bytes[..folded]);
            bytes = bytes[folded..];
        }
        return UpdateByTable(crc, bytes);
    }

    /// <summary>The plain way, eight bits a step.</summary>
    internal static uint UpdateByTable(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        foreach (byte b in bytes) crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    /// <summary>64 bytes or more, a multiple of 16: four lanes of 128 bits fold over each other, then into one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<ulong>> blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        // Constants: x^n mod P for the distances that the folds bridge, bit-reflected.
        Vector128<ulong> by64 = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL);
        Vector128<ulong> by16 = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL);
        Vector128<ulong> a = blocks[0] ^ Vector128.CreateScalar((ulong)crc);
        Vector128<ulong> b = blocks[1], c = blocks[2], d = blocks[3];
        blocks = blocks[4..];
        while (blocks.Length >= 4)
        {
            a = Step(a, by64) ^ blocks[0];
            b = Step(b, by64) ^ blocks[1];
            c = Step(c, by64) ^ blocks[2];
            d = Step(d, by64) ^ blocks[3];
            blocks = blocks[4..];
        }
        a = Step(a, by16) ^ b;
        a = Step(a, by16) ^ c;
        a = Step(a, by16) ^ d;
        foreach (Vector128<ulong> block in blocks) a = Step(a, by16) ^ block;
        // The last 128 bits are as good as a message of 16 bytes: the table finishes them.
        Span<byte> rest = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(rest, a[0]);
        BinaryPrimitives.WriteUInt64LittleEndian(rest[8..], a[1]);
        return UpdateByTable(0, rest);
    }

    private static Vector128<ulong> Step(Vector128<ulong> x, Vector128<ulong> k) =>
        Pclmulqdq.CarrylessMultiply(x, k, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, k, 0x11);

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}
