using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Folds text to one byte a character, so that one search serves every rule whatever its case and dashes. The fold loses
/// information on purpose: letters lose their case; <c>/</c> and the dashes – — ― become <c>-</c>; every other character beyond
/// ASCII becomes <see cref="NonAscii"/>. Equal text folds equally, so a search misses nothing; where the fold is lossy
/// (<see cref="IsLossy"/>) a hit is verified on the original text.
/// </summary>
internal static class TextFold
{
    /// <summary>What every character beyond ASCII but the dashes becomes.</summary>
    public const byte NonAscii = 0xFF;

    /// <summary>Bytes that a destination must have beyond the text's length, so that searches may read whole words at its end.</summary>
    public const int Padding = 8;

    /// <summary>Folds a rule's literal, in which <see cref="SigmaTest.DashClass"/> stands for any dash.</summary>
    public static byte[] Literal(string text)
    {
        byte[] folded = new byte[text.Length];
        for (int i = 0; i < folded.Length; i++)
            folded[i] = text[i] == SigmaTest.DashClass ? (byte)'-' : Fold(text[i]);
        return folded;
    }

    /// <summary>Whether a hit of the folded literal may not be a hit of the literal itself.</summary>
    public static bool IsLossy(string literal) => literal.AsSpan().ContainsAnyExceptInRange('\0', '\x7F') || literal.AsSpan().ContainsAny('-', '/');

    /// <summary>Folds a value into <paramref name="destination"/>, which is at least <see cref="Padding"/> longer; the padding becomes zero.</summary>
    /// <returns>Whether the value has a character beyond ASCII.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Value(ReadOnlySpan<char> text, Span<byte> destination)
    {
        int i = 0, all = 0;
        ReadOnlySpan<ushort> source = MemoryMarshal.Cast<char, ushort>(text);
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<ushort> any = default;
            for (; i + 32 <= source.Length; i += 32)
            {
                Vector256<ushort> low = Vector256.Create(source.Slice(i, 16)), high = Vector256.Create(source.Slice(i + 16, 16));
                any |= low | high;
                Vector256.Narrow(Fold(low), Fold(high)).CopyTo(destination.Slice(i, 32));
            }

            if (Vector256.GreaterThanAny(any, Vector256.Create((ushort)0x7F))) all = 0x80;
        }

        for (; i < text.Length; i++)
        {
            all |= text[i];
            destination[i] = Fold(text[i]);
        }

        destination.Slice(text.Length, Padding).Clear();
        return all > 0x7F;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Fold(char c) => c switch
    {
        >= 'A' and <= 'Z' => (byte)(c | 0x20),
        '/' or '\u2013' or '\u2014' or '\u2015' => (byte)'-',
        < '\x80' => (byte)c,
        _ => NonAscii,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Fold(Vector256<ushort> v)
    {
        Vector256<ushort> dash = Vector256.Create((ushort)'-');
        Vector256<ushort> upper = Vector256.LessThan(v - Vector256.Create((ushort)'A'), Vector256.Create((ushort)26));
        Vector256<ushort> isDash = Vector256.LessThan(v - Vector256.Create((ushort)0x2013), Vector256.Create((ushort)3))
            | Vector256.Equals(v, Vector256.Create((ushort)'/'));
        Vector256<ushort> beyond = Vector256.GreaterThan(v, Vector256.Create((ushort)0x7F));
        v = Vector256.ConditionalSelect(beyond, Vector256.Create((ushort)NonAscii), v | (upper & Vector256.Create((ushort)0x20)));
        return Vector256.ConditionalSelect(isDash, dash, v);
    }
}
