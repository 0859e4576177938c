using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Stemma.Evtx.Rendering;

/// <summary>UTF-16 to UTF-8.</summary>
internal static class Utf8Text
{
    private const int Step = 32;

    /// <summary>Appends the text; lone surrogates become U+FFFD.</summary>
    public static void Write(Utf8Buffer to, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        // The framework's encoder replaces what is no character, three bytes a unit at most.
        to.Advance(Encoding.UTF8.GetBytes(text, to.Room(text.Length * 3)));
    }

    /// <summary>Appends the text, escaped; lone surrogates become U+FFFD.</summary>
    /// <param name="to">Receives it.</param>
    /// <param name="text">The text, and whatever stands behind it: it is read with it where there is enough.</param>
    /// <param name="length">How many characters the text has.</param>
    // Ahead-of-time code knows no vectors of this width, and the first tier is slow with them: compiled once, and well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<TEscaping>(Utf8Buffer to, ReadOnlySpan<char> text, int length)
        where TEscaping : struct, IEscaping
    {
        while (true)
        {
            int plain = CopyPlain<TEscaping>(text, length, to.Room(length + Step));
            to.Advance(plain);
            if (plain == length) return;
            text = text[plain..];
            length -= plain;
            int special = 1;
            if (text[0] < 0x80)
            {
                TEscaping.Escape(to, text[0]);
            }
            else
            {
                special = text[..length].IndexOfAnyInRange('\0', '\u007F');
                if (special < 0) special = length;
                TEscaping.WriteOther(to, text[..special]);
            }

            text = text[special..];
            length -= special;
        }
    }

    /// <summary>Copies characters up to the first special one; returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CopyPlain<TEscaping>(ReadOnlySpan<char> text, int length, Span<byte> to)
        where TEscaping : struct, IEscaping
    {
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text);
        int done = 0;
        while (done < length && units.Length - done >= Step)
        {
            Vector256<byte> bytes = Vector256.NarrowWithSaturation(Vector256.Create(units[done..]), Vector256.Create(units[(done + (Step / 2))..]));
            bytes.CopyTo(to[done..]);
            uint special = TEscaping.FindSpecial(bytes).ExtractMostSignificantBits();
            if (special != 0) return Math.Min(done + BitOperations.TrailingZeroCount(special), length);
            done += Step;
        }

        for (; done < length; done++)
        {
            char c = text[done];
            if (TEscaping.IsSpecial(c)) return done;
            to[done] = (byte)c;
        }

        return length;
    }
}
