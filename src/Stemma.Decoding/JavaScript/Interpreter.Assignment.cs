using Acornima;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>Assignments, and members of objects.</summary>
internal sealed partial class Interpreter
{
    private object Assign(AssignmentExpression a, Scope scope)
    {
        if (a.Operator == Operator.Assignment)
        {
            object value = Evaluate(a.Right, scope);
            Bind(a.Left, value, scope, false);
            return value;
        }
        Operator op = a.Operator switch
        {
            Operator.AdditionAssignment => Operator.Addition,
            Operator.SubtractionAssignment => Operator.Subtraction,
            Operator.MultiplicationAssignment => Operator.Multiplication,
            Operator.DivisionAssignment => Operator.Division,
            Operator.RemainderAssignment => Operator.Remainder,
            Operator.ExponentiationAssignment => Operator.Exponentiation,
            Operator.BitwiseAndAssignment => Operator.BitwiseAnd,
            Operator.BitwiseOrAssignment => Operator.BitwiseOr,
            Operator.BitwiseXorAssignment => Operator.BitwiseXor,
            Operator.LeftShiftAssignment => Operator.LeftShift,
            Operator.RightShiftAssignment => Operator.RightShift,
            Operator.UnsignedRightShiftAssignment => Operator.UnsignedRightShift,
            _ => Operator.Unknown,
        };
        if (op == Operator.Unknown)
        {
            Branch(a.Right, scope);
            Bind(a.Left, JsUnknown.Value, scope, false);
            return JsUnknown.Value;
        }
        if (op == Operator.Addition && a.Left is Identifier { Name: { } name } && _uncertain is null && scope.Find(name) is { } binding && Append(binding, a.Right, scope) is { } appended) { return appended; }
        object old = a.Left is Expression left ? Evaluate(left, scope) : JsUnknown.Value;
        object result = Operate(op, old, Evaluate(a.Right, scope));
        Bind(a.Left, result, scope, false);
        return result;
    }

    /// <summary>Appends to a text without copying it. The value of the assignment itself is then looked at by nobody but us, and so not made.</summary>
    private JsUnknown? Append(Binding binding, Expression right, Scope scope)
    {
        if (binding.Growing < 0 && binding.Value is not string { Length: > 128 }) { return null; }
        object more = Evaluate(right, scope);
        string? text = Text(more);
        if (text is null) { binding.Value = JsUnknown.Value; return JsUnknown.Value; }
        int length = Math.Max(binding.Growing, 0) + text.Length;
        if (length > _sink.Budget.Limits.OutputLength) { throw new JsStop("length of a text"); }
        _sink.Budget.Spend(1 + (text.Length >> 6));
        if (binding.Growing >= 0) { binding.Append("", text); }
        else { binding.Append((string)binding.Value!, text); }
        return JsUnknown.Value;
    }

    private object Update(UpdateExpression u, Scope scope)
    {
        object old = Evaluate(u.Argument, scope);
        object result = Number(old) is { } n ? Boxes.Of(n + (u.Operator == Operator.Increment ? 1 : -1)) : JsUnknown.Value;
        Bind(u.Argument, result, scope, false);
        return u.Prefix ? result : Number(old) is { } before ? Boxes.Of(before) : JsUnknown.Value;
    }

    private void Bind(Node target, object value, Scope scope, bool declare)
    {
        switch (target)
        {
            case Identifier i:
                {
                    Binding binding = declare ? scope.Declare(i.Name) : scope.Find(i.Name) ?? _globals.Declare(i.Name);
                    if (_uncertain is not null && !declare) { Forget(binding); }
                    binding.Value = value;
                    return;
                }
            case MemberExpression m:
                {
                    object owner = Evaluate(m.Object, scope);
                    object key = Key(m, scope);
                    Write(owner, key, value);
                    return;
                }
            case AssignmentPattern p:
                Bind(p.Left, value is JsUndefined ? Evaluate(p.Right, scope) : value, scope, declare);
                return;
            case ArrayPattern p:
                for (int i = 0; i < p.Elements.Count; i++)
                {
                    if (p.Elements[i] is not { } each) { continue; }
                    if (each is RestElement rest) { Bind(rest.Argument, value is JsArray all ? new JsArray([.. all.Items.Skip(i)]) : JsUnknown.Value, scope, declare); }
                    else { Bind(each, value is JsArray array ? (i < array.Items.Count ? array.Items[i] : JsUndefined.Value) : JsUnknown.Value, scope, declare); }
                }
                return;
            case ObjectPattern p:
                foreach (Node each in p.Properties)
                {
                    if (each is Property { Value: { } to } property)
                    {
                        string? name = property.Computed ? null : property.Key switch { Identifier id => id.Name, StringLiteral s => s.Value, _ => null };
                        Bind(to, name is null ? JsUnknown.Value : Read(value, name), scope, declare);
                    }
                    else if (each is RestElement rest) { Bind(rest.Argument, JsUnknown.Value, scope, declare); }
                }
                return;
        }
    }

    private void Forget(Binding binding)
    {
        if (_uncertain!.ContainsKey(binding)) { return; }
        object? before = binding.Value;
        _uncertain.Add(binding, _exploring ? () => binding.Value = before : () => binding.Value = JsUnknown.Value);
    }

    private void Forget(JsObject target, string name)
    {
        if (_uncertain!.ContainsKey((target, name))) { return; }
        object? before = target.Get(name);
        _uncertain.Add((target, name), _exploring ? () => { if (before is not null) { target.Set(name, before); } else { target.Remove(name); } } : () => target.Set(name, JsUnknown.Value));
    }

    private void Write(object owner, object key, object value)
    {
        if (owner is JsUnknown { Name: { } where })
        {
            if (value is JsFunction f) { f.Called = false; }
            Assigned(where, key as string, value);
            return;
        }
        if (owner is not JsObject target) { return; }
        if (target is JsArray plain && key is double place && place >= 0 && place < plain.Items.Count && place == (int)place)
        {
            Touch(plain);
            plain.Items[(int)place] = value;
            return;
        }
        if (Text(key) is not { } name) { target.Blurred = true; return; }
        if (target is JsArray array)
        {
            Touch(array);
            if (int.TryParse(name, out int index) && index >= 0)
            {
                if (index < array.Items.Count) { array.Items[index] = value; return; }
                if (index > array.Items.Count + 100_000) { array.Blurred = true; return; }
                _sink.Budget.Reserve((index - array.Items.Count) * 4L);
                while (array.Items.Count < index) { array.Items.Add(JsUndefined.Value); }
                array.Items.Add(value);
                return;
            }
            if (name == "length" && Number(value) is { } length && length >= 0 && length < array.Items.Count) { array.Items.RemoveRange((int)length, array.Items.Count - (int)length); return; }
        }
        if (target is JsRegExp r && name == "lastIndex") { r.LastIndex = Number(value) is { } at ? (int)at : 0; return; }
        if (_uncertain is not null) { Forget(target, name); }
        target.Set(name, value);
    }

    /// <summary>Before the items of an array change: in what may not happen they are unknown afterwards, in what runs at any time they are put back.</summary>
    private void Touch(JsArray array)
    {
        if (_uncertain is not null) { Forget(array, _uncertain); }
    }

    private void Forget(JsArray array, Dictionary<object, Action> list)
    {
        if (list.ContainsKey(array)) { return; }
        if (_exploring)
        {
            _sink.Budget.Spend(1 + (array.Items.Count >> 3));
            object[] before = [.. array.Items];
            list.Add(array, () => { array.Items.Clear(); array.Items.AddRange(before); });
        }
        else
        {
            list.Add(array, () => { for (int i = 0; i < array.Items.Count; i++) { array.Items[i] = JsUnknown.Value; } array.Blurred = true; });
        }
    }

    /// <summary>The name of a member as text or index; unknown where it is.</summary>
    private object Key(MemberExpression m, Scope scope)
    {
        if (!m.Computed) { return m.Property switch { Identifier i => i.Name, PrivateIdentifier p => "#" + p.Name, _ => JsUnknown.Value }; }
        object key = Evaluate(m.Property, scope);
        return key is string or double or JsUnknown ? key : Text(key) is { } text ? text : JsUnknown.Value;
    }

    private object Member(MemberExpression m, Scope scope, out object owner)
    {
        owner = m.Object is Super ? JsUnknown.Value : Evaluate(m.Object, scope);
        object key = Key(m, scope);
        if (owner is JsUndefined or JsNull) { return m.Optional ? JsUndefined.Value : throw Thrown(JsUnknown.Value); }
        return Read(owner, key);
    }

    /// <summary>The value of a member.</summary>
    private object Read(object owner, object key)
    {
        if (key is double d)
        {
            int index = d >= 0 && d < int.MaxValue && d == Math.Floor(d) ? (int)d : -1;
            if (owner is JsArray { } array && index >= 0)
            {
                if (index < array.Items.Count) { if (array.Items[index] is string) { DecodingSteps++; } return array.Items[index]; }
                return array.Blurred ? JsUnknown.Value : JsUndefined.Value;
            }
            if (owner is string text && index >= 0)
            {
                DecodingSteps++;
                return index < text.Length ? Boxes.Of(text[index]) : JsUndefined.Value;
            }
        }
        if (owner is JsUnknown { Name: { } unknown }) { return new JsUnknown(Text(key) is { } part && unknown.Length < 200 ? $"{unknown}.{part}" : null); }
        if (owner is JsUnknown || Text(key) is not { } name) { return JsUnknown.Value; }
        if (owner is GlobalObject g) { return g.Get(name) ?? JsUndefined.Value; }
        if (owner is string or JsArray && int.TryParse(name, out int number) && number >= 0 && JsConvert.Number(number) == name) { return Read(owner, (double)number); }
        for (JsObject? o = owner as JsObject; o is not null; o = o.Prototype)
        {
            if (o.Get(name) is { } value) { return value; }
            if (o.Blurred) { return JsUnknown.Value; }
        }
        return Builtin(owner, name);
    }
}
