using System.Globalization;
using Stemma.Decoding.PowerShell.Evaluation;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>Cmdlets that pass values along a pipeline.</summary>
internal static class PipelineCmdlets
{
    /// <summary>The cmdlets.</summary>
    public static Dictionary<string, Cmdlet> Table { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ForEach-Object"] = ForEach,
        ["Where-Object"] = Where,
        ["Select-Object"] = Select,
        ["Sort-Object"] = Sort,
        ["Write-Output"] = call => call.Has("InputObject") ? [.. Conversions.Elements(call["InputObject"]), .. call.Positional] : [.. call.Input],
        ["Out-String"] = OutString,
        ["Out-Null"] = _ => [],
        ["Out-Default"] = call => call.Input,
        ["Tee-Object"] = Tee,
        ["Get-Member"] = _ => [Unknown.Value],
        ["Measure-Object"] = Measure,
        ["Get-Unique"] = call => [.. call.Input.Where((item, i) => i == 0 || !Equals(item, call.Input[i - 1]))],
    };

    private static List<object?>? ForEach(BoundCommand call)
    {
        Interpreter interpreter = call.Interpreter;
        ScriptBlockValue[] blocks = [.. call.Arguments.Where(a => a.HasValue).Select(a => a.Value).OfType<ScriptBlockValue>()];
        List<object?> input = call.HasInput ? call.Input : [.. Conversions.Elements(call["InputObject"])];
        List<object?> output = [];
        if (blocks.Length == 0)
        {
            if (call.Text("Process") is not { } member && (member = call.Text("MemberName")!) is null) { return [Unknown.Value]; }
            foreach (object? item in input)
            {
                object? value = interpreter.PropertyOf(item, member, false);
                if (value is MethodGroup)
                {
                    List<object?> arguments = call.Has("ArgumentList") ? [.. Conversions.Elements(call["ArgumentList"])] : call.Has("MemberName") ? [call["MemberName"], .. call.Positional] : [];
                    value = Members.InstanceMembers.TryCall(new Members.MemberCall(item, member, false, arguments, interpreter), out object? result) ? result : Unknown.Value;
                }
                output.AddRange(Conversions.Elements(value));
            }
            return output;
        }
        int counted = 65536;
        (ScriptBlockValue? begin, ScriptBlockValue[] process, ScriptBlockValue? end) = Blocks(call, blocks);
        if (begin is not null) { output.AddRange(interpreter.InvokeInline(begin.Ast, null)); }
        foreach (object? item in input.Count == 0 && call.HasInput ? [] : input)
        {
            interpreter.Budget.Spend(2);
            foreach (ScriptBlockValue block in process) { output.AddRange(interpreter.InvokeInline(block.Ast, item)); }
            if (output.Count > counted)
            {
                // A list doubles as it grows.
                interpreter.Budget.Reserve(output.Count * 16L);
                counted = output.Count * 2;
            }
        }
        if (end is not null) { output.AddRange(interpreter.InvokeInline(end.Ast, null)); }
        return output;
    }

    // Of several blocks without names the first comes before all, the last after all, those between are for each.
    private static (ScriptBlockValue? Begin, ScriptBlockValue[] Process, ScriptBlockValue? End) Blocks(BoundCommand call, ScriptBlockValue[] blocks)
    {
        ScriptBlockValue? begin = call["Begin"] as ScriptBlockValue, end = call["End"] as ScriptBlockValue;
        ScriptBlockValue[] rest = [.. blocks.Where(b => !ReferenceEquals(b, begin) && !ReferenceEquals(b, end))];
        if (begin is not null || end is not null || rest.Length == 1) { return (begin, rest, end); }
        return rest.Length == 2 ? (rest[0], [rest[1]], null) : (rest[0], rest[1..^1], rest[^1]);
    }

    private static List<object?>? Where(BoundCommand call)
    {
        List<object?> input = call.HasInput ? call.Input : [.. Conversions.Elements(call["InputObject"])];
        List<object?> kept = [];
        ScriptBlockValue? block = call.Arguments.Where(a => a.HasValue).Select(a => a.Value).OfType<ScriptBlockValue>().FirstOrDefault();
        foreach (object? item in input)
        {
            call.Interpreter.Budget.Spend(2);
            bool? keep = block is not null ? Conversions.Truth(Conversions.Collapse(call.Interpreter.InvokeInline(block.Ast, item))) : ByProperty(call, item);
            if (keep is null) { return [Unknown.Value]; }
            if (keep == true) { kept.Add(item); }
        }
        return kept;
    }

    // Where-Object Name -like '*x*': the operator is a switch whose value stands behind it.
    private static bool? ByProperty(BoundCommand call, object? item)
    {
        string? property = call.Text("Property");
        CommandArgument? operation = call.Arguments.FirstOrDefault(a => a.Parameter is not null);
        object? value = operation is { HasValue: true } ? operation.Value : call["Value"];
        if (property is null || item is Unknown) { return null; }
        object? left = call.Interpreter.PropertyOf(item, property, false);
        if (left is MethodGroup) { return null; }
        if (operation is null) { return Conversions.Truth(left); }
        System.Management.Automation.Language.TokenKind? kind = operation.Parameter!.ToLowerInvariant() switch
        {
            "eq" => System.Management.Automation.Language.TokenKind.Ieq,
            "ne" => System.Management.Automation.Language.TokenKind.Ine,
            "like" => System.Management.Automation.Language.TokenKind.Ilike,
            "notlike" => System.Management.Automation.Language.TokenKind.Inotlike,
            "match" => System.Management.Automation.Language.TokenKind.Imatch,
            "clike" => System.Management.Automation.Language.TokenKind.Clike,
            "gt" => System.Management.Automation.Language.TokenKind.Igt,
            "lt" => System.Management.Automation.Language.TokenKind.Ilt,
            _ => null,
        };
        return kind is { } k ? Comparisons.Apply(k, left, value, call.Interpreter.Budget) as bool? : null;
    }

    private static List<object?>? Select(BoundCommand call)
    {
        List<object?> items = call.HasInput ? call.Input : [.. Conversions.Elements(call["InputObject"])];
        if (items.Contains(Unknown.Value)) { return [Unknown.Value]; }
        if (call.Has("Skip") && Conversions.ToInt(call["Skip"]) is { } skip) { items = [.. items.Skip(skip)]; }
        if (call.Has("Index")) { items = [.. Conversions.Elements(call["Index"]).Select(Conversions.ToInt).Where(i => i is >= 0 && i < items.Count).Select(i => items[i!.Value])]; }
        if (call.Has("First") && Conversions.ToInt(call["First"]) is { } first) { items = [.. items.Take(first)]; }
        if (call.Has("Last") && Conversions.ToInt(call["Last"]) is { } last) { items = [.. items.TakeLast(last)]; }
        if (call.Switch("Unique")) { items = [.. items.Distinct()]; }
        if (call.Text("ExpandProperty") is { } property) { return [.. items.SelectMany(i => Conversions.Elements(Expanded(call.Interpreter.PropertyOf(i, property, false))))]; }
        return items;
    }

    private static object? Expanded(object? value) => value is MethodGroup ? Unknown.Value : value;

    private static List<object?>? Sort(BoundCommand call)
    {
        List<object?> items = call.HasInput ? [.. call.Input] : [.. Conversions.Elements(call["InputObject"])];
        call.Interpreter.Budget.Spend(items.Count * 8L);
        List<(object? Key, object? Item)> keyed = [];
        foreach (object? item in items)
        {
            object? key = item;
            if (call["Property"] is ScriptBlockValue block) { key = Conversions.Collapse(call.Interpreter.InvokeInline(block.Ast, item)); }
            else if (call.Text("Property") is { } property) { key = call.Interpreter.PropertyOf(item, property, false); }
            if (key is Unknown or MethodGroup) { return [Unknown.Value]; }
            keyed.Add((key, item));
        }
        bool numbers = keyed.TrueForAll(k => Conversions.IsNumber(k.Key));
        IEnumerable<(object? Key, object? Item)> sorted = numbers ? keyed.OrderBy(k => Conversions.ToDouble(k.Key))
            : keyed.OrderBy(k => Conversions.TryText(k.Key, out string text, call.Interpreter.Budget) ? text : "", StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.IgnoreCase));
        items = [.. sorted.Select(k => k.Item)];
        if (call.Switch("Descending")) { items.Reverse(); }
        return call.Switch("Unique") ? [.. items.Distinct()] : items;
    }

    private static List<object?>? OutString(BoundCommand call)
    {
        List<object?> items = call.HasInput ? call.Input : [.. Conversions.Elements(call["InputObject"])];
        return Conversions.TryJoin(items, "\r\n", out string text, call.Interpreter.Budget) ? [text + "\r\n"] : [Unknown.Value];
    }

    private static List<object?>? Tee(BoundCommand call)
    {
        if (call.Text("Variable") is { } name) { call.Interpreter.SetVariable(name, Conversions.Collapse(call.Input)); }
        return call.Input;
    }

    private static List<object?>? Measure(BoundCommand call)
    {
        if (call.Input.Contains(Unknown.Value)) { return [Unknown.Value]; }
        PsObject measure = new("measure");
        measure.Properties["Count"] = call.Input.Count;
        if (call.Input.TrueForAll(Conversions.IsNumber)) { measure.Properties["Sum"] = call.Input.Sum(Conversions.ToDouble); }
        return [measure];
    }
}
