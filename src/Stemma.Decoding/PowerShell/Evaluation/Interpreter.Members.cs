using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Members;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

// Properties and methods.
internal sealed partial class Interpreter
{
    /// <summary>The name of a member, computed where it is an expression; null when it is not known.</summary>
    private string? MemberName(MemberExpressionAst node)
    {
        object? name = node.Member is ExpressionAst expression ? Eval(expression) : null;
        return name is MethodGroup group ? group.Name : name is not null && Conversions.TryText(name, out string text, Budget) ? text.Trim() : null;
    }

    private object? GetMember(MemberExpressionAst node)
    {
        object? target = Eval(node.Expression);
        return MemberName(node) is not { } name ? Unknown.Value : PropertyOf(target, name, node.Static);
    }

    /// <summary>A property, or the method of that name as a value.</summary>
    public object? PropertyOf(object? target, string name, bool isStatic)
    {
        switch (target)
        {
            case Unknown:
                return new MethodGroup(target, name, isStatic);
            case VariableRef variable:
                return name.ToLowerInvariant() switch { "value" => GetVariable(variable.Name), "name" => variable.Name, _ => Unknown.Value };
            case PsTable table when table.Contains(name):
                return table[name];
            case PsObject bag when bag.Properties.TryGetValue(name, out object? property):
                return property;
            case TypeRef type when isStatic:
                return StaticProperties.TryGet(type.Key, name, out object? constant) ? constant : new MethodGroup(target, name, true);
            case Cipher cipher when cipher.Settings.TryGetValue(name, out object? setting):
                return setting;
        }
        if (InstanceProperties.TryGet(target, name, this, out object? value)) { return value; }
        // A property of a list is that property of each of its elements.
        if (target is PsList { Items.Count: > 0 } list && !InstanceMembers.IsListMethod(name))
        {
            List<object?> all = new(list.Items.Count);
            foreach (object? item in list.Items)
            {
                Budget.Spend();
                object? one = item is PsList ? Unknown.Value : PropertyOf(item, name, false);
                if (one is MethodGroup && list.Items.Count > 1 && item is not string) { return new MethodGroup(target, name, false); }
                all.Add(one);
            }
            return Conversions.Collapse(all);
        }
        return new MethodGroup(target, name, isStatic);
    }

    private object? InvokeMember(InvokeMemberExpressionAst node)
    {
        object? target = Eval(node.Expression);
        string? name = MemberName(node);
        List<object?> arguments = [.. (node.Arguments ?? Enumerable.Empty<ExpressionAst>()).Select(Eval)];
        bool isStatic = node.Static;
        if (name is null)
        {
            if (_telling) { Calls.Add(node, "?", [.. arguments.Select(Shown)]); }
            _effects++;
            return Unknown.Value;
        }
        // $x.('Name').Invoke(...) is $x.Name(...).
        ExpressionAst named = node.Expression;
        if (target is MethodGroup group && name.Equals("Invoke", StringComparison.OrdinalIgnoreCase))
        {
            (target, name, isStatic) = (group.Target, group.Name, group.Static);
            if (Unwrapped(named) is MemberExpressionAst inner) { named = inner.Expression; }
        }
        return Call(node, target, name, isStatic, arguments, named);
    }

    private static ExpressionAst Unwrapped(ExpressionAst node)
    {
        while (node is ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst inner] } }) { node = inner.Expression; }
        return node;
    }

    private object? Call(InvokeMemberExpressionAst node, object? target, string name, bool isStatic, List<object?> arguments, ExpressionAst named)
    {
        MemberCall call = new(target, name, isStatic, arguments, this);
        if (target is ScriptBlockValue block && name.ToLowerInvariant() is "invoke" or "invokereturnasis" or "invokewithcontext")
        {
            return Conversions.Collapse(InvokeBlock((ScriptBlockValue)target, arguments, null, [], false));
        }
        if (MemberSinks.TryCall(call, out object? started))
        {
            if (_telling) { Calls.Add(node, CallName(target, name, isStatic, named), [.. arguments.Select(Shown)]); }
            return started;
        }
        bool known = !arguments.Contains(Unknown.Value) && target is not Unknown;
        if (known && (target is TypeRef type && isStatic ? StaticMembers.TryCall(type.Key, call, out object? result) : InstanceMembers.TryCall(call, out result)))
        {
            if (_telling && target is TypeRef { Key: "convert" or "activator" or "runtime.interopservices.marshal" }) { Calls.Add(node, CallName(target, name, isStatic, named), [.. arguments.Select(Shown)]); }
            return result;
        }
        if (_telling) { Calls.Add(node, CallName(target, name, isStatic, named), [.. arguments.Select(Shown)]); }
        if (target is null or Opaque or Unknown or TypeRef) { _effects++; }
        foreach (object? argument in arguments)
        {
            if (argument is ScriptBlockValue given) { InvokeInline(given.Ast, Unknown.Value); }
        }
        return target is TypeRef made && isStatic && name.Equals("new", StringComparison.OrdinalIgnoreCase) ? ObjectMaker.Make(made.Name, arguments, this)
            : target is Opaque o && Chained.TryGetValue(name, out string? next) ? new Opaque(next ?? o.TypeName) : Unknown.Value;
    }

    // What a few methods of objects that are not modelled give, so that calls on it have names.
    private static readonly Dictionary<string, string?> Chained = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AddScript"] = null,
        ["AddCommand"] = null,
        ["AddParameter"] = null,
        ["AddArgument"] = null,
        ["GetResponse"] = "Net.WebResponse",
        ["GetResponseStream"] = "IO.Stream",
        ["GetStream"] = "Net.Sockets.NetworkStream",
    };

    private static string CallName(object? target, string name, bool isStatic, ExpressionAst named) => target switch
    {
        TypeRef type => $"[{TypeNames.Canonical(type.Name)}]::{MemberNames.Canonical(name)}",
        Opaque opaque => $"{TypeNames.Canonical(opaque.TypeName)}.{MemberNames.Canonical(name)}",
        string => "String." + MemberNames.Canonical(name),
        ByteStream => "IO.MemoryStream." + MemberNames.Canonical(name),
        Cipher cipher => $"{cipher.Algorithm}.{MemberNames.Canonical(name)}",
        PsList => "Array." + MemberNames.Canonical(name),
        _ => (isStatic ? "::" : ".") + MemberNames.Canonical(name),
    };
}
