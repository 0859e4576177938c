using System.Numerics;
using System.Security.Cryptography;

namespace Stemma.Decoding.Indicators;

/// <summary>Tells wallet addresses from other strings of letters and digits, by their checksums where they have one.</summary>
internal static class Wallets
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>Whether a word of letters and digits is the address of a wallet.</summary>
    public static bool Is(ReadOnlySpan<char> word) => word switch
    {
        { Length: 42 } when word[0] == '0' && word[1] is 'x' => IsEthereum(word[2..]),
        { Length: >= 26 and <= 35 } when word[0] is '1' or '3' => IsBase58Check(word),
        { Length: >= 42 and <= 62 } when word.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) => IsBech32(word),
        { Length: 95 or 106 } when word[0] is '4' or '8' => !word.ContainsAnyExcept(Base58) && word[1] is (>= '0' and <= '9') or 'A' or 'B',
        _ => false,
    };

    private static bool IsEthereum(ReadOnlySpan<char> digits)
    {
        if (digits.ContainsAnyExcept("0123456789abcdefABCDEF")) { return false; }
        int kinds = 0;
        foreach (char c in "0123456789abcdef") { if (digits.Contains(c) || digits.Contains(char.ToUpperInvariant(c))) { kinds++; } }
        return kinds >= 8; // 0x0000…0 and other constants are not wallets
    }

    /// <summary>Base58Check: 25 bytes, the last four of them the beginning of the double SHA-256 of the others (Bitcoin wiki, Base58Check encoding).</summary>
    private static bool IsBase58Check(ReadOnlySpan<char> word)
    {
        BigInteger number = BigInteger.Zero;
        foreach (char c in word)
        {
            int digit = Base58.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) { return false; }
            number = (number * 58) + digit;
        }
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (bytes.Length > 25) { return false; }
        Span<byte> padded = stackalloc byte[25];
        padded.Clear();
        bytes.CopyTo(padded[(25 - bytes.Length)..]);
        return padded[0] is 0 or 5 && SHA256.HashData(SHA256.HashData(padded[..21])).AsSpan(0, 4).SequenceEqual(padded[21..]);
    }

    /// <summary>Bech32 and Bech32m (BIP 173, BIP 350): the checksum polynomial leaves 1 or 0x2bc830a3.</summary>
    private static bool IsBech32(ReadOnlySpan<char> word)
    {
        uint sum = 1;
        foreach (int value in (ReadOnlySpan<int>)[3, 3, 0, 2, 3]) { sum = Step(sum, value); } // the prefix bc, expanded
        foreach (char c in word[3..])
        {
            int value = Bech32.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0) { return false; }
            sum = Step(sum, value);
        }
        return sum is 1 or 0x2bc830a3;

        static uint Step(uint sum, int value)
        {
            ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
            uint top = sum >> 25;
            sum = ((sum & 0x1ffffff) << 5) ^ (uint)value;
            for (int i = 0; i < 5; i++) { if (((top >> i) & 1) != 0) { sum ^= generator[i]; } }
            return sum;
        }
    }
}
