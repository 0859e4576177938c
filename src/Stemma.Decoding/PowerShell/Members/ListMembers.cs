using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Members;

/// <summary>Methods of arrays and lists.</summary>
internal static class ListMembers
{
    /// <summary>The methods.</summary>
    public static Dictionary<string, PureMember> Methods { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Add"] = call => Changed(call, list => list.Add(call[0]), call.Target is PsList own ? own.Items.Count : null),
        ["AddRange"] = call => Changed(call, list => list.AddRange(Conversions.Elements(call[0])), null),
        ["Insert"] = call => call.Int(0) is { } at && call.Target is PsList own && at >= 0 && at <= own.Items.Count ? Changed(call, list => list.Insert(at, call[1]), null) : Unknown.Value,
        ["RemoveAt"] = call => call.Int(0) is { } at && call.Target is PsList own && at >= 0 && at < own.Items.Count ? Changed(call, list => list.RemoveAt(at), null) : Unknown.Value,
        ["Reverse"] = call => Changed(call, list => list.Reverse(), null),
        ["Clear"] = call => Changed(call, list => list.Clear(), null),
        ["ToArray"] = call => call.Target,
        ["Clone"] = call => call.Target is byte[] bytes ? bytes.Clone() : new PsList([.. ((PsList)call.Target!).Items], ((PsList)call.Target).ElementType),
        ["GetValue"] = call => call.Int(0) is { } at && Conversions.Elements(call.Target) is { } items && at >= 0 && at < items.Count ? items[at] : Unknown.Value,
        ["SetValue"] = call => call.Int(1) is { } at && call.Target is PsList own && at >= 0 && at < own.Items.Count ? Changed(call, list => list[at] = call[0], null) : Unknown.Value,
        ["Contains"] = call => Comparisons.Apply(System.Management.Automation.Language.TokenKind.Icontains, call.Target, call[0], call.Budget),
        ["IndexOf"] = call => Position(call),
        ["GetEnumerator"] = call => call.Target,
        ["ForEach"] = ForEach,
        ["Where"] = Where,
        ["GetRange"] = call => call.Target is PsList own && call.Int(0) is >= 0 and { } from && call.Int(1) is >= 0 and { } count && from + count <= own.Items.Count ? new PsList(own.Items.GetRange(from, count)) : Unknown.Value,
    };

    private static object? Changed(MemberCall call, Action<List<object?>> change, object? result)
    {
        if (call.Target is not PsList list) { return Unknown.Value; }
        call.Budget.Reserve(16);
        change(list.Items);
        return result;
    }

    private static object? Position(MemberCall call)
    {
        IReadOnlyList<object?> items = Conversions.Elements(call.Target);
        for (int i = 0; i < items.Count; i++)
        {
            call.Budget.Spend();
            if (Comparisons.AreEqual(items[i], call[0], false, call.Budget) == true) { return i; }
        }
        return -1;
    }

    private static object? ForEach(MemberCall call)
    {
        List<object?> all = [];
        foreach (object? item in Conversions.Elements(call.Target).ToArray())
        {
            if (call[0] is ScriptBlockValue block) { all.AddRange(call.Interpreter.InvokeInline(block.Ast, item)); }
            else if (call[0] is TypeRef type) { all.Add(Casts.To(type, item, call.Budget)); }
            else if (call.Text(0) is { } name) { all.Add(call.Interpreter.PropertyOf(item, name, false)); }
        }
        return new PsList(all);
    }

    private static object? Where(MemberCall call)
    {
        if (call[0] is not ScriptBlockValue block) { return Unknown.Value; }
        List<object?> all = [];
        foreach (object? item in Conversions.Elements(call.Target).ToArray())
        {
            if (Conversions.Truth(Conversions.Collapse(call.Interpreter.InvokeInline(block.Ast, item))) is not { } keep) { return Unknown.Value; }
            if (keep) { all.Add(item); }
        }
        return new PsList(all);
    }
}
