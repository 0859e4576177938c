using System.Globalization;
using System.Management.Automation.Language;
using System.Numerics;
using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Operators;

/// <summary>Sums, products and bits.</summary>
internal static class Arithmetic
{
    /// <summary><c>+</c>: text joins, lists grow, tables merge, numbers add; the left operand decides.</summary>
    public static object? Add(object? left, object? right, string separator, DecodeBudget budget)
    {
        switch (left)
        {
            case null:
                return right;
            case string or StringBuilder:
                return Conversions.TryText(left, out string a, budget) && Conversions.TryText(right, out string b, budget, separator) ? Concat(a, b, budget) : Unknown.Value;
            case char c when right is char or string:
                return Concat(c.ToString(), right.ToString()!, budget);
            case PsList or byte[]:
                IReadOnlyList<object?> first = Conversions.Elements(left), second = right is null ? [null] : Conversions.Elements(right);
                budget.Reserve(((long)first.Count + second.Count) * 8);
                List<object?> all = new(first.Count + second.Count);
                all.AddRange(first);
                all.AddRange(second);
                return new PsList(all);
            case PsTable table when right is PsTable more:
                PsTable merged = new();
                foreach (string key in table.Keys) { merged[key] = table[key]; }
                foreach (string key in more.Keys) { merged[key] = more[key]; }
                return merged;
            default:
                return OfNumbers(TokenKind.Plus, left, right);
        }
    }

    private static string Concat(string a, string b, DecodeBudget budget)
    {
        budget.Reserve((long)a.Length + b.Length);
        return string.Concat(a, b);
    }

    /// <summary><c>*</c>: text and lists repeat, numbers multiply.</summary>
    public static object? Multiply(object? left, object? right, DecodeBudget budget)
    {
        if (left is string text)
        {
            if (Conversions.ToLong(right) is not (>= 0 and <= int.MaxValue) || Conversions.ToLong(right) is not { } times) { return Unknown.Value; }
            budget.Reserve(text.Length * times);
            return text.Length == 0 ? "" : new StringBuilder((int)(text.Length * times)).Insert(0, text, (int)times).ToString();
        }
        if (left is PsList or byte[])
        {
            if (Conversions.ToInt(right) is not (>= 0 and { } times)) { return Unknown.Value; }
            IReadOnlyList<object?> items = Conversions.Elements(left);
            budget.Reserve(items.Count * (long)times * 8);
            List<object?> all = [];
            for (int i = 0; i < times; i++) { all.AddRange(items); }
            return new PsList(all);
        }
        return OfNumbers(TokenKind.Multiply, left, right);
    }

    /// <summary>The operators of numbers; whole numbers that grow too large become fractions.</summary>
    public static object? OfNumbers(TokenKind kind, object? left, object? right)
    {
        if (Conversions.ToNumber(left) is not { } a || Conversions.ToNumber(right) is not { } b) { return Unknown.Value; }
        try
        {
            if (a is BigInteger || b is BigInteger) { return Big(kind, ToBig(a), ToBig(b)); }
            if (a is decimal || b is decimal) { return Exact(kind, Convert.ToDecimal(a, CultureInfo.InvariantCulture), Convert.ToDecimal(b, CultureInfo.InvariantCulture)); }
            if (a is double or float || b is double or float || a is ulong || b is ulong) { return Real(kind, Conversions.ToDouble(a), Conversions.ToDouble(b)); }
            long x = Convert.ToInt64(a, CultureInfo.InvariantCulture), y = Convert.ToInt64(b, CultureInfo.InvariantCulture);
            bool wide = a is long || b is long;
            switch (kind)
            {
                case TokenKind.Divide:
                    return y == 0 ? Unknown.Value : x % y == 0 ? Typed(x / y, wide) : (double)x / y;
                case TokenKind.Rem:
                    return y == 0 ? Unknown.Value : Typed(x % y, wide);
                default:
                    return Typed(checked(kind == TokenKind.Plus ? x + y : kind == TokenKind.Minus ? x - y : x * y), wide);
            }
        }
        catch (OverflowException)
        {
            return Real(kind, Conversions.ToDouble(a), Conversions.ToDouble(b));
        }
    }

    private static object Typed(long value, bool wide) => wide ? value : value is >= int.MinValue and <= int.MaxValue ? (object)(int)value : (double)value;

    private static object Real(TokenKind kind, double a, double b) => kind switch
    {
        TokenKind.Plus => a + b,
        TokenKind.Minus => a - b,
        TokenKind.Multiply => a * b,
        TokenKind.Divide => a / b,
        _ => a % b,
    };

    private static object Exact(TokenKind kind, decimal a, decimal b) => kind switch
    {
        TokenKind.Plus => a + b,
        TokenKind.Minus => a - b,
        TokenKind.Multiply => a * b,
        TokenKind.Divide => b == 0 ? Unknown.Value : a / b,
        _ => b == 0 ? Unknown.Value : a % b,
    };

    // Big numbers stay within a size that cannot cost much.
    private static object Big(TokenKind kind, BigInteger a, BigInteger b)
    {
        if (a.GetByteCount() + b.GetByteCount() > 65536) { return Unknown.Value; }
        return kind switch
        {
            TokenKind.Plus => a + b,
            TokenKind.Minus => a - b,
            TokenKind.Multiply => a * b,
            TokenKind.Divide => b.IsZero ? Unknown.Value : a / b,
            _ => b.IsZero ? Unknown.Value : a % b,
        };
    }

    private static BigInteger ToBig(object number) => number switch
    {
        BigInteger big => big,
        ulong unsigned => unsigned,
        double or float or decimal => new BigInteger(Conversions.ToDouble(number)),
        _ => Convert.ToInt64(number, CultureInfo.InvariantCulture),
    };

    /// <summary>The operators of bits.</summary>
    public static object? OfBits(TokenKind kind, object? left, object? right)
    {
        if (left is char c) { left = (int)c; }
        if (Conversions.ToLong(left) is not { } a || Conversions.ToLong(right) is not { } b) { return Unknown.Value; }
        bool wide = Conversions.ToNumber(left) is long or ulong or uint || (kind is not (TokenKind.Shl or TokenKind.Shr) && Conversions.ToNumber(right) is long or ulong or uint);
        return kind switch
        {
            TokenKind.Band => Typed(a & b, wide),
            TokenKind.Bor => Typed(a | b, wide),
            TokenKind.Bxor => Typed(a ^ b, wide),
            TokenKind.Shl => wide ? a << (int)(b & 63) : (object)((int)a << (int)(b & 31)),
            _ => wide ? a >> (int)(b & 63) : (object)((int)a >> (int)(b & 31)),
        };
    }
}
