using System.Buffers.Binary;
using System.Numerics;

namespace Stemma.Hunting.Execution;

/// <summary>The hash of Kusto's hash(): XXH64 with seed 0 (xxHash fast digest algorithm, version 0.1.1).</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87;
    private const ulong P2 = 0xC2B2AE3D27D4EB4F;
    private const ulong P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63;
    private const ulong P5 = 0x27D4EB2F165667C5;

    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        ulong length = (ulong)data.Length;
        ulong hash = P5;
        unchecked
        {
            if (data.Length >= 32)
            {
                Span<ulong> lanes = [P1 + P2, P2, 0, 0 - P1];
                for (; data.Length >= 32; data = data[32..])
                    for (int i = 0; i < 4; i++) lanes[i] = Round(lanes[i], BinaryPrimitives.ReadUInt64LittleEndian(data[(8 * i)..]));
                hash = BitOperations.RotateLeft(lanes[0], 1) + BitOperations.RotateLeft(lanes[1], 7) + BitOperations.RotateLeft(lanes[2], 12) + BitOperations.RotateLeft(lanes[3], 18);
                foreach (ulong lane in lanes) hash = ((hash ^ Round(0, lane)) * P1) + P4;
            }

            hash += length;
            for (; data.Length >= 8; data = data[8..]) hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(data)), 27) * P1) + P4;
            if (data.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * P1), 23) * P2) + P3;
                data = data[4..];
            }

            foreach (byte value in data) hash = BitOperations.RotateLeft(hash ^ (value * P5), 11) * P1;
            hash = (hash ^ (hash >> 33)) * P2;
            hash = (hash ^ (hash >> 29)) * P3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong lane, ulong value) => unchecked(BitOperations.RotateLeft(lane + (value * P2), 31) * P1);
}
