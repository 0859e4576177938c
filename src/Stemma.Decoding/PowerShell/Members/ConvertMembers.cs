using System.Globalization;
using Stemma.Decoding.CommandLines;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>[Convert] and [BitConverter].</summary>
internal static class ConvertMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["convert::FromBase64String"] = call => call.Text(0) is { } text ? FromBase64(text, call.Budget) : Unknown.Value,
        ["convert::FromBase64CharArray"] = call => call[0] is PsList chars && Conversions.TryJoin(chars.Items, "", out string text, call.Budget) ? FromBase64(text, call.Budget) : Unknown.Value,
        ["convert::ToBase64String"] = call => call.Bytes(0) is { } bytes ? Convert.ToBase64String(bytes) : Unknown.Value,
        ["convert::FromHexString"] = call => call.Text(0) is { } hex && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : Unknown.Value,
        ["convert::ToHexString"] = call => call.Bytes(0) is { } bytes ? Convert.ToHexString(bytes) : Unknown.Value,
        ["convert::ToChar"] = call => Casts.To(new TypeRef("char"), call[0], call.Budget),
        ["convert::ToString"] = Text,
        ["convert::ToBoolean"] = call => Conversions.Truth(call[0]) is { } truth ? truth : Unknown.Value,
        ["convert::ToDouble"] = call => Casts.To(new TypeRef("double"), call[0], call.Budget),
        ["convert::ToByte"] = call => Whole(call, "byte"),
        ["convert::ToSByte"] = call => Whole(call, "sbyte"),
        ["convert::ToInt16"] = call => Whole(call, "int16"),
        ["convert::ToInt32"] = call => Whole(call, "int32"),
        ["convert::ToInt64"] = call => Whole(call, "int64"),
        ["convert::ToUInt16"] = call => Whole(call, "uint16"),
        ["convert::ToUInt32"] = call => Whole(call, "uint32"),
        ["convert::ToUInt64"] = call => Whole(call, "uint64"),
        ["bitconverter::ToString"] = call => call.Bytes(0) is { } bytes ? BitConverter.ToString(bytes) : Unknown.Value,
        ["bitconverter::GetBytes"] = call => call[0] switch { int i => BitConverter.GetBytes(i), long l => BitConverter.GetBytes(l), char c => BitConverter.GetBytes(c), _ => Unknown.Value },
        ["bitconverter::ToInt32"] = call => call.Bytes(0) is { } bytes && call.Int(1) is { } at && at >= 0 && at + 4 <= bytes.Length ? BitConverter.ToInt32(bytes, at) : Unknown.Value,
        ["bitconverter::ToInt16"] = call => call.Bytes(0) is { } bytes && call.Int(1) is { } at && at >= 0 && at + 2 <= bytes.Length ? BitConverter.ToInt16(bytes, at) : Unknown.Value,
        ["bitconverter::ToUInt16"] = call => call.Bytes(0) is { } bytes && call.Int(1) is { } at && at >= 0 && at + 2 <= bytes.Length ? BitConverter.ToUInt16(bytes, at) : Unknown.Value,
    };

    private static object? FromBase64(string text, DecodeBudget budget)
    {
        budget.Reserve(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '=')) { return Unknown.Value; }
        }
        return EncodedText.Bytes(text) is { } bytes ? bytes : Unknown.Value;
    }

    private static object? Text(MemberCall call)
    {
        if (call.Count == 2 && call.Int(1) is 2 or 8 or 16 && Conversions.ToLong(call[0]) is { } number) { return Convert.ToString(number, call.Int(1)!.Value); }
        return call.Text(0) ?? (object)Unknown.Value;
    }

    private static object? Whole(MemberCall call, string type)
    {
        if (call.Count == 2 && call.Int(1) is 2 or 8 or 10 or 16 && call.Text(0) is { } text)
        {
            try
            {
                int radix = call.Int(1)!.Value;
                object value = type switch
                {
                    "byte" => Convert.ToByte(text, radix),
                    "sbyte" => Convert.ToSByte(text, radix),
                    "int16" => Convert.ToInt16(text, radix),
                    "int32" => Convert.ToInt32(text, radix),
                    "int64" => Convert.ToInt64(text, radix),
                    "uint16" => Convert.ToUInt16(text, radix),
                    "uint32" => Convert.ToUInt32(text, radix),
                    _ => Convert.ToUInt64(text, radix),
                };
                return value;
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                return Unknown.Value;
            }
        }
        if (call[0] is string decimalText) { return long.TryParse(decimalText, NumberStyles.Integer, CultureInfo.InvariantCulture, out long parsed) ? Casts.To(new TypeRef(type), parsed, call.Budget) : Unknown.Value; }
        return Casts.To(new TypeRef(type), call[0], call.Budget);
    }
}
