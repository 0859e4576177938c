using System.Buffers.Binary;
using System.Text;

namespace Stemma.Fuzz;

/// <summary>Makes inputs from seeds, by chance alone: no coverage is measured. The same seed number gives the same inputs.</summary>
internal sealed class Mutator(byte[][] seeds, int seed)
{
    private const int MaxLength = 256 * 1024;
    private static readonly uint[] Telling = [0, 1, 2, 3, 4, 7, 8, 0x0C, 0x0F, 0x21, 0x41, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFF0, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFC, 0xFFFFFFFF];
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        List<byte> input = [.. Pick()];
        for (int changes = 1 << _random.Next(6); changes > 0; changes--) Change(input);
        return [.. input];
    }

    private byte[] Pick() => seeds[_random.Next(seeds.Length)];

    private void Change(List<byte> input)
    {
        if (input.Count == 0) input.Add(0);
        int at = Place(input);
        switch (_random.Next(11))
        {
            case 0: input[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1: input[at] = (byte)_random.Next(256); break;
            case 2: input[at] = (byte)Telling[_random.Next(Telling.Length)]; break;
            case 3: Lie(input, at, 2); break;
            case 4: Lie(input, at, 4); break;
            case 5: input.RemoveRange(at, Math.Min(Length(), input.Count - at)); break;
            case 6: Overwrite(input, at, Part([.. input])); break;
            case 7: Insert(input, at, Part([.. input])); break;
            case 8: Splice(input, at); break;
            case 9: Insert(input, at, Token(Pick())); break;
            default: Repeat(input, at); break;
        }
    }

    // Zeros are mostly room: changes to them say little.
    private int Place(List<byte> input)
    {
        int at = 0;
        for (int tries = 0; tries < 12; tries++)
            if (input[at = _random.Next(input.Count)] != 0) break;
        return Math.Clamp(at + (_random.Next(4) == 0 ? _random.Next(-4, 5) : 0), 0, input.Count - 1);
    }

    private int Length() => 1 + _random.Next(1 << _random.Next(1, 12));

    /// <summary>A size or count that is nearly right, or far from it.</summary>
    private void Lie(List<byte> input, int at, int size)
    {
        if (input.Count - at < size) return;
        byte[] bytes = new byte[4];
        for (int i = 0; i < size; i++) bytes[i] = input[at + i];
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        value = _random.Next(3) switch
        {
            0 => Telling[_random.Next(Telling.Length)],
            1 => value + (uint)_random.Next(-16, 17),
            _ => (uint)_random.Next(0x10000),
        };
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        for (int i = 0; i < size; i++) input[at + i] = bytes[i];
    }

    private byte[] Part(byte[] source)
    {
        if (source.Length == 0) return source;
        int from = _random.Next(source.Length);
        return source[from..Math.Min(source.Length, from + Length())];
    }

    private static void Overwrite(List<byte> input, int at, byte[] part)
    {
        for (int i = 0; i < part.Length && at + i < input.Count; i++) input[at + i] = part[i];
    }

    private static void Insert(List<byte> input, int at, byte[] part)
    {
        if (input.Count + part.Length <= MaxLength) input.InsertRange(at, part);
    }

    private void Splice(List<byte> input, int at)
    {
        byte[] other = Pick();
        input.RemoveRange(at, input.Count - at);
        Insert(input, at, other[Math.Min(_random.Next(2) == 0 ? at : _random.Next(other.Length + 1), other.Length)..]);
    }

    /// <summary>A word, a number or a sign of a text; in binary inputs some bytes.</summary>
    private byte[] Token(byte[] source)
    {
        string text = Encoding.Latin1.GetString(source);
        if (text.Length == 0) return source;
        int from = _random.Next(text.Length), to = from + 1;
        if (char.IsAsciiLetterOrDigit(text[from]))
        {
            while (from > 0 && char.IsAsciiLetterOrDigit(text[from - 1])) from--;
            while (to < text.Length && char.IsAsciiLetterOrDigit(text[to])) to++;
        }
        return source[from..to];
    }

    /// <summary>Something many times over: what is fine once may be slow or deep a thousand times.</summary>
    private void Repeat(List<byte> input, int at)
    {
        byte[] token = _random.Next(2) == 0 ? Token([.. input]) : Part([.. input]);
        int times = 1 << _random.Next(1, 12);
        if ((long)token.Length * times > 64 * 1024) return;
        Insert(input, at, [.. Enumerable.Repeat(token, times).SelectMany(t => t)]);
    }
}
