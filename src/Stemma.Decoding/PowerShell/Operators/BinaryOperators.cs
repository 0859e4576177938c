using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Operators;

/// <summary>The operators of two operands, as Windows PowerShell 5.1 has them. An unknown operand makes an unknown result.</summary>
internal static class BinaryOperators
{
    /// <summary>Applies an operator.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="separator">The text that joins lists, <c>$OFS</c>.</param>
    /// <param name="budget">What it may cost.</param>
    public static object? Apply(TokenKind kind, object? left, object? right, string separator, DecodeBudget budget)
    {
        if (left is Unknown || right is Unknown) { return Unknown.Value; }
        return kind switch
        {
            TokenKind.Plus => Arithmetic.Add(left, right, separator, budget),
            TokenKind.Multiply => Arithmetic.Multiply(left, right, budget),
            TokenKind.Minus or TokenKind.Divide or TokenKind.Rem => Arithmetic.OfNumbers(kind, left, right),
            TokenKind.Band or TokenKind.Bor or TokenKind.Bxor or TokenKind.Shl or TokenKind.Shr => Arithmetic.OfBits(kind, left, right),
            TokenKind.Format => TextOperators.Format(left, right, budget),
            TokenKind.Join => TextOperators.Join(left, right, budget),
            TokenKind.Isplit or TokenKind.Csplit => TextOperators.Split(left, right, kind == TokenKind.Isplit, budget),
            TokenKind.Ireplace or TokenKind.Creplace => TextOperators.Replace(left, right, kind == TokenKind.Ireplace, budget),
            TokenKind.DotDot => Range(left, right, budget),
            TokenKind.Is => Is(left, right, false),
            TokenKind.IsNot => Is(left, right, true),
            TokenKind.As => right is TypeRef type ? AsOrNull(Casts.To(type, left, budget, separator)) : right is string name ? AsOrNull(Casts.To(new TypeRef(name), left, budget, separator)) : Unknown.Value,
            TokenKind.Xor => Conversions.Truth(left) is { } a && Conversions.Truth(right) is { } b ? a ^ b : Unknown.Value,
            _ => Comparisons.Apply(kind, left, right, budget),
        };
    }

    private static object? AsOrNull(object? value) => value;

    private static object? Range(object? left, object? right, DecodeBudget budget)
    {
        if (Conversions.ToInt(Bound(left)) is not { } from || Conversions.ToInt(Bound(right)) is not { } to) { return Unknown.Value; }
        long count = Math.Abs((long)to - from) + 1;
        budget.Reserve(count * 16);
        budget.Spend(count >> 2);
        List<object?> items = new((int)count);
        int step = from <= to ? 1 : -1;
        for (long i = from; i != (long)to + step; i += step) { items.Add((int)i); }
        return new PsList(items);
    }

    private static object? Bound(object? value) => value is char c ? (int)c : value;

    private static object? Is(object? left, object? right, bool not)
    {
        string? wanted = right switch { TypeRef type => type.Key, string name => TypeNames.Key(name), _ => null };
        string? has = left switch
        {
            string => "string",
            char => "char",
            int => "int32",
            long => "int64",
            double => "double",
            bool => "boolean",
            byte => "byte",
            byte[] => "byte[]",
            PsTable => "collections.hashtable",
            ScriptBlockValue => "management.automation.scriptblock",
            PsList { ElementType: null } => "object[]",
            PsList list => list.ElementType + "[]",
            _ => null,
        };
        if (wanted is null || has is null) { return Unknown.Value; }
        bool equal = wanted == has || wanted == "object" || (wanted is "array" && has.EndsWith("[]", StringComparison.Ordinal));
        return equal != not;
    }
}
