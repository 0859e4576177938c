using System.Globalization;
using System.Runtime.CompilerServices;

namespace Stemma.Decoding.Cmd;

/// <summary>Evaluates what stands behind <c>set /a</c>, with 32 bits and cmd.exe's operators.</summary>
internal sealed class CmdArithmetic(string text, CmdVariables variables, DecodeBudget budget)
{
    private static readonly string[][] Levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private int _at;
    private bool _known = true;

    /// <summary>Evaluates all expressions, assigns what they assign; the last value, null when it is not known or the text means nothing.</summary>
    public int? Evaluate()
    {
        int value = 0;
        do
        {
            if (Assignment() is not int next) { return null; }
            value = next;
        }
        while (Take(","));
        return _known ? value : null;
    }

    private void Space()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '"')) { _at++; }
    }

    private bool Take(string sign)
    {
        Space();
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) { return false; }
        _at += sign.Length;
        return true;
    }

    private int? Assignment()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        int start = _at;
        string name = Name();
        if (name.Length > 0)
        {
            foreach (string sign in (ReadOnlySpan<string>)["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="])
            {
                if (!Take(sign)) { continue; }
                if (Assignment() is not int right) { return null; }
                int? result = sign.Length == 1 ? right : Apply(sign[..^1], Value(name), right);
                variables.Set(name, _known ? result?.ToString(CultureInfo.InvariantCulture) : null);
                return result;
            }
        }
        _at = start;
        return Binary(0);
    }

    private string Name()
    {
        Space();
        int start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !"=+-*/%&|^<>(),~!\"".Contains(text[_at])) { _at++; }
        return char.IsAsciiDigit(start < _at ? text[start] : '0') ? "" : text[start.._at];
    }

    private int? Binary(int level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (level == Levels.Length) { return Unary(); }
        if (Binary(level + 1) is not int left) { return null; }
        while (true)
        {
            string? sign = Array.Find(Levels[level], Take);
            if (sign is null) { return left; }
            budget.Spend();
            if (Binary(level + 1) is not int right || Apply(sign, left, right) is not int result) { return null; }
            left = result;
        }
    }

    private int? Unary()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend();
        if (Take("-")) { return -Unary(); }
        if (Take("+")) { return Unary(); }
        if (Take("~")) { return ~Unary(); }
        if (Take("!")) { return Unary() is int value ? value == 0 ? 1 : 0 : null; }
        if (Take("("))
        {
            int? inside = Assignment();
            Take(")");
            return inside;
        }
        Space();
        int start = _at;
        string name = Name();
        if (name.Length > 0) { return Value(name); }
        _at = start;
        while (_at < text.Length && char.IsAsciiLetterOrDigit(text[_at])) { _at++; }
        return _at > start && CmdExpansion.TryNumber(text.AsSpan(start, _at - start), out int number) ? number : null;
    }

    private int Value(string name)
    {
        if (!variables.TryGet(name, out string? value)) { return 0; }
        if (value is null) { _known = false; }
        return CmdExpansion.TryNumber(value, out int number) ? number : 0;
    }

    private static int? Apply(string sign, int left, int right) => sign switch
    {
        "+" => unchecked(left + right),
        "-" => unchecked(left - right),
        "*" => unchecked(left * right),
        "/" => right is 0 || (left, right) is (int.MinValue, -1) ? null : left / right,
        "%" => right is 0 or -1 ? null : left % right,
        "&" => left & right,
        "|" => left | right,
        "^" => left ^ right,
        "<<" => left << right,
        _ => left >> right,
    };
}
