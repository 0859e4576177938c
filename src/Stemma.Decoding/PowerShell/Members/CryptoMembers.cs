using System.Security.Cryptography;
using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Ciphers with a key that the script holds, secure strings with a key, and hashes.</summary>
internal static class CryptoMembers
{
    private const int MostIterations = 200_000;

    /// <summary>Static methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["security.cryptography.aes::Create"] = _ => new Cipher("aes"),
        ["security.cryptography.symmetricalgorithm::Create"] = call => Named(call.Text(0) ?? "rijndael") ?? (object)Unknown.Value,
        ["security.cryptography.rijndael::Create"] = _ => new Cipher("aes"),
        ["security.cryptography.tripledes::Create"] = _ => new Cipher("tripledes"),
        ["security.cryptography.md5::Create"] = _ => new Cipher("md5"),
        ["security.cryptography.sha1::Create"] = _ => new Cipher("sha1"),
        ["security.cryptography.sha256::Create"] = _ => new Cipher("sha256"),
        ["security.cryptography.hashalgorithm::Create"] = call => Named(call.Text(0) ?? "sha1") ?? (object)Unknown.Value,
    };

    /// <summary>Methods of ciphers and hashes.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CreateDecryptor"] = call => Step(call, true),
        ["CreateEncryptor"] = call => Step(call, false),
        ["ComputeHash"] = call => call.Bytes(0) is { } bytes ? Hash(((Cipher)call.Target!).Algorithm, bytes) : Unknown.Value,
        ["GetBytes"] = call => ((Cipher)call.Target!) is { Algorithm: "pbkdf2" } derive && call.Int(0) is > 0 and <= 4096 and { } count ? Derived(derive, count, call.Budget) : Unknown.Value,
        ["Dispose"] = _ => null,
        ["Clear"] = _ => null,
    };

    /// <summary>A cipher or hash by the name of its type; null for another type.</summary>
    public static Cipher? Named(string type)
    {
        string name = TypeNames.Key(type).Replace("security.cryptography.", "", StringComparison.Ordinal);
        foreach (string suffix in (ReadOnlySpan<string>)["cryptoserviceprovider", "managed", "cng"])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal)) { name = name[..^suffix.Length]; }
        }
        return name switch { "aes" or "rijndael" => new Cipher("aes"), "tripledes" => new Cipher("tripledes"), "des" => new Cipher("des"), "md5" or "sha1" or "sha256" or "sha384" or "sha512" => new Cipher(name), _ => null };
    }

    private static object? Step(MemberCall call, bool decrypts)
    {
        Cipher cipher = (Cipher)call.Target!;
        byte[]? key = call.Count >= 2 ? call.Bytes(0) : Casts.ToBytes(cipher.Settings.GetValueOrDefault("Key"));
        byte[] vector = (call.Count >= 2 ? call.Bytes(1) : cipher.Settings.TryGetValue("IV", out object? iv) && iv is not null ? Casts.ToBytes(iv) : null) ?? [];
        return key is { Length: > 0 } ? new CipherStep(cipher, key, vector, decrypts) : Unknown.Value;
    }

    /// <summary>Runs bytes through a step; null when the key or the bytes do not fit.</summary>
    public static byte[]? Transform(CipherStep step, byte[] bytes, DecodeBudget budget)
    {
        budget.Reserve(bytes.Length * 2L);
        try
        {
            // Weak ciphers are here because scripts of others use them.
#pragma warning disable CA5350, CA5351, CA5358, CA5401
            using SymmetricAlgorithm algorithm = step.Cipher.Algorithm switch { "tripledes" => TripleDES.Create(), "des" => DES.Create(), _ => Aes.Create() };
            algorithm.Mode = Setting(step.Cipher, "Mode") switch { "ecb" or "2" => CipherMode.ECB, "cfb" or "4" => CipherMode.CFB, _ => CipherMode.CBC };
            algorithm.Padding = Setting(step.Cipher, "Padding") switch { "none" or "1" => PaddingMode.None, "zeros" or "3" => PaddingMode.Zeros, "ansix923" or "4" => PaddingMode.ANSIX923, "iso10126" or "5" => PaddingMode.ISO10126, _ => PaddingMode.PKCS7 };
            algorithm.Key = step.Key;
            byte[] vector = step.Vector.Length == algorithm.BlockSize / 8 ? step.Vector : new byte[algorithm.BlockSize / 8];
            using ICryptoTransform transform = step.Decrypts ? algorithm.CreateDecryptor(step.Key, vector) : algorithm.CreateEncryptor(step.Key, vector);
            return transform.TransformFinalBlock(bytes, 0, bytes.Length);
#pragma warning restore CA5350, CA5351, CA5358, CA5401
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Setting(Cipher cipher, string name) => cipher.Settings.GetValueOrDefault(name) switch { string s => s.ToLowerInvariant(), int i => i.ToString(System.Globalization.CultureInfo.InvariantCulture), TypeRef t => t.Key, _ => null };

    private static object Hash(string algorithm, byte[] bytes)
    {
#pragma warning disable CA5350, CA5351
        return algorithm switch { "md5" => MD5.HashData(bytes), "sha1" => SHA1.HashData(bytes), "sha256" => SHA256.HashData(bytes), "sha384" => SHA384.HashData(bytes), "sha512" => SHA512.HashData(bytes), _ => (object)Unknown.Value };
#pragma warning restore CA5350, CA5351
    }

    private static object Derived(Cipher derive, int count, DecodeBudget budget)
    {
        if (Casts.ToBytes(derive.Settings.GetValueOrDefault("Salt")) is not { } salt || Conversions.ToInt(derive.Settings.GetValueOrDefault("Iterations")) is not (> 0 and <= MostIterations and { } iterations)) { return Unknown.Value; }
        byte[]? password = derive.Settings.GetValueOrDefault("Password") is string text ? Encoding.UTF8.GetBytes(text) : Casts.ToBytes(derive.Settings.GetValueOrDefault("Password"));
        if (password is null) { return Unknown.Value; }
        budget.Spend(iterations);
#pragma warning disable CA5379, CA5387
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA1, count);
#pragma warning restore CA5379, CA5387
    }

    /// <summary>The text of an encrypted standard string that was made with a key (ConvertFrom-SecureString -Key); null when it does not open.</summary>
    public static string? OpenSecureString(string encrypted, byte[] key, DecodeBudget budget)
    {
        const string Header = "76492d1116743f0423413b16050a5345";
        if (!encrypted.StartsWith(Header, StringComparison.OrdinalIgnoreCase)) { return null; }
        if (CommandLines.EncodedText.Bytes(encrypted.AsSpan(Header.Length)) is not { } wide) { return null; }
        string[] parts = Encoding.Unicode.GetString(wide).Split('|');
        if (parts.Length != 3 || CommandLines.EncodedText.Bytes(parts[1]) is not { } vector || parts[2].Length % 2 != 0 || !parts[2].All(char.IsAsciiHexDigit)) { return null; }
        byte[]? opened = Transform(new CipherStep(new Cipher("aes"), key, vector, true), Convert.FromHexString(parts[2]), budget);
        return opened is null ? null : Encoding.Unicode.GetString(opened);
    }
}
