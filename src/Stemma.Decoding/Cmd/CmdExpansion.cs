using System.Buffers;
using System.Globalization;
using System.Text;

namespace Stemma.Decoding.Cmd;

/// <summary>
/// References to variables: <c>%name%</c> before a line is parsed, <c>!name!</c> after it. A reference whose value is not known stays as it is.
/// </summary>
internal sealed class CmdExpansion(CmdMarks marks, DecodeBudget budget)
{
    private static readonly SearchValues<char> PercentEnd = SearchValues.Create("%:");
    private static readonly SearchValues<char> BangEnd = SearchValues.Create("!:");

    /// <summary>Expands what stands between percent signs.</summary>
    /// <param name="text">A line.</param>
    /// <param name="variables">Where values are looked up.</param>
    /// <param name="batch">Whether it is a line of a batch file: %% is one sign, %1 an argument, and an undefined variable is nothing.</param>
    /// <param name="arguments">Arguments of the batch file or the label, name first; null when not known.</param>
    public string Percent(string text, CmdVariables variables, bool batch, IReadOnlyList<string>? arguments = null)
    {
        if (!text.Contains('%')) { return text; }
        var result = new StringBuilder(text.Length);
        int i = 0;
        while (i < text.Length)
        {
            int at = text.IndexOf('%', i);
            if (at < 0) { break; }
            budget.Spend();
            result.Append(text, i, at - i);
            i = batch && Argument(text, at, arguments, result) is int behind && behind > at ? behind : Reference(text, at, '%', variables, batch, result);
            if (result.Length > budget.Limits.OutputLength) { throw new DecodeLimitException("output"); }
        }
        return result.Append(text, i, text.Length - i).ToString();
    }

    /// <summary>Expands what stands between exclamation marks and takes the carets away, as delayed expansion does. Text without a variable that is set stays.</summary>
    public string Delayed(string text, CmdVariables variables, bool batch)
    {
        int first = text.IndexOf('!');
        if (first < 0 || text.IndexOf('!', first + 1) < 0) { return text; }
        var result = new StringBuilder(text.Length);
        int before = marks.Tricks, i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (c == '^' && i + 1 < text.Length)
            {
                result.Append(text[i + 1]);
                i += 2;
            }
            else if (c == '!')
            {
                budget.Spend();
                i = Reference(text, i, '!', variables, batch, result);
            }
            else
            {
                result.Append(c);
                i++;
            }
            if (result.Length > budget.Limits.OutputLength) { throw new DecodeLimitException("output"); }
        }
        return marks.Tricks == before ? text : result.ToString();
    }

    /// <summary>Appends what one reference stands for; returns where to go on.</summary>
    private int Reference(string text, int at, char sign, CmdVariables variables, bool batch, StringBuilder result)
    {
        int end = IndexOfAny(text, sign == '%' ? PercentEnd : BangEnd, at + 1);
        if (end >= 0 && text[end] == ':' && end + 1 < text.Length && text[end + 1] == sign) { end++; }
        if (end <= at + 1) { return Keep(at, at + 1); }

        string name = text[(at + 1)..end];
        bool defined = variables.TryGet(name, out string? value);
        if (text[end] == sign)
        {
            if (!defined) { return batch && IsJunk(text, at, end) ? Drop(end + 1) : Keep(at, at + 1); }
            if (value is null || value.Contains(CmdVariables.Unknown)) { return Keep(at, end + 1); }
            Count(variables.IsSet(name), sign);
            budget.Reserve(value.Length);
            result.Append(value);
            return end + 1;
        }

        if (!defined) { return Keep(at, at + 1); }
        int from = end + 1;
        if (from < text.Length && text[from] != '~' && text.IndexOf('=', from) is int equals && equals > 0) { from = equals; }
        int close = text.IndexOf(sign, from);
        budget.Spend(1 + ((close < 0 ? text.Length - at : close - at) >> 6));
        if (close < 0) { return Keep(at, at + 1); }
        if (value is null || Modify(value, text[(end + 1)..close]) is not { } modified) { return Keep(at, close + 1); }
        marks.Tricks++;
        result.Append(modified);
        return close + 1;

        int Keep(int start, int stop)
        {
            result.Append(text, start, stop - start);
            return stop;
        }

        int Drop(int stop)
        {
            marks.Tricks++;
            return stop;
        }
    }

    private void Count(bool own, char sign)
    {
        if (sign == '!') { marks.Tricks++; }
        else if (own) { marks.OwnVariables++; }
    }

    private static int IndexOfAny(string text, SearchValues<char> any, int from)
    {
        int found = text.AsSpan(from).IndexOfAny(any);
        return found < 0 ? -1 : from + found;
    }

    // A batch file that nobody gave a value for PATH_OF_TOOL still means something; p%x%ower%y%shell means its letters.
    private static bool IsJunk(string text, int at, int end) =>
        (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '%')) || (end + 1 < text.Length && (char.IsLetterOrDigit(text[end + 1]) || text[end + 1] == '%'));

    /// <summary>What <c>%%</c>, <c>%*</c>, <c>%1</c> and <c>%~1</c> stand for in a batch file; where to go on, or -1 when it is none of them.</summary>
    private static int Argument(string text, int at, IReadOnlyList<string>? arguments, StringBuilder result)
    {
        if (at + 1 >= text.Length) { return -1; }
        char next = text[at + 1];
        if (next == '%')
        {
            result.Append('%');
            return at + 2;
        }
        if (next == '*')
        {
            result.Append(arguments is null ? "%*" : string.Join(' ', arguments.Skip(1)));
            return at + 2;
        }
        int digit = at + 1;
        if (next == '~') { while (++digit < text.Length && char.IsAsciiLetter(text[digit])) { } }
        if (digit >= text.Length || !char.IsAsciiDigit(text[digit])) { return -1; }
        int number = text[digit] - '0';
        if (arguments is null || number == 0 || digit > at + 2)
        {
            result.Append(text, at, digit + 1 - at);
        }
        else if (number < arguments.Count)
        {
            result.Append(next == '~' ? arguments[number].Trim('"') : arguments[number]);
        }
        return digit + 1;
    }

    /// <summary>What <c>~start,length</c> or <c>search=replacement</c> makes of a value; null when that depends on text that is not known, or means nothing.</summary>
    internal static string? Modify(string value, string how)
    {
        string? modified = how.StartsWith('~') ? Part(value, how.AsSpan(1)) : Replace(value, how);
        return modified is null || modified.Contains(CmdVariables.Unknown) ? null : modified;
    }

    private static string? Part(string value, ReadOnlySpan<char> how)
    {
        int comma = how.IndexOf(',');
        if (!TryNumber(comma < 0 ? how : how[..comma], out int start)) { return null; }
        int? length = null;
        if (comma >= 0)
        {
            if (!TryNumber(how[(comma + 1)..], out int given)) { return null; }
            length = given;
        }

        // Places behind the unknown part are known only from the end, places before it only from the start.
        int unknown = value.IndexOf(CmdVariables.Unknown);
        int from = start < 0 ? Math.Max(0, value.Length + start) : Math.Min(start, value.Length);
        int to = length is not int l ? value.Length : l < 0 ? value.Length + l : (int)Math.Min((long)from + l, value.Length);
        if (unknown >= 0 && (start >= 0 ? from > unknown : from <= unknown)) { return null; }
        return to <= from ? "" : value[from..to];
    }

    /// <summary>A number as C reads it: space and a sign before it, decimal, octal or hexadecimal.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        text = text.Trim();
        number = 0;
        if (text.IsEmpty) { return true; }
        bool negative = text[0] == '-';
        if (negative || text[0] == '+') { text = text[1..]; }
        bool read = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : text.Length > 1 && text[0] == '0' && text.IndexOfAnyExceptInRange('0', '7') < 0
                ? TryOctal(text, out number)
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (negative) { number = -number; }
        return read;
    }

    private static bool TryOctal(ReadOnlySpan<char> text, out int number)
    {
        long value = 0;
        foreach (char digit in text)
        {
            value = (value * 8) + (digit - '0');
            if (value > int.MaxValue) { break; }
        }
        number = (int)Math.Min(value, int.MaxValue);
        return value <= int.MaxValue;
    }

    private static string? Replace(string value, string how)
    {
        int equals = how.IndexOf('=', 1 <= how.Length ? Math.Min(1, how.Length) : 0);
        if (equals <= 0) { return null; }
        string search = how[..equals], replacement = how[(equals + 1)..];
        if (search[0] != '*') { return value.Replace(search, replacement, StringComparison.OrdinalIgnoreCase); }
        search = search[1..];
        int at = search.Length == 0 ? -1 : value.IndexOf(search, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? value : string.Concat(replacement, value.AsSpan(at + search.Length));
    }
}
