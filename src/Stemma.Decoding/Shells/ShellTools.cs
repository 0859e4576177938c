using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>Programs that only turn text into other text.</summary>
internal static partial class ShellTools
{
    private const int MostBytes = 8 << 20;

    /// <summary>What a program prints.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What is piped in; null for nothing that is known.</param>
    /// <param name="shared">Files of the script, and costs.</param>
    /// <param name="known">Whether it is a program that is known here.</param>
    /// <returns>The text; null when it is not known.</returns>
    public static string? Run(string program, List<string> arguments, string? input, ShellShared shared, out bool known)
    {
        known = true;
        switch (program)
        {
            case "echo": return Echo(arguments, shared);
            case "printf": return Printf(arguments, shared);
            case "seq": return Seq(arguments);
            case "basename": return arguments.Count > 0 ? arguments[0].TrimEnd('/')[(arguments[0].TrimEnd('/').LastIndexOf('/') + 1)..] + "\n" : null;
        }
        if (!Filters.Contains(program))
        {
            known = false;
            return null;
        }

        // Arguments that are no options of these programs name files; only those of the script itself are there.
        string? text = Input(program, arguments, input, shared);
        if (text is null) { return null; }
        shared.Budget.Reserve(text.Length);
        switch (program)
        {
            case "cat" or "tee" or "sponge" or "less" or "more": return text;
            case "rev": shared.Decoders++; return Lines(text, line => new string([.. line.Reverse()]));
            case "tac": shared.Decoders++; return string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Reverse().Select(line => line + "\n"));
            case "sort": return string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line + "\n"));
            case "uniq": return text;
            case "tr": return Tr(arguments, text, shared);
            case "cut": return Cut(arguments, text);
            case "head" or "tail": return Part(program == "head", arguments, text);
            case "sed": return ShellSed.Run(arguments, text, shared);
            case "awk" or "gawk" or "mawk": return Awk(arguments, text, shared);
            case "fold": return Fold(arguments, text);
            case "paste": return arguments.Contains("-s") || arguments.Exists(a => a.StartsWith("-s", StringComparison.Ordinal)) ? string.Join(Delimiter(arguments, "\t"), text.TrimEnd('\n').Split('\n')) + "\n" : null;
            case "base64" or "base32" or "basenc": return Base(program, arguments, text, shared);
            case "xxd": return Xxd(arguments, text, shared);
            case "openssl": return OpenSsl(arguments, text, shared);
            case "gzip" or "gunzip" or "zcat" or "gzcat" or "pigz" or "unpigz" or "zlib-flate": return Inflate(program, arguments, text, shared);
            case "strings" or "iconv" or "dos2unix": return text;
            default: return null;
        }
    }

    private static readonly HashSet<string> Filters =
    [
        "cat", "tee", "sponge", "rev", "tac", "sort", "uniq", "tr", "cut", "head", "tail", "sed", "awk", "gawk", "mawk", "fold", "paste", "base64", "base32", "basenc",
        "xxd", "openssl", "gzip", "gunzip", "zcat", "gzcat", "pigz", "unpigz", "zlib-flate", "strings", "iconv", "dos2unix",
    ];

    private static string? Input(string program, List<string> arguments, string? input, ShellShared shared)
    {
        if (program is "tr" or "openssl" or "tee" or "sponge" or "iconv") { return input; }
        List<string> files = [.. arguments.Where(argument => shared.Files.ContainsKey(argument))];
        if (files.Count > 0) { return string.Concat(files.Select(file => shared.Files[file])); }
        if (program is "cat" or "rev" or "tac" or "strings" && arguments.Exists(argument => argument.Length > 0 && argument[0] != '-')) { return null; }
        return input;
    }

    private static string Lines(string text, Func<string, string> change)
    {
        bool ended = text.EndsWith('\n');
        string[] lines = (ended ? text[..^1] : text).Split('\n');
        return string.Join('\n', lines.Select(change)) + (ended ? "\n" : "");
    }

    private static string Echo(List<string> arguments, ShellShared shared)
    {
        int i = 0;
        bool line = true, escapes = false;
        for (; i < arguments.Count && arguments[i].Length > 1 && arguments[i][0] == '-' && arguments[i].AsSpan(1).IndexOfAnyExcept("neE") < 0; i++)
        {
            line &= !arguments[i].Contains('n');
            escapes |= arguments[i].Contains('e');
        }
        string text = string.Join(' ', arguments.Skip(i));
        if (escapes)
        {
            text = ShellStrings.Unescape(text, true, out int codes);
            if (codes > 0) { shared.Decoders++; }
        }
        return line ? text + "\n" : text;
    }

    private static string? Printf(List<string> arguments, ShellShared shared)
    {
        int first = arguments.Count > 0 && arguments[0] == "--" ? 1 : 0;
        if (first >= arguments.Count || arguments[first] == "-v") { return null; }
        string format = arguments[first];
        int next = first + 1;
        var result = new StringBuilder();
        do
        {
            int before = next;
            string unescaped = format;
            for (int i = 0; i < unescaped.Length; i++)
            {
                shared.Budget.Spend();
                char c = unescaped[i];
                if (c == '\\' && i + 1 < unescaped.Length)
                {
                    int end = i + 2;
                    while (end < unescaped.Length && end - i < 10 && (char.IsAsciiHexDigit(unescaped[end]))) { end++; }
                    string one = unescaped[i..];
                    int length = EscapeLength(one);
                    result.Append(ShellStrings.Unescape(one[..length], false, out int codes));
                    if (codes > 0) { shared.Decoders++; }
                    i += length - 1;
                    continue;
                }
                if (c != '%' || i + 1 >= unescaped.Length)
                {
                    result.Append(c);
                    continue;
                }
                int stop = i + 1;
                while (stop < unescaped.Length && "-+ #0123456789.*".Contains(unescaped[stop])) { stop++; }
                if (stop >= unescaped.Length) { break; }
                char kind = unescaped[stop];
                string flags = unescaped[(i + 1)..stop];
                i = stop;
                if (kind == '%') { result.Append('%'); continue; }
                string value = next < arguments.Count ? arguments[next++] : "";
                string? printed = Formatted(kind, value, flags, shared);
                if (printed is null) { return null; }
                result.Append(printed);
                shared.Budget.Reserve(result.Length >> 8);
            }
            if (next == before) { break; }
        }
        while (next < arguments.Count);
        string text = result.ToString();
        return text.AsSpan().IndexOfAnyInRange('\x80', '\xFF') >= 0 && text.All(c => c <= '\xFF') ? ShellStrings.FromBytes(Encoding.Latin1.GetBytes(text)) : text;
    }

    private static int EscapeLength(string text)
    {
        int most = text[1] switch { 'x' => 2, 'u' => 4, 'U' => 8, >= '0' and <= '7' => 3, _ => 0 };
        if (most == 0) { return 2; }
        bool octal = char.IsAsciiDigit(text[1]);
        int start = octal ? 1 : 2, end = start;
        while (end < text.Length && end - start < most && (octal ? text[end] is >= '0' and <= '7' : char.IsAsciiHexDigit(text[end]))) { end++; }
        return end;
    }

    private static string? Formatted(char kind, string value, string flags, ShellShared shared)
    {
        switch (kind)
        {
            case 's' or 'b' or 'q':
                string text = kind == 'b' ? ShellStrings.Unescape(value, true, out _) : value;
                if (kind == 'b' && text != value) { shared.Decoders++; }
                int dot = flags.IndexOf('.');
                if (dot >= 0 && int.TryParse(flags.AsSpan(dot + 1), out int most)) { text = text[..Math.Min(text.Length, most)]; }
                return Padded(text, dot < 0 ? flags : flags[..dot]);
            case 'c': return value.Length > 0 ? value[..1] : "";
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                long? number = value.Length > 1 && value[0] is '\'' or '"' ? value[1] : value.Length == 0 ? 0 : ShellArithmetic.Number(value);
                return number is not long n ? null : Padded(kind switch
                {
                    'x' => n.ToString("x", CultureInfo.InvariantCulture),
                    'X' => n.ToString("X", CultureInfo.InvariantCulture),
                    'o' => Convert.ToString(n, 8),
                    _ => n.ToString(CultureInfo.InvariantCulture),
                }, flags);
            default: return null;
        }
    }

    private static string Padded(string text, string flags)
    {
        string width = flags.TrimStart('-', '+', ' ', '#', '0');
        if (!int.TryParse(width, out int wide) || wide > 4096) { return text; }
        return flags.Contains('-') ? text.PadRight(wide) : text.PadLeft(wide, flags.StartsWith('0') ? '0' : ' ');
    }

    private static string? Seq(List<string> arguments)
    {
        List<long> numbers = [.. arguments.Where(a => long.TryParse(a, out _)).Select(a => long.Parse(a, CultureInfo.InvariantCulture))];
        (long from, long step, long to) = numbers switch { [long last] => (1, 1, last), [long a, long b] => (a, 1L, b), [long a, long s, long b] => (a, s, b), _ => (0, 0, 0) };
        if (step == 0 || Math.Abs((double)to - from) / Math.Abs(step) > 10_000) { return null; }
        var result = new StringBuilder();
        for (long i = from; step > 0 ? i <= to : i >= to; i += step) { result.Append(i).Append('\n'); }
        return result.ToString();
    }

    private static string Delimiter(List<string> arguments, string otherwise)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is "-d" or "-sd" && i + 1 < arguments.Count) { return ShellStrings.Unescape(arguments[i + 1], false, out _); }
            if (arguments[i].StartsWith("-d", StringComparison.Ordinal) && arguments[i].Length > 2) { return arguments[i][2..]; }
        }
        return otherwise;
    }

    private static string? Base(string program, List<string> arguments, string text, ShellShared shared)
    {
        bool decodes = arguments.Exists(a => a is "-d" or "-D" or "--decode" or "-di" or "-id");
        byte[] bytes;
        if (!decodes) { return program == "base64" ? Convert.ToBase64String(ShellStrings.ToBytes(text)) + "\n" : null; }
        shared.Decoders++;
        if (program == "base32" || arguments.Contains("--base32"))
        {
            if (Base32(text) is not { } decoded) { return null; }
            bytes = decoded;
        }
        else if (FromBase64(text) is { } decoded) { bytes = decoded; }
        else { return null; }
        return ShellStrings.FromBytes(bytes);
    }

    /// <summary>Base64 with what is no letter of it left out, and without its end if need be.</summary>
    internal static byte[]? FromBase64(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/') { clean.Append(c); }
            else if (c is '-' or '_') { clean.Append(c == '-' ? '+' : '/'); }
        }
        if (clean.Length % 4 == 1) { clean.Length--; }
        while (clean.Length % 4 != 0) { clean.Append('='); }
        var bytes = new byte[clean.Length / 4 * 3];
        return Convert.TryFromBase64String(clean.ToString(), bytes, out int written) ? bytes[..written] : null;
    }

    internal static byte[]? Base32(string text)
    {
        List<byte> bytes = [];
        int bits = 0, value = 0;
        foreach (char c in text)
        {
            int digit = c is >= 'A' and <= 'Z' ? c - 'A' : c is >= 'a' and <= 'z' ? c - 'a' : c is >= '2' and <= '7' ? c - '2' + 26 : -1;
            if (digit < 0) { continue; }
            value = (value << 5) | digit;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(value >> bits));
                value &= (1 << bits) - 1;
            }
        }
        return [.. bytes];
    }

    private static string? OpenSsl(List<string> arguments, string text, ShellShared shared)
    {
        bool decodes = arguments.Contains("-d"), plain = arguments.TrueForAll(a => !a.StartsWith("-aes", StringComparison.Ordinal) && a is not ("-k" or "-pass" or "-K"));
        if (!plain || !(arguments.Contains("base64") || arguments.Contains("-base64") || arguments.Contains("-a"))) { return null; }
        shared.Decoders++;
        return decodes ? FromBase64(text) is { } bytes ? ShellStrings.FromBytes(bytes) : null : Convert.ToBase64String(ShellStrings.ToBytes(text)) + "\n";
    }

    private static string? Xxd(List<string> arguments, string text, ShellShared shared)
    {
        bool back = arguments.Exists(a => a is "-r" or "-rp" or "-pr" or "-ps" && arguments.Contains("-r") || a.StartsWith("-r", StringComparison.Ordinal));
        bool plain = arguments.Exists(a => a is "-p" or "-ps" or "-plain" or "-rp" or "-pr");
        if (!back) { return plain ? Convert.ToHexString(ShellStrings.ToBytes(text)).ToLowerInvariant() + "\n" : null; }
        shared.Decoders++;
        string hex = plain ? text : string.Concat(text.Split('\n').Select(line => line.Contains(':') ? line[(line.IndexOf(':') + 1)..].Split("  ")[0] : ""));
        string digits = string.Concat(hex.Where(char.IsAsciiHexDigit));
        return digits.Length == 0 ? "" : ShellStrings.FromBytes(Convert.FromHexString(digits[..(digits.Length & ~1)]));
    }

    private static string? Inflate(string program, List<string> arguments, string text, ShellShared shared)
    {
        if (program is "gzip" or "pigz" && !arguments.Exists(a => a is "--decompress" || (a.StartsWith('-') && a.Contains('d')))) { return null; }
        shared.Decoders++;
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        try
        {
            using var source = new MemoryStream(bytes);
            using Stream inflated = program == "zlib-flate" ? new ZLibStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
            return ShellStrings.FromBytes(Bounded(inflated, shared.Budget));
        }
        catch (InvalidDataException) { return null; }
    }

    /// <summary>Reads a stream that may be far longer than what it was made from.</summary>
    internal static byte[] Bounded(Stream stream, DecodeBudget budget)
    {
        using var all = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            budget.Spend(read >> 6);
            all.Write(buffer, 0, read);
            if (all.Length > MostBytes) { throw new DecodeLimitException("inflated bytes"); }
        }
        return all.ToArray();
    }
}
