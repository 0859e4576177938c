using System.Globalization;
using System.Text;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Static methods of [string], [char] and [array].</summary>
internal static class TextMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["string::Join"] = Join,
        ["string::Concat"] = call => Conversions.TryJoin(call.Count == 1 ? Conversions.Elements(call[0]) : call.Arguments, "", out string text, call.Budget) ? text : Unknown.Value,
        ["string::Format"] = call => call.Count < 2 ? call.Text(0) ?? (object)Unknown.Value
            : TextOperators.Format(call[0], call.Count == 2 && call[1] is PsList ? call[1] : new PsList(call.Arguments.GetRange(1, call.Count - 1)), call.Budget),
        ["string::new"] = New,
        ["string::IsNullOrEmpty"] = call => call.Text(0) is { } text ? text.Length == 0 : Unknown.Value,
        ["string::IsNullOrWhiteSpace"] = call => call.Text(0) is { } text ? string.IsNullOrWhiteSpace(text) : Unknown.Value,
        ["string::Equals"] = call => call.Text(0) is { } a && call.Text(1) is { } b ? string.Equals(a, b, StringComparison.Ordinal) : Unknown.Value,
        ["string::Compare"] = call => call.Text(0) is { } a && call.Text(1) is { } b ? string.Compare(a, b, StringComparison.InvariantCulture) : Unknown.Value,
        ["string::Copy"] = call => call.Text(0) ?? (object)Unknown.Value,
        ["char::ConvertFromUtf32"] = call => call.Int(0) is { } code && Rune.IsValid(code) ? char.ConvertFromUtf32(code) : Unknown.Value,
        ["char::ToUpper"] = call => call.Text(0) is { Length: 1 } text ? char.ToUpperInvariant(text[0]) : Unknown.Value,
        ["char::ToLower"] = call => call.Text(0) is { Length: 1 } text ? char.ToLowerInvariant(text[0]) : Unknown.Value,
        ["char::ToString"] = call => call.Text(0) ?? (object)Unknown.Value,
        ["char::Parse"] = call => call.Text(0) is { Length: 1 } text ? text[0] : Unknown.Value,
        ["char::IsLetter"] = call => call.Text(0) is { Length: 1 } text ? char.IsLetter(text[0]) : Unknown.Value,
        ["char::IsDigit"] = call => call.Text(0) is { Length: 1 } text ? char.IsDigit(text[0]) : Unknown.Value,
        ["array::Reverse"] = Reverse,
        ["array::IndexOf"] = IndexOf,
        ["array::Sort"] = Sort,
        ["array::Copy"] = call => Copy(call[0], 0, call[1], 0, call.Int(2), call),
        ["buffer::BlockCopy"] = call => Copy(call[0], call.Int(1), call[2], call.Int(3), call.Int(4), call),
        ["text.regularexpressions.regex::Escape"] = call => call.Text(0) is { } text ? System.Text.RegularExpressions.Regex.Escape(text) : Unknown.Value,
        ["text.regularexpressions.regex::Unescape"] = Unescape,
    };

    private static object? Join(MemberCall call)
    {
        if (call.Text(0) is not { } separator) { return Unknown.Value; }
        IReadOnlyList<object?> items = call.Count == 2 ? Conversions.Elements(call[1]) : call.Arguments.GetRange(1, Math.Max(0, call.Count - 1));
        if (call.Count == 4 && call[1] is PsList list && call.Int(2) is >= 0 and { } from && call.Int(3) is >= 0 and { } count) { items = [.. list.Items.Skip(from).Take(count)]; }
        return Conversions.TryJoin(items, separator, out string text, call.Budget) ? text : Unknown.Value;
    }

    private static object? New(MemberCall call)
    {
        if (call.Count == 2 && call[0] is char or string { Length: 1 } && call.Int(1) is >= 0 and { } times)
        {
            call.Budget.Reserve(times);
            return new string(call.Text(0)![0], times);
        }
        if (call[0] is not PsList list || !Conversions.TryJoin(list.Items, "", out string text, call.Budget)) { return call.Count == 1 ? call.Text(0) ?? (object)Unknown.Value : Unknown.Value; }
        return call.Count == 3 && call.Int(1) is >= 0 and { } from && call.Int(2) is >= 0 and { } count && from <= text.Length && count <= text.Length - from ? text.Substring(from, count) : text;
    }

    private static object? Reverse(MemberCall call)
    {
        switch (call[0])
        {
            case PsList list when call.Count == 1: call.Budget.Spend(list.Items.Count >> 4); list.Items.Reverse(); return null;
            case byte[] bytes when call.Count == 1: Array.Reverse(bytes); return null;
            case PsList list when call.Int(1) is >= 0 and { } from && call.Int(2) is >= 0 and { } count && from + count <= list.Items.Count: list.Items.Reverse(from, count); return null;
            default: return Unknown.Value;
        }
    }

    private static object? Sort(MemberCall call)
    {
        if (call.Count != 1 || call[0] is not PsList list || !list.Items.TrueForAll(i => i is int or char)) { return Unknown.Value; }
        call.Budget.Spend(list.Items.Count * 4L);
        list.Items.Sort((a, b) => Convert.ToInt32(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt32(b, CultureInfo.InvariantCulture)));
        return null;
    }

    private static object? IndexOf(MemberCall call)
    {
        int at = 0;
        foreach (object? item in Conversions.Elements(call[0]))
        {
            call.Budget.Spend();
            if (Comparisons.AreEqual(item, call[1], false, call.Budget) == true) { return at; }
            at++;
        }
        return -1;
    }

    private static object? Copy(object? from, int? start, object? to, int? at, int? count, MemberCall call)
    {
        IReadOnlyList<object?> source = Conversions.Elements(from);
        if (start is not >= 0 || at is not >= 0 || count is not >= 0 || start + count > source.Count) { return Unknown.Value; }
        call.Budget.Spend(count.Value);
        for (int i = 0; i < count; i++)
        {
            object? item = source[start.Value + i];
            if (to is byte[] bytes && at + i < bytes.Length && item is byte b) { bytes[at.Value + i] = b; }
            else if (to is PsList list && at + i < list.Items.Count) { list.Items[at.Value + i] = item; }
        }
        return null;
    }

    private static object? Unescape(MemberCall call)
    {
        try
        {
            return call.Text(0) is { } text ? System.Text.RegularExpressions.Regex.Unescape(text) : Unknown.Value;
        }
        catch (ArgumentException)
        {
            return Unknown.Value;
        }
    }
}
