using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Stemma.Hunting.Kql.Compiling;

namespace Stemma.Hunting.Execution;

/// <summary>Functions of text, in characters as Kusto counts them: Unicode code points.</summary>
internal static class TextFunctions
{
    // What repeating, decompressing and the like may make out of little.
    private const int MaximumText = 1 << 24;
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    public static void AddTo(FunctionTable table)
    {
        table.Text("kql_reverse", a => Reverse(a.Text(0) ?? ""));
        table.Text("kql_repeat", a => Repeat(a.Text(0) ?? "", a.Long(1) ?? 0, a.Text(2) ?? ""));
        table.Text("kql_substring", a => Substring(a.Text(0) ?? "", a.Long(1) ?? 0, a.Long(2) ?? long.MaxValue));
        table.Long("kql_index_of", a => IndexOf(a.Text(0) ?? "", a.Text(1) ?? "", a.Long(2) ?? 0, a.Long(3) ?? -1, a.Long(4) ?? 1));
        table.Long("kql_index_of_regex", a => IndexOfRegex(a.Text(0) ?? "", a.Text(1) ?? "", a.Long(2) ?? 0, a.Long(3) ?? -1, a.Long(4) ?? 1));
        table.Long("kql_count_of", a => CountOf(a.Text(0) ?? "", a.Text(1) ?? "", a.Text(2) == "regex"));
        table.Long("kql_has_any_index", a => HasAnyIndex(a.Text(0) ?? "", Json.Elements(a.Text(1)) ?? []));
        table.Text("kql_replace_many", a => ReplaceMany(a.Text(0) ?? "", Json.Elements(a.Text(1)) ?? [], Json.Elements(a.Text(2)) ?? []));
        table.Text("kql_translate", a => Translate(a.Text(0) ?? "", a.Text(1) ?? "", a.Text(2) ?? ""));
        table.Text("kql_regex_quote", a => Regex.Escape(a.Text(0) ?? ""));
        table.Text("kql_split", a => Split(a.Text(0) ?? "", a.Text(1) ?? "", a.Count > 2 ? a.Long(2) : null));
        table.Text("kql_from_codepoints", FromCodePoints);
        table.Text("kql_to_codepoints", a => Json.Array((a.Text(0) ?? "").EnumerateRunes().Select(rune => rune.Value.ToString(CultureInfo.InvariantCulture))));
        table.Text("kql_url_encode", a => UrlEncode(a.Text(0) ?? "", "+"));
        table.Text("kql_url_encode_component", a => UrlEncode(a.Text(0) ?? "", "%20"));
        table.Text("kql_url_decode", a => Uri.UnescapeDataString((a.Text(0) ?? "").Replace('+', ' ')));
        table.Text("kql_base64", a => Convert.ToBase64String(Encoding.UTF8.GetBytes(a.Text(0) ?? "")));
        table.Text("kql_from_base64", a => Bytes(a.Text(0)) is { } bytes ? Utf8(bytes) : null);
        table.Text("kql_base64_bytes", a => Bytes(a.Text(0)) is { } bytes ? Json.Array(bytes.Select(value => value.ToString(CultureInfo.InvariantCulture))) : null);
        table.Text("kql_base64_of_bytes", a => Json.Elements(a.Text(0)) is { } items ? Convert.ToBase64String([.. items.Select(item => unchecked((byte)(Json.ToLong(item) ?? 0)))]) : null);
        table.Text("kql_sha256", a => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(a.Text(0) ?? ""))));
#pragma warning disable CA5350 // A hunt names a file by the hash its source gives, whatever that is worth as a seal.
        table.Text("kql_sha1", a => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(a.Text(0) ?? ""))));
#pragma warning restore CA5350
        table.Long("kql_xxhash", a => unchecked((long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(a.Text(0) ?? ""))));
        table.Text("kql_inflate", a => Inflate(Bytes(a.Text(0))));
        table.Text("kql_from_punycode", a => Punycode(a.Text(0) ?? "", isEncoding: false));
        table.Text("kql_to_punycode", a => Punycode(a.Text(0) ?? "", isEncoding: true));
        table.Text("kql_hex", a => a.Long(0) is { } number ? number.ToString("x", CultureInfo.InvariantCulture).PadLeft((int)Math.Clamp(a.Long(1) ?? 0, 0, 64), '0') : null);
        table.Text("kql_format_bytes", a => a.Real(0) is { } size ? FormatBytes(size, (int)Math.Clamp(a.Long(1) ?? 0, 0, 15), a.Text(2) ?? "") : null);
        foreach (string op in (string[])["has", "hasprefix", "hassuffix"])
        {
            table.Bool("kql_" + op, a => HasTerm(a.Text(0) ?? "", a.Text(1) ?? "", op, StringComparison.OrdinalIgnoreCase));
            table.Bool($"kql_{op}_cs", a => HasTerm(a.Text(0) ?? "", a.Text(1) ?? "", op, StringComparison.Ordinal));
        }

        table.Bool("kql_has_any", a => (Json.Elements(a.Text(1)) ?? []).Exists(item => HasTerm(a.Text(0) ?? "", Json.Text(item), "has", StringComparison.OrdinalIgnoreCase)));
        table.Bool("kql_has_all", a => (Json.Elements(a.Text(1)) ?? []).TrueForAll(item => HasTerm(a.Text(0) ?? "", Json.Text(item), "has", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A pattern, as .NET's engine without back-tracking reads it: its time is linear in the text.</summary>
    internal static Regex Pattern(string pattern)
    {
        if (Patterns.Count > 256) Patterns.Clear();
        return Patterns.GetOrAdd(pattern, text => new Regex(text.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    /// <summary>Whether a text holds a needle whose ends fall on borders of terms.</summary>
    internal static bool HasTerm(string text, string needle, string op, StringComparison comparison)
    {
        if (needle.Length == 0) return true;
        bool isStart = op != "hassuffix" && TextMatch.IsTermPart(needle, 0);
        bool isEnd = op != "hasprefix" && TextMatch.IsTermPart(needle, needle.Length - 1);
        for (int at = text.IndexOf(needle, comparison); at >= 0; at = at + 1 < text.Length ? text.IndexOf(needle, at + 1, comparison) : -1)
        {
            int end = at + needle.Length;
            if ((!isStart || at == 0 || !TextMatch.IsTermPart(text, at - 1)) && (!isEnd || end == text.Length || !TextMatch.IsTermPart(text, end))) return true;
        }

        return false;
    }

    private static int Length(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes()) count++;
        return count;
    }

    // The UTF-16 position of a code point; the end for what is beyond it.
    private static int Position(string text, long codePoint)
    {
        int at = 0;
        for (long i = 0; i < codePoint && at < text.Length; i++) at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return at;
    }

    private static string Reverse(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        Array.Reverse(runes);
        return string.Concat(runes);
    }

    private static string Repeat(string text, long times, string delimiter)
    {
        times = Math.Clamp(times, 0, 1024 * 1024);
        if ((text.Length + delimiter.Length) * times > MaximumText) throw new InvalidOperationException("strrep() would make a text of more than 16 Mi characters");
        return string.Join(delimiter, Enumerable.Repeat(text, (int)times));
    }

    private static string Substring(string text, long start, long length)
    {
        if (start < 0)
        {
            start += Length(text);
            if (start < 0) return "";
        }

        if (length < 0) return "";
        int from = Position(text, start);
        return text[from..(length > text.Length ? text.Length : from + Position(text[from..], length))];
    }

    private static long? IndexOf(string text, string needle, long start, long length, long occurrence)
    {
        if (needle.Length == 0) return null;
        if (start < 0) start += Length(text);
        if (start < 0 || occurrence < 1) return -1;
        int from = Position(text, start);
        int end = length < 0 || length > text.Length ? text.Length : from + Position(text[from..], length);
        for (; from < end; from++)
        {
            int found = text.IndexOf(needle, from, end - from, StringComparison.Ordinal);
            if (found < 0) return -1;
            if (--occurrence == 0) return Length(text.AsSpan(0, found));
            from = found;
        }

        return -1;
    }

    private static long? IndexOfRegex(string text, string pattern, long start, long length, long occurrence)
    {
        if (start < 0) start += Length(text);
        if (start < 0 || occurrence < 1) return -1;
        int from = Position(text, start);
        int end = length < 0 || length > text.Length ? text.Length : from + Position(text[from..], length);
        foreach (ValueMatch match in Pattern(pattern).EnumerateMatches(text.AsSpan(from, end - from)))
            if (--occurrence == 0) return Length(text.AsSpan(0, from + match.Index));
        return -1;
    }

    private static long CountOf(string text, string needle, bool isRegex)
    {
        if (needle.Length == 0) return 0;
        if (isRegex) return Pattern(needle).Count(text);
        long count = 0;
        // Occurrences may overlap.
        for (int at = text.IndexOf(needle, StringComparison.Ordinal); at >= 0; at = at + 1 < text.Length ? text.IndexOf(needle, at + 1, StringComparison.Ordinal) : -1) count++;
        return count;
    }

    private static long HasAnyIndex(string text, List<string> needles) =>
        needles.FindIndex(needle => HasTerm(text, Json.Text(needle), "has", StringComparison.OrdinalIgnoreCase));

    private static string ReplaceMany(string text, List<string> olds, List<string> news)
    {
        if (olds.Count != news.Count && news.Count != 1) return text;
        StringBuilder result = new();
        for (int at = 0; at < text.Length;)
        {
            int found = olds.FindIndex(old => Json.Text(old) is { Length: > 0 } needle && string.CompareOrdinal(text, at, needle, 0, needle.Length) == 0);
            if (found < 0) result.Append(text[at++]);
            else
            {
                result.Append(Json.Text(news[news.Count == 1 ? 0 : found]));
                at += Json.Text(olds[found]).Length;
            }
        }

        return result.ToString();
    }

    private static string Translate(string text, string from, string to)
    {
        Rune[] search = [.. from.EnumerateRunes()];
        Rune[] replace = [.. to.EnumerateRunes()];
        StringBuilder result = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            int found = Array.IndexOf(search, rune);
            if (found < 0) result.Append(rune.ToString());
            else if (replace.Length > 0) result.Append(replace[Math.Min(found, replace.Length - 1)].ToString());
        }

        return result.ToString();
    }

    private static string Split(string text, string delimiter, long? index)
    {
        string[] parts = delimiter.Length == 0 ? [text] : text.Split(delimiter);
        if (index is not { } chosen) return Json.Array(parts.Select(ValueText.JsonString));
        if (chosen < 0) chosen += parts.Length;
        return chosen >= 0 && chosen < parts.Length ? Json.Array([ValueText.JsonString(parts[chosen])]) : "[]";
    }

    // Code points, and arrays of them; the first argument is none.
    private static string FromCodePoints(Arguments arguments)
    {
        StringBuilder result = new();
        for (int i = 1; i < arguments.Count; i++)
            foreach (string item in Json.Elements(arguments.Text(i)) ?? [arguments.Text(i) ?? "null"])
                if (Json.ToLong(item) is { } code && Rune.IsValid((int)Math.Clamp(code, -1, int.MaxValue))) result.Append(new Rune((int)code).ToString());
        return result.ToString();
    }

    private static byte[]? Bytes(string? base64)
    {
        if (base64 is null) return null;
        string padded = base64.Trim();
        byte[] bytes = new byte[(padded.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(padded, bytes, out int length) ? bytes[..length] : null;
    }

    private static string? Utf8(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Inflate(byte[]? bytes)
    {
        if (bytes is null || bytes.Length < 2) return null;
        try
        {
            using MemoryStream packed = new(bytes);
            using Stream inflated = bytes[0] == 0x1f && bytes[1] == 0x8b ? new GZipStream(packed, CompressionMode.Decompress) : new ZLibStream(packed, CompressionMode.Decompress);
            byte[] result = new byte[MaximumText];
            int length = inflated.ReadAtLeast(result, MaximumText, throwOnEndOfStream: false);
            return Utf8(result[..length]);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string UrlEncode(string text, string space) => HttpUtility.UrlEncode(text).Replace("+", space, StringComparison.Ordinal);

    private static string Punycode(string text, bool isEncoding)
    {
        try
        {
            return isEncoding ? new IdnMapping().GetAscii(text) : new IdnMapping().GetUnicode(text);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static string FormatBytes(double size, int precision, string units)
    {
        string[] names = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];
        int unit = Array.IndexOf(names, units);
        if (unit < 0) for (unit = 0; unit < names.Length - 1 && Math.Abs(size) >= Math.Pow(1024, unit + 1); unit++) { }
        double scaled = Math.Round(size / Math.Pow(1024, unit), precision, MidpointRounding.AwayFromZero);
        return $"{scaled.ToString(CultureInfo.InvariantCulture)} {names[unit]}";
    }
}
