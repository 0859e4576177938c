using System.Globalization;
using System.Numerics;
using System.Text;

namespace Stemma.Decoding.PowerShell.Values;

/// <summary>How PowerShell 5.1 makes one value of another: text, numbers, truth, lists.</summary>
internal static class Conversions
{
    /// <summary>The text of a value; false when it is not known.</summary>
    public static bool TryText(object? value, out string text, DecodeBudget budget, string separator = " ")
    {
        switch (value)
        {
            case string s: text = s; return true;
            case null: text = ""; return true;
            case char c: text = c.ToString(); return true;
            case bool b: text = b ? "True" : "False"; return true;
            case double or float: text = DoubleText(Convert.ToDouble(value, CultureInfo.InvariantCulture)); return true;
            case IFormattable number: text = number.ToString(null, CultureInfo.InvariantCulture); return true;
            case PsList list: return TryJoin(list.Items, separator, out text, budget);
            case byte[] bytes: return TryJoin([.. bytes.Select(b => (object?)b)], separator, out text, budget);
            case PsTable: text = "System.Collections.Hashtable"; return true;
            case TypeRef type: text = TypeNames.Full(type); return true;
            case ScriptBlockValue block: text = block.Text; return true;
            case StringBuilder builder: text = builder.ToString(); return true;
            case MethodGroup group when MethodSignatures.Of(group) is { } signature: text = signature; return true;
            case VariableRef: text = "System.Management.Automation.PSVariable"; return true;
            case PsObject { TypeName: "command" or "alias" } command when command.Properties.GetValueOrDefault("Name") is string name: text = name; return true;
            case PsObject { TypeName: "match" } match: return TryText(match.Properties.GetValueOrDefault("Value"), out text, budget);
            case PsObject { TypeName: "environment" }: text = "System.Collections.DictionaryEntry"; return true;
            case SecureText: text = "System.Security.SecureString"; return true;
            default: text = ""; return false;
        }
    }

    /// <summary>Joins the texts of values; false when one is not known.</summary>
    public static bool TryJoin(IReadOnlyList<object?> items, string separator, out string text, DecodeBudget budget)
    {
        StringBuilder all = new();
        text = "";
        for (int i = 0; i < items.Count; i++)
        {
            budget.Spend();
            if (!TryText(items[i], out string one, budget)) { return false; }
            if (i > 0) { all.Append(separator); }
            if (all.Length + one.Length > budget.Limits.OutputLength) { budget.Reserve((long)all.Length + one.Length); }
            all.Append(one);
        }
        budget.Reserve(all.Length);
        text = all.ToString();
        return true;
    }

    /// <summary>Whether a value counts as true; null when it is not known.</summary>
    public static bool? Truth(object? value) => value switch
    {
        null => false,
        Unknown or Opaque => null,
        bool b => b,
        string s => s.Length > 0,
        char c => c != 0,
        PsList list => list.Items.Count switch { 0 => false, 1 => Truth(list.Items[0]), _ => true },
        byte[] bytes => bytes.Length > 1 || (bytes.Length == 1 && bytes[0] != 0),
        _ when IsNumber(value) => ToDouble(value) != 0,
        _ => true,
    };

    /// <summary>The elements that a value gives when it is enumerated: those of a list, else itself.</summary>
    public static IReadOnlyList<object?> Elements(object? value) => value switch
    {
        PsList list => list.Items,
        byte[] bytes => new ByteView(bytes),
        _ => [value],
    };

    /// <summary>What several results are as one value: none is null, one is itself.</summary>
    public static object? Collapse(List<object?> results) => results.Count switch { 0 => null, 1 => results[0], _ => new PsList(results) };

    /// <summary>Whether a value is a number of .NET.</summary>
    public static bool IsNumber(object? value) => value is int or long or double or byte or short or ushort or uint or ulong or sbyte or float or decimal or BigInteger;

    /// <summary>A number, character, truth or text as a number; null when it is none.</summary>
    public static object? ToNumber(object? value) => value switch
    {
        null => 0,
        bool b => b ? 1 : 0,
        char c => (int)c,
        string s => ParseNumber(s),
        PsList { Items: [var only] } => ToNumber(only),
        _ => IsNumber(value) ? value : null,
    };

    /// <summary>A value as a whole number; null when it is none or does not fit.</summary>
    public static long? ToLong(object? value) => ToNumber(value) switch
    {
        int i => i,
        long l => l,
        double d when Math.Abs(d) < 9e18 => (long)Math.Round(d, MidpointRounding.ToEven),
        float f when Math.Abs(f) < 9e18 => (long)Math.Round(f, MidpointRounding.ToEven),
        decimal m when Math.Abs(m) < 9e18m => (long)Math.Round(m, MidpointRounding.ToEven),
        ulong u => u <= long.MaxValue ? (long)u : null,
        BigInteger big => big >= long.MinValue && big <= long.MaxValue ? (long)big : null,
        null => null,
        double or float or decimal => null,
        object other => Convert.ToInt64(other, CultureInfo.InvariantCulture),
    };

    /// <summary>A value as a 32-bit number; null when it is none or does not fit.</summary>
    public static int? ToInt(object? value) => ToLong(value) is { } l and >= int.MinValue and <= int.MaxValue ? (int)l : null;

    /// <summary>A number as a double.</summary>
    public static double ToDouble(object? number) => number is BigInteger big ? (double)big : Convert.ToDouble(number, CultureInfo.InvariantCulture);

    /// <summary>The number that a text is, as PowerShell reads it: decimal, <c>0x</c>, with the suffixes of size; null when it is none.</summary>
    public static object? ParseNumber(string text)
    {
        ReadOnlySpan<char> s = text.AsSpan().Trim();
        if (s.Length == 0) { return 0; }
        if (s.Length > 64) { return null; }
        bool negative = s[0] == '-';
        ReadOnlySpan<char> digits = negative || s[0] == '+' ? s[1..] : s;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            if (!ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex)) { return null; }
            long signed = digits.Length <= 10 ? (int)(uint)hex : (long)hex;
            return Smallest(negative ? -signed : signed);
        }
        long factor = 1;
        if (digits.Length > 2 && char.ToLowerInvariant(digits[^1]) == 'b')
        {
            factor = char.ToLowerInvariant(digits[^2]) switch { 'k' => 1L << 10, 'm' => 1L << 20, 'g' => 1L << 30, 't' => 1L << 40, 'p' => 1L << 50, _ => 1 };
            if (factor > 1) { s = s[..^2]; }
        }
        if (long.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && (factor == 1 || Math.Abs(whole) < long.MaxValue / factor)) { return Smallest(whole * factor); }
        return double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? real * factor : null;
    }

    /// <summary>A whole number in the type that PowerShell gives it.</summary>
    public static object Smallest(long value) => value is >= int.MinValue and <= int.MaxValue ? (object)(int)value : value;

    private static string DoubleText(double value)
    {
        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        return text;
    }
}
