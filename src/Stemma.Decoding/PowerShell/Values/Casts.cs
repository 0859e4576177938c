using System.Globalization;
using System.Numerics;
using System.Text;

namespace Stemma.Decoding.PowerShell.Values;

/// <summary>Casts as <c>[type]</c> and <c>-as</c> make them.</summary>
internal static class Casts
{
    /// <summary>A value as another type; unknown when the cast is not known or would fail.</summary>
    public static object? To(TypeRef type, object? value, DecodeBudget budget, string separator = " ")
    {
        if (value is Unknown) { return value; }
        if (type.Key.EndsWith("[]", StringComparison.Ordinal)) { return Array(type, value, budget, separator); }
        switch (type.Key)
        {
            case "string":
                return Conversions.TryText(value, out string text, budget, separator) ? text : Unknown.Value;
            case "char":
                return Character(value);
            case "boolean" or "management.automation.switchparameter":
                return Conversions.Truth(value) is { } truth ? truth : Unknown.Value;
            case "object" or "management.automation.psobject":
                return value;
            case "void":
                return null;
            case "array":
                return value is PsList or byte[]? value : new PsList([.. Conversions.Elements(value)]);
            case "collections.arraylist" or "collections.generic.list[object]" or "collections.generic.list[string]":
                return new PsList([.. Conversions.Elements(value)]);
            case "type":
                return value is TypeRef ? value : value is string name ? new TypeRef(name) : Unknown.Value;
            case "text.regularexpressions.regex":
                return value is string pattern ? new PatternValue(pattern, System.Text.RegularExpressions.RegexOptions.None) : value is PatternValue ? value : Unknown.Value;
            case "io.memorystream":
                return value is byte[] bytes ? new ByteStream(bytes) : value is ByteStream ? value
                    : value is PsList list && ToBytes(list) is { } made ? new ByteStream(made) : Unknown.Value;
            case "text.stringbuilder":
                return value is string s ? new StringBuilder(s) : Unknown.Value;
            case "collections.hashtable" or "collections.specialized.ordereddictionary" or "ordered":
                return value is PsTable ? value : Unknown.Value;
            case "management.automation.scriptblock":
                return value is ScriptBlockValue ? value : Unknown.Value;
            case "security.securestring":
                return value is SecureText ? value : Unknown.Value;
            case "uri":
                return value is string ? value : Unknown.Value;
            default:
                return Numeric(type.Key, value);
        }
    }

    /// <summary>Bytes of a value that is a list of numbers from 0 to 255; null when it is none.</summary>
    public static byte[]? ToBytes(object? value)
    {
        if (value is byte[] bytes) { return bytes; }
        IReadOnlyList<object?> items = Conversions.Elements(value);
        var made = new byte[items.Count];
        for (int i = 0; i < made.Length; i++)
        {
            if (items[i] is Unknown || Conversions.ToLong(items[i]) is not (>= 0 and <= 255) || Conversions.ToLong(items[i]) is not { } number) { return null; }
            made[i] = (byte)number;
        }
        return made;
    }

    private static object? Array(TypeRef type, object? value, DecodeBudget budget, string separator)
    {
        string element = type.Key[..^2];
        if (value is null) { return null; }
        if (element == "char" && value is string s)
        {
            budget.Reserve(s.Length * 8L);
            return new PsList([.. s.Select(c => (object?)c)], "char");
        }
        if (element == "byte" && value is byte[]) { return value; }
        if (element == "byte" && ToBytes(value) is { } bytes) { return bytes; }
        IReadOnlyList<object?> items = Conversions.Elements(value);
        budget.Reserve(items.Count * 8L);
        TypeRef elementType = new(type.Name.TrimEnd(']', '[', ' '));
        List<object?> cast = new(items.Count);
        foreach (object? item in items) { cast.Add(element == "object" ? item : To(elementType, item, budget, separator)); }
        return element == "byte" && cast.TrueForAll(c => c is byte) ? cast.Select(c => (byte)c!).ToArray() : new PsList(cast, element);
    }

    private static object? Character(object? value) => value switch
    {
        char c => c,
        string { Length: 1 } s => s[0],
        PsList { Items: [var only] } => Character(only),
        null => '\0',
        string => Unknown.Value,
        _ => Conversions.ToLong(value) is >= 0 and <= char.MaxValue ? (char)Conversions.ToLong(value)! : Unknown.Value,
    };

    private static object? Numeric(string key, object? value)
    {
        if (key is not ("int32" or "int64" or "int16" or "byte" or "sbyte" or "uint16" or "uint32" or "uint64" or "double" or "single" or "decimal" or "numerics.biginteger" or "intptr")) { return Unknown.Value; }
        object? number = Conversions.ToNumber(value);
        if (number is null) { return Unknown.Value; }
        try
        {
            return key switch
            {
                "double" => Conversions.ToDouble(number),
                "single" => (float)Conversions.ToDouble(number),
                "decimal" => Convert.ToDecimal(number, CultureInfo.InvariantCulture),
                "numerics.biginteger" => number is BigInteger ? number : new BigInteger(Conversions.ToDouble(number)),
                _ => Whole(key, number),
            };
        }
        catch (Exception e) when (e is OverflowException or InvalidCastException or FormatException)
        {
            return Unknown.Value;
        }
    }

    private static object Whole(string key, object number)
    {
        if (number is ulong big && key == "uint64") { return big; }
        if (Conversions.ToLong(number) is not { } whole) { return Unknown.Value; }
        return checked(key switch
        {
            "int32" => (object)(int)whole,
            "int16" => (short)whole,
            "byte" => (byte)whole,
            "sbyte" => (sbyte)whole,
            "uint16" => (ushort)whole,
            "uint32" => (uint)whole,
            "uint64" => (ulong)whole,
            _ => whole,
        });
    }
}
