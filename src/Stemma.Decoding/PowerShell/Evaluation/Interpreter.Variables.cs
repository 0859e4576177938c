using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

// Variables: by name, by drive (env:, variable:, function:), and by assignment.
internal sealed partial class Interpreter
{
    /// <summary>A variable's name without scope, drive and the ticks of braces.</summary>
    public static string PlainName(string name)
    {
        foreach (string prefix in (ReadOnlySpan<string>)["variable:", "global:", "script:", "local:", "private:", "using:"])
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) { name = name[prefix.Length..]; }
        }
        return name;
    }

    /// <summary>The value of a variable as a script names it.</summary>
    public object? GetVariable(string path)
    {
        if (path.StartsWith("env:", StringComparison.OrdinalIgnoreCase)) { return GetEnvironment(path[4..]); }
        if (path.StartsWith("function:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("alias:", StringComparison.OrdinalIgnoreCase)) { return Unknown.Value; }
        string name = PlainName(path);
        if (_scope.TryGet(name, out object? value))
        {
            bool steady = !_onlySteady || !IsOutside(name) || (!_assignedTwice.Contains(name) && _writes.GetValueOrDefault(name) <= 1);
            return steady ? value : Unknown.Value;
        }
        if (FixedEnvironment.Automatic.TryGetValue(name, out object? automatic)) { return automatic; }
        if (name.Equals("PSVersionTable", StringComparison.OrdinalIgnoreCase)) { return VersionTable(); }
        if (name.Equals("input", StringComparison.OrdinalIgnoreCase) && _context.Input is { } input) { return InputLines(input); }
        if (name is "_" or "args" or "this" or "PSItem") { return Unknown.Value; }
        // Not assigned yet, but the script assigns it: it is empty. What a script never assigns may come from outside.
        return _assigned.Contains(name) && !_onlySteady ? null : Unknown.Value;
    }

    private bool IsOutside(string name) => _scope.Holder(name) is { Parent: null };

    /// <summary>Sets a variable in the scope that the name says, else in the current one.</summary>
    public void SetVariable(string path, object? value)
    {
        if (path.StartsWith("env:", StringComparison.OrdinalIgnoreCase)) { SetEnvironment(path[4..], value); return; }
        if (path.StartsWith("function:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("alias:", StringComparison.OrdinalIgnoreCase)) { return; }
        bool global = path.StartsWith("global:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("script:", StringComparison.OrdinalIgnoreCase);
        string name = PlainName(path);
        Scope scope = global ? _scope.Global : _scope;
        scope.Variables[name] = value;
        if (scope.Parent is null) { _writes[name] = _writes.GetValueOrDefault(name) + 1; }
    }

    /// <summary>An environment variable; unknown when neither Windows nor the script sets it.</summary>
    public object? GetEnvironment(string name) => _environment.TryGetValue(name, out string? value) ? value : Unknown.Value;

    /// <summary>Names of all environment variables that are known.</summary>
    public IEnumerable<string> EnvironmentNames => _environment.Keys;

    /// <summary>Sets an environment variable.</summary>
    public void SetEnvironment(string name, object? value)
    {
        if (Conversions.TryText(value, out string text, Budget))
        {
            _environment[name] = text;
            _environmentSet.Add(name);
        }
        else { _environment.Remove(name); }
    }

    /// <summary>Names of the variables that there are.</summary>
    public IEnumerable<string> VariableNames()
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        for (Scope? scope = _scope; scope is not null; scope = scope.Parent) { names.UnionWith(scope.Variables.Keys); }
        names.UnionWith(FixedEnvironment.Automatic.Keys);
        return names;
    }

    /// <summary>Removes a variable.</summary>
    public void RemoveVariable(string name) => _scope.Holder(PlainName(name))?.Variables.Remove(PlainName(name));

    private static PsTable VersionTable()
    {
        PsTable table = new();
        table["PSVersion"] = "5.1.19041.1";
        table["PSEdition"] = "Desktop";
        table["CLRVersion"] = "4.0.30319.42000";
        return table;
    }

    private static PsList InputLines(string input) => new([.. input.TrimEnd('\r', '\n').Split('\n').Select(l => (object?)l.TrimEnd('\r'))]);

    private void Assign(ExpressionAst target, object? value)
    {
        switch (target)
        {
            case VariableExpressionAst variable:
                SetVariable(variable.VariablePath.UserPath, value);
                break;
            case ConvertExpressionAst { Child: ExpressionAst child } convert:
                Assign(child, Casts.To(new TypeRef(convert.Type.TypeName.FullName), value, Budget, Separator));
                break;
            case AttributedExpressionAst { Child: ExpressionAst child }:
                Assign(child, value);
                break;
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst inner] } }:
                Assign(inner.Expression, value);
                break;
            case ArrayLiteralAst list:
                IReadOnlyList<object?> items = Conversions.Elements(value);
                for (int i = 0; i < list.Elements.Count; i++)
                {
                    object? one = value is Unknown ? value : i >= items.Count ? null : i == list.Elements.Count - 1 && items.Count > list.Elements.Count ? new PsList([.. items.Skip(i)]) : items[i];
                    Assign(list.Elements[i], one);
                }
                break;
            case IndexExpressionAst index:
                SetIndex(Eval(index.Target), Eval(index.Index), value);
                break;
            case MemberExpressionAst member:
                SetMember(member, value);
                break;
        }
    }

    private void SetIndex(object? target, object? index, object? value)
    {
        switch (target)
        {
            case PsTable table when Conversions.TryText(index, out string key, Budget):
                table[key] = value;
                break;
            case PsList list when index is not Unknown && Conversions.ToInt(index) is { } at:
                if (at < 0) { at += list.Items.Count; }
                if (at >= 0 && at < list.Items.Count) { list.Items[at] = list.ElementType is null ? value : Casts.To(new TypeRef(list.ElementType), value, Budget); }
                break;
            case PsList list:
                for (int i = 0; i < list.Items.Count; i++) { list.Items[i] = Unknown.Value; }
                Budget.Spend(list.Items.Count);
                break;
            case byte[] bytes when Conversions.ToInt(index) is { } at && Conversions.ToLong(value) is >= 0 and <= 255 and { } number:
                if (at < 0) { at += bytes.Length; }
                if (at >= 0 && at < bytes.Length) { bytes[at] = (byte)number; }
                break;
        }
    }

    private void SetMember(MemberExpressionAst member, object? value)
    {
        object? target = Eval(member.Expression);
        if (MemberName(member) is not { } name) { return; }
        switch (target)
        {
            case VariableRef variable when name.Equals("Value", StringComparison.OrdinalIgnoreCase): SetVariable(variable.Name, value); break;
            case PsTable table: table[name] = value; break;
            case PsObject bag: bag.Properties[name] = value; break;
            case Cipher cipher: cipher.Settings[name] = value; break;
            case ByteStream stream when name.Equals("Position", StringComparison.OrdinalIgnoreCase): stream.Position = Conversions.ToInt(value) ?? 0; break;
            case TypeRef or Opaque or Unknown when _telling:
                Calls.Add(member, CallName(target, name, member.Static, member.Expression) + "=", [Shown(value)]);
                break;
        }
    }

    private static TokenKind Plain(TokenKind compound) => compound switch
    {
        TokenKind.PlusEquals => TokenKind.Plus,
        TokenKind.MinusEquals => TokenKind.Minus,
        TokenKind.MultiplyEquals => TokenKind.Multiply,
        TokenKind.DivideEquals => TokenKind.Divide,
        TokenKind.RemainderEquals => TokenKind.Rem,
        _ => TokenKind.Unknown,
    };

    private object? AssignStatement(AssignmentStatementAst assignment)
    {
        object? value = ValueOf(assignment.Right);
        if (assignment.Operator != TokenKind.Equals)
        {
            object? before = Eval(assignment.Left);
            value = Plain(assignment.Operator) is var kind and not TokenKind.Unknown ? Sum(kind, before, value) : Unknown.Value;
        }
        Assign(assignment.Left, value);
        return value;
    }

    // Text that grows in a loop is kept growing, so that a long loop does not copy it each time.
    private object? Sum(TokenKind kind, object? before, object? value) => BinaryOperators.Apply(kind, before, value, Separator, Budget);
}
