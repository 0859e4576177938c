using System.Text;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Methods of text and characters, with the overloads that Windows PowerShell picks.</summary>
internal static class StringMembers
{
    /// <summary>Methods of text.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Replace"] = Replace,
        ["Split"] = Split,
        ["Substring"] = call => Cut(call, (s, from, count) => s.Substring(from, count)),
        ["Remove"] = call => Cut(call, (s, from, count) => s.Remove(from, count)),
        ["Insert"] = call => call.Int(0) is { } at && call.Text(1) is { } text && at >= 0 && at <= Own(call).Length ? Own(call).Insert(at, text) : Unknown.Value,
        ["ToCharArray"] = call => new PsList([.. Reserved(call, Own(call)).Select(c => (object?)c)], "char"),
        ["ToUpper"] = call => Own(call).ToUpperInvariant(),
        ["ToLower"] = call => Own(call).ToLowerInvariant(),
        ["ToUpperInvariant"] = call => Own(call).ToUpperInvariant(),
        ["ToLowerInvariant"] = call => Own(call).ToLowerInvariant(),
        ["Trim"] = call => Set(call) is { } set ? Own(call).Trim(set) : Unknown.Value,
        ["TrimStart"] = call => Set(call) is { } set ? Own(call).TrimStart(set) : Unknown.Value,
        ["TrimEnd"] = call => Set(call) is { } set ? Own(call).TrimEnd(set) : Unknown.Value,
        ["PadLeft"] = call => Padded(call, true),
        ["PadRight"] = call => Padded(call, false),
        ["Contains"] = call => call.Text(0) is { } text ? Own(call).Contains(text, StringComparison.Ordinal) : Unknown.Value,
        ["StartsWith"] = call => call.Text(0) is { } text ? Own(call).StartsWith(text, StringComparison.Ordinal) : Unknown.Value,
        ["EndsWith"] = call => call.Text(0) is { } text ? Own(call).EndsWith(text, StringComparison.Ordinal) : Unknown.Value,
        ["IndexOf"] = call => Index(call, (s, t, at) => s.IndexOf(t, at, StringComparison.Ordinal), 0),
        ["LastIndexOf"] = call => call.Count == 1 && call.Text(0) is { } text ? Own(call).LastIndexOf(text, StringComparison.Ordinal) : Unknown.Value,
        ["Chars"] = call => call.Int(0) is { } at && at >= 0 && at < Own(call).Length ? Own(call)[at] : Unknown.Value,
        ["get_Chars"] = call => call.Int(0) is { } at && at >= 0 && at < Own(call).Length ? Own(call)[at] : Unknown.Value,
        ["get_Length"] = call => Own(call).Length,
        ["Normalize"] = Normalize,
        ["Clone"] = call => Own(call),
        ["GetEnumerator"] = call => new PsList([.. Reserved(call, Own(call)).Select(c => (object?)c)], "char"),
        ["ToString"] = call => Own(call),
    };

    /// <summary>Methods of a character.</summary>
    public static Dictionary<string, PureMember> OfCharacter { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ToString"] = call => call.Target!.ToString(),
        ["ToInt32"] = call => (int)(char)call.Target!,
    };

    private static string Own(MemberCall call) => (string)call.Target!;

    private static string Reserved(MemberCall call, string text)
    {
        call.Budget.Reserve(text.Length * 8L);
        return text;
    }

    // .NET Framework has no Replace that takes a comparison.
    private static object? Replace(MemberCall call)
    {
        if (call.Text(0) is not { Length: > 0 } from || (call[1] is not null && call.Text(1) is null)) { return Unknown.Value; }
        string own = Own(call), to = call.Text(1) ?? "";
        if (to.Length > from.Length)
        {
            int count = 0;
            for (int at = own.IndexOf(from, StringComparison.Ordinal); at >= 0; at = own.IndexOf(from, at + from.Length, StringComparison.Ordinal)) { count++; }
            call.Budget.Reserve(own.Length + ((long)count * (to.Length - from.Length)));
        }
        else { call.Budget.Reserve(own.Length); }
        return own.Replace(from, to, StringComparison.Ordinal);
    }

    // Text given to Split is a set of characters, since only later versions split by text.
    private static object? Split(MemberCall call)
    {
        string own = Reserved(call, Own(call));
        if (call.Count == 0) { return new PsList([.. own.Split((char[]?)null)], "string"); }
        StringSplitOptions options = StringSplitOptions.None;
        int most = int.MaxValue;
        for (int i = 1; i < call.Count; i++)
        {
            if (call[i] is string name && name.Contains("RemoveEmpty", StringComparison.OrdinalIgnoreCase)) { options = StringSplitOptions.RemoveEmptyEntries; }
            else if (call.Count > 1 && call[0] is string or char && call[i] is string or char) { return SplitBySet(own, call, options); }
            else if (call.Int(i) is { } number) { if (i == 1 && call.Count > 2 || number > 1) { most = number; } else if (number == 1 && i == call.Count - 1) { options = StringSplitOptions.RemoveEmptyEntries; } else { most = number; } }
        }
        if (call[0] is PsList { ElementType: "string" } texts) { return new PsList([.. own.Split([.. texts.Items.Select(t => t as string ?? "")], Math.Max(0, most), options)], "string"); }
        return call[0] is PsList or string or char && Characters(call[0], call) is { } set ? new PsList([.. own.Split(set, Math.Max(0, most), options)], "string") : Unknown.Value;
    }

    private static PsList SplitBySet(string own, MemberCall call, StringSplitOptions options) =>
        new([.. own.Split([.. call.Arguments.SelectMany(a => a is char c ? [c] : a is string s ? s.ToCharArray() : [])], options)], "string");

    private static char[]? Characters(object? value, MemberCall call) =>
        value is PsList list ? Conversions.TryJoin(list.Items, "", out string joined, call.Budget) ? joined.ToCharArray() : null : Conversions.TryText(value, out string text, call.Budget) ? text.ToCharArray() : null;

    private static char[]? Set(MemberCall call) => call.Count == 0 ? [] : Characters(new PsList(call.Arguments), call) is { } set ? set : null;

    private static object? Cut(MemberCall call, Func<string, int, int, string> cut)
    {
        string own = Own(call);
        if (call.Int(0) is not { } from || from < 0 || from > own.Length) { return Unknown.Value; }
        int count = call.Count > 1 ? call.Int(1) ?? -1 : own.Length - from;
        return count < 0 || count > own.Length - from ? Unknown.Value : cut(own, from, count);
    }

    private static object? Padded(MemberCall call, bool left)
    {
        if (call.Int(0) is not >= 0 || call.Int(0) is not { } wide) { return Unknown.Value; }
        call.Budget.Reserve(wide);
        char with = call.Count > 1 && call.Text(1) is { Length: 1 } text ? text[0] : ' ';
        return left ? Own(call).PadLeft(wide, with) : Own(call).PadRight(wide, with);
    }

    private static object? Index(MemberCall call, Func<string, string, int, int> find, int standard)
    {
        if (call.Text(0) is not { } text) { return Unknown.Value; }
        int from = call.Count > 1 && call[1] is not string ? call.Int(1) ?? -1 : standard;
        return from < 0 || from > Own(call).Length ? Unknown.Value : find(Own(call), text, from);
    }

    private static object? Normalize(MemberCall call)
    {
        NormalizationForm form = call.Text(0)?.ToLowerInvariant() switch { "formd" or "2" => NormalizationForm.FormD, "formkc" or "5" => NormalizationForm.FormKC, "formkd" or "6" => NormalizationForm.FormKD, _ => NormalizationForm.FormC };
        try
        {
            return Own(call).Normalize(form);
        }
        catch (ArgumentException)
        {
            return Unknown.Value;
        }
    }
}
