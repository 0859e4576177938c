using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Python;

/// <summary>A function that only makes one value out of others.</summary>
/// <param name="Evaluate">Makes it; null where that is not known.</param>
/// <param name="Hides">Whether its use hides how text reads.</param>
internal sealed record PyPure(Func<List<object>, Dictionary<string, object>, DecodeBudget, object?> Evaluate, bool Hides);

/// <summary>Functions and constants of Python's own modules that are pure.</summary>
internal static partial class PyModules
{
    private const int MostBytes = 8 << 20;

    /// <summary>The function of a name, without aliases.</summary>
    public static PyPure? Find(string path) => All.GetValueOrDefault(path.StartsWith("builtins.", StringComparison.Ordinal) ? path[9..] : path);

    /// <summary>Whether <c>from module import *</c> gives a name.</summary>
    public static bool Has(string module, string name) => All.ContainsKey($"{module}.{name}") || Constant($"{module}.{name}") is not null || (module, name) is ("os", "system" or "popen") or ("subprocess", "Popen" or "run" or "call" or "check_output") or ("socket", "socket");

    /// <summary>A constant of a module; null for none.</summary>
    public static object? Constant(string path) => path switch
    {
        "string.ascii_lowercase" or "string.lowercase" => "abcdefghijklmnopqrstuvwxyz",
        "string.ascii_uppercase" or "string.uppercase" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "string.ascii_letters" or "string.letters" => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "string.digits" => "0123456789",
        "string.punctuation" => "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        "string.printable" => "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\v\f",
        "zlib.MAX_WBITS" => 15L,
        _ => null,
    };

    private static byte[]? Data(object value) => value switch
    {
        PyBytes bytes => bytes.Data,
        string text => Encoding.UTF8.GetBytes(text),
        _ => null,
    };

    private static PyBytes? Made(byte[]? bytes) => bytes is null ? null : new PyBytes(bytes);

    /// <summary>A codec that turns text or bytes into others of the kind; null for an encoding of characters.</summary>
    public static object? Codec(string name, bool encode, object value, DecodeBudget budget)
    {
        string codec = name.ToLowerInvariant().Replace("-", "_", StringComparison.Ordinal).Replace("_codec", "", StringComparison.Ordinal);
        budget.Reserve(Data(value)?.Length ?? 0);
        switch (codec)
        {
            case "rot13" or "rot_13": return value is string text ? Rot13(text) : value is PyBytes bytes ? Rot13(Encoding.Latin1.GetString(bytes.Data)) : null;
            case "hex" or "hex_": return encode ? Made(Encoding.ASCII.GetBytes(Convert.ToHexString(Data(value)!).ToLowerInvariant())) : Made(Hex(Data(value)));
            case "base64" or "base_64" or "base64_": return encode ? Made(Encoding.ASCII.GetBytes(Convert.ToBase64String(Data(value)!))) : Made(Base64(Data(value)));
            case "zlib" or "zip": return encode ? null : Made(Inflate(Data(value), 15, budget));
            case "unicode_escape" or "string_escape" when !encode: return PyParser.Unescape(Encoding.Latin1.GetString(Data(value)!), false, out _);
            case "bz2" or "uu" or "quopri": return PyUnknown.Value;
            default: return null;
        }
    }

    /// <summary>Text as bytes in an encoding.</summary>
    public static byte[] Encode(string text, string codec) => Encoder(codec).GetBytes(text);

    /// <summary>Bytes as text in an encoding.</summary>
    public static string Decode(byte[] data, string codec) => Encoder(codec).GetString(data);

    private static Encoding Encoder(string codec) => codec.ToLowerInvariant().Replace("_", "-", StringComparison.Ordinal) switch
    {
        "utf-16" or "utf16" or "utf-16le" or "utf-16-le" => Encoding.Unicode,
        "utf-16-be" or "utf-16be" => Encoding.BigEndianUnicode,
        "utf-32" or "utf32" or "utf-32-le" => Encoding.UTF32,
        "latin-1" or "latin1" or "iso-8859-1" or "charmap" or "cp1252" => Encoding.Latin1,
        "ascii" or "us-ascii" => Encoding.Latin1,
        _ => Encoding.UTF8,
    };

    private static string Rot13(string text) => string.Concat(text.Select(c =>
        char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : c));

    private static byte[]? Hex(byte[]? data)
    {
        if (data is null) { return null; }
        string digits = string.Concat(Encoding.Latin1.GetString(data).Where(c => !char.IsWhiteSpace(c) && c is not (':' or '-')));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    private static byte[]? Base64(byte[]? data) => data is null ? null : Shells.ShellTools.FromBase64(Encoding.Latin1.GetString(data));

    private static byte[]? Inflate(byte[]? data, int bits, DecodeBudget budget)
    {
        if (data is null) { return null; }
        try
        {
            using var source = new MemoryStream(data);
            bool gzip = bits > 15 && data.Length > 2 && data[0] == 0x1F && data[1] == 0x8B;
            using Stream inflated = gzip ? new GZipStream(source, CompressionMode.Decompress) : bits < 0 ? new DeflateStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
            return Shells.ShellTools.Bounded(inflated, budget);
        }
        catch (InvalidDataException) { return null; }
    }

    private static byte[]? Base85(byte[]? data, bool ascii)
    {
        if (data is null) { return null; }
        const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
        List<byte> result = [];
        List<uint> group = [];
        string text = Encoding.Latin1.GetString(data).Trim();
        if (ascii) { text = text.Replace("<~", "", StringComparison.Ordinal).Replace("~>", "", StringComparison.Ordinal); }
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c)) { continue; }
            if (ascii && c == 'z' && group.Count == 0) { result.AddRange([0, 0, 0, 0]); continue; }
            int digit = ascii ? c - '!' : Alphabet.IndexOf(c);
            if (digit is < 0 or > 84) { return null; }
            group.Add((uint)digit);
            if (group.Count == 5) { Flush(4); }
        }
        if (group.Count > 0)
        {
            int count = group.Count - 1;
            while (group.Count < 5) { group.Add(84); }
            Flush(count);
        }
        return [.. result];

        void Flush(int count)
        {
            uint value = 0;
            foreach (uint digit in group) { value = unchecked((value * 85) + digit); }
            for (int i = 0; i < count; i++) { result.Add((byte)(value >> (24 - (8 * i)))); }
            group.Clear();
        }
    }

    /// <summary>The order of text and numbers.</summary>
    public static Comparer<object> Order { get; } = Comparer<object>.Create((a, b) => (a, b) switch
    {
        (string x, string y) => string.CompareOrdinal(x, y),
        (PyTuple x, PyTuple y) => x.Items.Length > 0 && y.Items.Length > 0 ? Order!.Compare(x.Items[0], y.Items[0]) : x.Items.Length - y.Items.Length,
        _ when PyNumbers.Whole(a) is { } x && PyNumbers.Whole(b) is { } y => x.CompareTo(y),
        _ => 0,
    });

    /// <summary>Items in order; null when they cannot be compared.</summary>
    public static List<object>? Sorted(List<object> items)
    {
        if (!items.TrueForAll(item => item is string) && !items.TrueForAll(item => PyNumbers.Whole(item) is not null) && !items.TrueForAll(item => item is PyTuple { Items: [string or long, ..] })) { return null; }
        return [.. items.Order(Order)];
    }
}
