using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Encodings of text: how a script gets one, and what it does with it.</summary>
internal static class EncodingMembers
{
    /// <summary>Static methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text.encoding::GetEncoding"] = call => ByName(call[0]) ?? (object)Unknown.Value,
        ["text.encoding::Convert"] = call => call[0] is Encoding from && call[1] is Encoding to && call.Bytes(2) is { } bytes ? Encoding.Convert(from, to, bytes) : Unknown.Value,
    };

    /// <summary>Methods of an encoding.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GetString"] = call => call.Bytes(0) is { } bytes ? Decoded((Encoding)call.Target!, Part(bytes, call), call.Budget) : Unknown.Value,
        ["GetChars"] = call => call.Bytes(0) is { } bytes ? new PsList([.. Decoded((Encoding)call.Target!, Part(bytes, call), call.Budget).Select(c => (object?)c)], "char") : Unknown.Value,
        ["GetBytes"] = call => Characters(call) is { } text ? ((Encoding)call.Target!).GetBytes(text) : Unknown.Value,
        ["GetByteCount"] = call => call.Text(0) is { } text ? ((Encoding)call.Target!).GetByteCount(text) : Unknown.Value,
    };

    /// <summary>The encoding of a static property such as <c>[Text.Encoding]::UTF8</c>, or of a type's name; null when there is none.</summary>
    public static Encoding? ByName(object? name) => name switch
    {
        Encoding encoding => encoding,
        string text => text.ToLowerInvariant() switch
        {
            "utf8" or "utf-8" or "text.utf8encoding" => new UTF8Encoding(false),
            "ascii" or "us-ascii" or "text.asciiencoding" => Encoding.ASCII,
            "unicode" or "utf-16" or "utf-16le" or "utf16" or "text.unicodeencoding" => Encoding.Unicode,
            "bigendianunicode" or "utf-16be" or "unicodefffe" => Encoding.BigEndianUnicode,
            "utf32" or "utf-32" or "text.utf32encoding" => Encoding.UTF32,
            "utf7" or "utf-7" or "text.utf7encoding" => new UTF8Encoding(false),
            "default" or "iso-8859-1" or "latin1" or "windows-1252" or "ibm437" => Encoding.Latin1,
            _ => null,
        },
        _ => Conversions.ToInt(name) switch { 65001 => new UTF8Encoding(false), 1200 => Encoding.Unicode, 1201 => Encoding.BigEndianUnicode, 20127 => Encoding.ASCII, 28591 or 1252 or 437 or 0 => Encoding.Latin1, _ => null },
    };

    private static string Decoded(Encoding encoding, ReadOnlySpan<byte> bytes, DecodeBudget budget)
    {
        budget.Reserve(bytes.Length);
        return encoding.GetString(bytes);
    }

    private static ReadOnlySpan<byte> Part(byte[] bytes, MemberCall call)
    {
        if (call.Count < 3 || call.Int(1) is not { } from || call.Int(2) is not { } count || from < 0 || count < 0 || from > bytes.Length) { return bytes; }
        return bytes.AsSpan(from, Math.Min(count, bytes.Length - from));
    }

    private static string? Characters(MemberCall call) => call[0] is PsList list ? Conversions.TryJoin(list.Items, "", out string joined, call.Budget) ? joined : null : call.Text(0);
}
