using System.Globalization;
using System.Runtime.CompilerServices;

namespace Stemma.Decoding.Shells;

/// <summary>Evaluates arithmetic of the shell, with 64 bits.</summary>
/// <param name="text">The expression, its expansions made.</param>
/// <param name="get">The value of a variable; null for one that is not known.</param>
/// <param name="set">Sets a variable.</param>
/// <param name="budget">What it may cost.</param>
internal sealed class ShellArithmetic(string text, Func<string, string?> get, Action<string, string> set, DecodeBudget budget)
{
    private static readonly string[][] Levels =
        [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<=", ">=", "<", ">"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private int _at;

    /// <summary>The value of the last expression; null when it is not known or means nothing.</summary>
    public long? Evaluate()
    {
        if (string.IsNullOrWhiteSpace(text)) { return 0; }
        long? value = Comma();
        Space();
        return _at == text.Length ? value : null;
    }

    private long? Comma()
    {
        long? value = Assignment();
        while (Take(",")) { value = Assignment(); }
        return value;
    }

    private void Space()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '"')) { _at++; }
    }

    private bool Take(string sign)
    {
        Space();
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) { return false; }
        // One sign is not the beginning of a longer one.
        if (sign.Length == 1 && _at + 1 < text.Length && ((sign[0] is '|' or '&' or '<' or '>' && text[_at + 1] == sign[0]) || (sign[0] is '=' or '!' or '<' or '>' && text[_at + 1] == '='))) { return false; }
        if (sign[0] is '+' or '-' or '*' or '/' or '%' or '&' or '|' or '^' && _at + sign.Length < text.Length && text[_at + sign.Length] == '=' && sign.Length == 1) { return false; }
        _at += sign.Length;
        return true;
    }

    private string Name()
    {
        Space();
        int start = _at;
        if (start < text.Length && char.IsAsciiDigit(text[start])) { return ""; }
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) { _at++; }
        if (_at > start && _at < text.Length && text[_at] == '[')
        {
            int close = text.IndexOf(']', _at);
            if (close > 0)
            {
                string index = text[(_at + 1)..close];
                string inner = new ShellArithmetic(index, get, set, budget).Evaluate()?.ToString(CultureInfo.InvariantCulture) ?? index;
                string name = text[start.._at];
                _at = close + 1;
                return $"{name}[{inner}]";
            }
        }
        return text[start.._at];
    }

    private long? Assignment()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        int start = _at;
        string name = Name();
        if (name.Length > 0)
        {
            Space();
            foreach (string sign in (ReadOnlySpan<string>)["<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "="])
            {
                if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0 || (sign == "=" && _at + 1 < text.Length && text[_at + 1] == '=')) { continue; }
                _at += sign.Length;
                if (Assignment() is not long right) { return null; }
                long? result = sign == "=" ? right : Value(name) is long left ? Apply(sign[..^1], left, right) : null;
                if (result is long known) { set(name, known.ToString(CultureInfo.InvariantCulture)); }
                return result;
            }
        }
        _at = start;
        long? condition = Binary(0);
        if (!Take("?")) { return condition; }
        long? then = Assignment();
        if (!Take(":")) { return null; }
        long? otherwise = Assignment();
        return condition is null ? null : condition != 0 ? then : otherwise;
    }

    private long? Binary(int level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (level == Levels.Length) { return Power(); }
        long? left = Binary(level + 1);
        while (Array.Find(Levels[level], Take) is { } sign)
        {
            budget.Spend();
            long? right = Binary(level + 1);
            left = left is long a && right is long b ? Apply(sign, a, b) : null;
        }
        return left;
    }

    private long? Power()
    {
        long? left = Unary();
        Space();
        if (string.CompareOrdinal(text, _at, "**", 0, 2) != 0) { return left; }
        _at += 2;
        if (Power() is not long power || left is not long basis || power is < 0 or > 62) { return null; }
        long result = 1;
        for (int i = 0; i < power; i++) { result = unchecked(result * basis); }
        return result;
    }

    private long? Unary()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        Space();
        foreach (string step in (ReadOnlySpan<string>)["++", "--"])
        {
            if (!Take(step)) { continue; }
            string changed = Name();
            if (changed.Length == 0 || Value(changed) is not long before) { return null; }
            long after = step == "++" ? before + 1 : before - 1;
            set(changed, after.ToString(CultureInfo.InvariantCulture));
            return after;
        }
        if (Take("-")) { return -Unary(); }
        if (Take("+")) { return Unary(); }
        if (Take("~")) { return ~Unary(); }
        if (Take("!")) { return Unary() is long value ? value == 0 ? 1 : 0 : null; }
        if (Take("("))
        {
            long? inside = Comma();
            return Take(")") ? inside : null;
        }
        string name = Name();
        if (name.Length > 0)
        {
            long? value = Value(name);
            foreach (string step in (ReadOnlySpan<string>)["++", "--"])
            {
                if (Take(step) && value is long old) { set(name, (step == "++" ? old + 1 : old - 1).ToString(CultureInfo.InvariantCulture)); }
            }
            return value;
        }
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '#' or '@' or '_')) { _at++; }
        return Number(text.AsSpan(start, _at - start));
    }

    private long? Value(string name) => get(name) is not { } value ? null : value.Length == 0 ? 0 : Number(value.AsSpan().Trim());

    /// <summary>A number: decimal, octal, hexadecimal, or with its base in front.</summary>
    internal static long? Number(ReadOnlySpan<char> text)
    {
        bool negative = text.StartsWith("-");
        if (negative) { text = text[1..]; }
        if (text.IsEmpty) { return null; }
        int radix = 10, sharp = text.IndexOf('#');
        if (sharp > 0)
        {
            if (!int.TryParse(text[..sharp], out radix) || radix is < 2 or > 64) { return null; }
            text = text[(sharp + 1)..];
        }
        else if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            radix = 16;
            text = text[2..];
        }
        else if (text.Length > 1 && text[0] == '0') { radix = 8; }
        long value = 0;
        foreach (char c in text)
        {
            int digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'z' => c - 'a' + 10,
                >= 'A' and <= 'Z' => radix <= 36 ? c - 'A' + 10 : c - 'A' + 36,
                '@' => 62,
                '_' => 63,
                _ => 64,
            };
            if (digit >= radix) { return null; }
            value = unchecked((value * radix) + digit);
        }
        return negative ? -value : value;
    }

    private static long? Apply(string sign, long a, long b) => sign switch
    {
        "||" => a != 0 || b != 0 ? 1 : 0,
        "&&" => a != 0 && b != 0 ? 1 : 0,
        "|" => a | b,
        "^" => a ^ b,
        "&" => a & b,
        "==" => a == b ? 1 : 0,
        "!=" => a != b ? 1 : 0,
        "<=" => a <= b ? 1 : 0,
        ">=" => a >= b ? 1 : 0,
        "<" => a < b ? 1 : 0,
        ">" => a > b ? 1 : 0,
        "<<" => a << (int)b,
        ">>" => a >> (int)b,
        "+" => unchecked(a + b),
        "-" => unchecked(a - b),
        "*" => unchecked(a * b),
        "/" => b == 0 || (a == long.MinValue && b == -1) ? null : a / b,
        _ => b is 0 or -1 ? null : a % b,
    };
}
