using System.Text.RegularExpressions;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>[regex], static and as an object.</summary>
internal static class PatternMembers
{
    private const string Type = "text.regularexpressions.regex::";

    /// <summary>Static methods: text first, then the pattern.</summary>
    public static Dictionary<string, PureMember> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        [Type + "Matches"] = call => Matches(call, call.Text(0), call.Text(1), Options(call[2])),
        [Type + "Match"] = call => First(Matches(call, call.Text(0), call.Text(1), Options(call[2]))),
        [Type + "IsMatch"] = call => Matches(call, call.Text(0), call.Text(1), Options(call[2])) is PsList list ? list.Items.Count > 0 : Unknown.Value,
        [Type + "Split"] = call => Split(call, call.Text(0), call.Text(1), Options(call[2])),
        [Type + "Replace"] = call => Replace(call, call.Text(0), call.Text(1), call[2], Options(call[3])),
        [Type + "new"] = call => call.Text(0) is { } pattern ? new PatternValue(pattern, Options(call[1])) : Unknown.Value,
    };

    /// <summary>Methods of a regular expression.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Matches"] = call => Matches(call, call.Text(0), Own(call).Pattern, Own(call).Options),
        ["Match"] = call => First(Matches(call, call.Text(0), Own(call).Pattern, Own(call).Options)),
        ["IsMatch"] = call => Matches(call, call.Text(0), Own(call).Pattern, Own(call).Options) is PsList list ? list.Items.Count > 0 : Unknown.Value,
        ["Split"] = call => Split(call, call.Text(0), Own(call).Pattern, Own(call).Options),
        ["Replace"] = call => Replace(call, call.Text(0), Own(call).Pattern, call[1], Own(call).Options),
    };

    private static PatternValue Own(MemberCall call) => (PatternValue)call.Target!;

    /// <summary>Options by number or by name.</summary>
    public static RegexOptions Options(object? value)
    {
        if (value is string names) { return Enum.TryParse(names, true, out RegexOptions named) ? named & ~RegexOptions.Compiled : RegexOptions.None; }
        return value is null ? RegexOptions.None : (RegexOptions)(Conversions.ToInt(value) ?? 0) & (RegexOptions)0x3F7 & ~RegexOptions.Compiled;
    }

    private static object? First(object? matches) => matches is PsList list ? list.Items.Count > 0 ? list.Items[0] : new PsObject("match") { Properties = { ["Success"] = false, ["Value"] = "" } } : matches;

    private static object? Matches(MemberCall call, string? text, string? pattern, RegexOptions options)
    {
        if (text is null || pattern is null || new PatternValue(pattern, options).Compile(call.Budget) is not { } regex) { return Unknown.Value; }
        List<object?> all = [];
        try
        {
            for (Match match = regex.Match(text); match.Success; match = match.NextMatch())
            {
                call.Budget.Spend(4);
                PsObject one = new("match");
                one.Properties["Value"] = match.Value;
                one.Properties["Index"] = match.Index;
                one.Properties["Length"] = match.Length;
                one.Properties["Success"] = true;
                if (match.Groups.Count > 1 || all.Count < 16)
                {
                    PsObject groups = new("groups");
                    foreach (Group group in match.Groups.Values)
                    {
                        PsObject value = new("match");
                        value.Properties["Value"] = group.Value;
                        value.Properties["Success"] = group.Success;
                        groups.Properties[group.Name] = value;
                    }
                    one.Properties["Groups"] = groups;
                }
                all.Add(one);
            }
            return new PsList(all);
        }
        catch (RegexMatchTimeoutException)
        {
            return Unknown.Value;
        }
    }

    private static object? Split(MemberCall call, string? text, string? pattern, RegexOptions options)
    {
        try
        {
            return text is not null && pattern is not null && new PatternValue(pattern, options).Compile(call.Budget) is { } regex ? new PsList([.. regex.Split(text)], "string") : Unknown.Value;
        }
        catch (RegexMatchTimeoutException)
        {
            return Unknown.Value;
        }
    }

    private static object? Replace(MemberCall call, string? text, string? pattern, object? replacement, RegexOptions options)
    {
        if (text is null || pattern is null || new PatternValue(pattern, options).Compile(call.Budget) is not { } regex) { return Unknown.Value; }
        if (replacement is ScriptBlockValue block) { return ReplaceBy(call, regex, text, block); }
        return Conversions.TryText(replacement, out string by, call.Budget) ? TextOperators.ReplaceWith(regex, text, by, call.Budget) ?? (object)Unknown.Value : Unknown.Value;
    }

    private static object? ReplaceBy(MemberCall call, Regex regex, string text, ScriptBlockValue block)
    {
        bool known = true;
        try
        {
            string replaced = regex.Replace(text, match =>
            {
                PsObject one = new("match");
                one.Properties["Value"] = match.Value;
                one.Properties["Index"] = match.Index;
                PsObject groups = new("groups");
                foreach (Group group in match.Groups.Values) { groups.Properties[group.Name] = group.Value; }
                one.Properties["Groups"] = groups;
                object? value = Conversions.Collapse(call.Interpreter.InvokeBlock(block, [one], null, [], false));
                if (known && Conversions.TryText(value, out string by, call.Budget)) { return by; }
                known = false;
                return "";
            });
            return known ? replaced : Unknown.Value;
        }
        catch (RegexMatchTimeoutException)
        {
            return Unknown.Value;
        }
    }
}
