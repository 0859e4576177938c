using System.Runtime.CompilerServices;
using Acornima;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>Expressions. The value of each is kept with its node as long as it is always the same.</summary>
internal sealed partial class Interpreter
{
    private object Evaluate(Expression expression, Scope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Step();
        object value = Of(expression, scope);
        if (expression is not Literal) { Folded.Keep(expression, value); }
        return value;
    }

    private object Of(Expression expression, Scope scope)
    {
        switch (expression)
        {
            case StringLiteral s: return s.Value;
            case NumericLiteral n: return Boxes.Of(n.Value);
            case BooleanLiteral b: return Boxes.Of(b.Value);
            case NullLiteral: return JsNull.Value;
            case RegExpLiteral r: return new JsRegExp(r.RegExp.Pattern, r.RegExp.Flags);
            case Identifier i: return Lookup(i.Name, scope);
            case BinaryExpression b: return Binary(b, scope);
            case MemberExpression m: return Member(m, scope, out _);
            case CallExpression c: return Call(c, scope);
            case NewExpression n: return New(n, scope);
            case AssignmentExpression a: return Assign(a, scope);
            case UpdateExpression u: return Update(u, scope);
            case UnaryExpression u: return Unary(u, scope);
            case ConditionalExpression c:
                switch (Truth(Evaluate(c.Test, scope)))
                {
                    case true: return Evaluate(c.Consequent, scope);
                    case false: return Evaluate(c.Alternate, scope);
                }
                Branch(c.Consequent, scope);
                Branch(c.Alternate, scope);
                return JsUnknown.Value;
            case FunctionExpression f:
                {
                    Scope made = scope;
                    if (f.Id is { } id) { made = new Scope(scope, false); }
                    JsFunction function = Make(f, made);
                    if (f.Id is { } name) { made.Declare(name.Name).Value = function; }
                    return function;
                }
            case ArrowFunctionExpression a: return Make(a, scope);
            case ArrayExpression a: return ArrayOf(a, scope);
            case ObjectExpression o: return ObjectOf(o, scope);
            case SequenceExpression s:
                {
                    object last = JsUndefined.Value;
                    foreach (Expression each in s.Expressions) { last = Evaluate(each, scope); }
                    return last;
                }
            case ThisExpression: return Self(scope);
            case TemplateLiteral t: return Template(t, scope);
            case ParenthesizedExpression p: return Evaluate(p.Expression, scope);
            case ChainExpression c: return Evaluate(c.Expression, scope);
            case AwaitExpression a: return Evaluate(a.Argument, scope);
            case TaggedTemplateExpression t: Evaluate(t.Quasi, scope); return JsUnknown.Value;
            case SpreadElement s: return Evaluate(s.Argument, scope);
            case ImportExpression i: return new JsUnknown(Evaluate(i.Source, scope) as string);
            case ClassExpression c:
                foreach (Node member in c.Body.Body) { if (member is MethodDefinition m) { Make(m.Value, scope); } }
                return JsUnknown.Value;
            default: return JsUnknown.Value;
        }
    }

    private object Lookup(string name, Scope scope)
    {
        if (scope.Find(name) is { } binding) { return binding.Value ?? JsUndefined.Value; }
        return Global(name);
    }

    private object Global(string name) => name switch
    {
        "undefined" => JsUndefined.Value,
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "window" or "self" or "globalThis" or "top" or "global" or "frames" => _global,
        _ => _natives.TryGetValue(name, out object? native) ? native : new JsUnknown(name),
    };

    private static bool? Truth(object value) => JsConvert.ToBoolean(value);

    private string? Text(object value)
    {
        if (value is JsFunction f) { return Source(f); }
        if (value is JsObject and not JsArray and not JsRegExp and not JsCallable && ((JsObject)value).Get("toString") is JsCallable own) { return Call(own, value, []) is var made && JsConvert.IsPrimitive(made) ? JsConvert.ToText(made) : null; }
        if (value is JsArray array) { _sink.Budget.Spend(array.Items.Count); }
        return JsConvert.ToText(value);
    }

    private string Source(JsFunction f) => _sources.TryGetValue(f.Node, out string? source) ? source : _source[Math.Min(f.Node.Start, _source.Length)..Math.Min(f.Node.End, _source.Length)];

    private double? Number(object value)
    {
        if (value is JsObject and not JsArray and not JsRegExp && ((JsObject)value).Get("valueOf") is JsCallable own) { return Call(own, value, []) is var made && JsConvert.IsPrimitive(made) ? JsConvert.ToNumber(made) : null; }
        return value is JsCallable ? double.NaN : JsConvert.ToNumber(value);
    }

    private object Binary(BinaryExpression b, Scope scope)
    {
        if (b is LogicalExpression)
        {
            object first = Evaluate(b.Left, scope);
            bool? truth = b.Operator == Operator.NullishCoalescing ? (first is JsUnknown ? null : first is not (JsUndefined or JsNull)) : Truth(first);
            bool stays = b.Operator == Operator.LogicalAnd ? truth == false : truth == true;
            if (truth is null)
            {
                Branch(b.Right, scope);
                return b.Operator == Operator.LogicalOr && first is JsUnknown { Name: not null } ? first : JsUnknown.Value;
            }
            return stays ? first : Evaluate(b.Right, scope);
        }
        // Long sums lean to the left: they are taken apart in a loop, not by recursion.
        if (b.Operator == Operator.Addition && b.Left is BinaryExpression { Operator: Operator.Addition })
        {
            List<BinaryExpression> chain = [];
            Expression left = b;
            while (left is BinaryExpression { Operator: Operator.Addition } sum) { chain.Add(sum); left = sum.Left; }
            object value = Evaluate(left, scope);
            for (int i = chain.Count - 1; i >= 0; i--)
            {
                value = Operate(Operator.Addition, value, Evaluate(chain[i].Right, scope));
                if (i > 0) { Folded.Keep(chain[i], value); }
            }
            return value;
        }
        return Operate(b.Operator, Evaluate(b.Left, scope), Evaluate(b.Right, scope));
    }

    private object Operate(Operator op, object a, object b)
    {
        if (a is JsUnknown || b is JsUnknown) { return JsUnknown.Value; }
        switch (op)
        {
            case Operator.Addition:
                if (a is double x && b is double y) { return Boxes.Of(x + y); }
                if (a is double or bool or JsNull or JsUndefined && b is double or bool or JsNull or JsUndefined) { return Boxes.Of(JsConvert.ToNumber(a)!.Value + JsConvert.ToNumber(b)!.Value); }
                if (a is JsObject oa && oa.Get("valueOf") is JsCallable va && oa is not JsArray) { return Operate(op, Call(va, oa, []), b); }
                if (b is JsObject ob && ob.Get("valueOf") is JsCallable vb && ob is not JsArray) { return Operate(op, a, Call(vb, ob, [])); }
                return Text(a) is { } s && Text(b) is { } t ? Join(s, t) : JsUnknown.Value;
            case Operator.StrictEquality: return Known(JsConvert.StrictEquals(a, b));
            case Operator.StrictInequality: return Known(!JsConvert.StrictEquals(a, b));
            case Operator.Equality: return Known(JsConvert.LooseEquals(a, b));
            case Operator.Inequality: return Known(!JsConvert.LooseEquals(a, b));
            case Operator.LessThan or Operator.GreaterThan or Operator.LessThanOrEqual or Operator.GreaterThanOrEqual:
                if (a is string sa && b is string sb)
                {
                    int order = string.CompareOrdinal(sa, sb);
                    return op switch { Operator.LessThan => order < 0, Operator.GreaterThan => order > 0, Operator.LessThanOrEqual => order <= 0, _ => order >= 0 };
                }
                if (Number(a) is not { } l || Number(b) is not { } r) { return JsUnknown.Value; }
                return Boxes.Of(op switch { Operator.LessThan => l < r, Operator.GreaterThan => l > r, Operator.LessThanOrEqual => l <= r, _ => l >= r });
            case Operator.In:
                return b is JsObject { Blurred: false } o && o is not GlobalObject && Text(a) is { } key ? (o is JsArray array && int.TryParse(key, out int index) ? index < array.Items.Count : o.Get(key) is not null) : JsUnknown.Value;
            case Operator.InstanceOf: return InstanceOf(a, b);
        }
        if (Number(a) is not { } m || Number(b) is not { } n) { return JsUnknown.Value; }
        if (op == Operator.BitwiseXor) { DecodingSteps++; }
        return Boxes.Of(op switch
        {
            Operator.Subtraction => m - n,
            Operator.Multiplication => m * n,
            Operator.Division => m / n,
            Operator.Remainder => m % n,
            Operator.Exponentiation => Math.Pow(m, n),
            Operator.BitwiseAnd => JsConvert.ToInt32(m) & JsConvert.ToInt32(n),
            Operator.BitwiseOr => JsConvert.ToInt32(m) | JsConvert.ToInt32(n),
            Operator.BitwiseXor => JsConvert.ToInt32(m) ^ JsConvert.ToInt32(n),
            Operator.LeftShift => JsConvert.ToInt32(m) << (JsConvert.ToInt32(n) & 31),
            Operator.RightShift => JsConvert.ToInt32(m) >> (JsConvert.ToInt32(n) & 31),
            Operator.UnsignedRightShift => (uint)JsConvert.ToInt32(m) >> (JsConvert.ToInt32(n) & 31),
            _ => double.NaN,
        });
    }

    private static object InstanceOf(object a, object b) => b is JsNative { Name: var name }
        ? name switch { "Array" => a is JsArray, "Function" => a is JsCallable, "RegExp" => a is JsRegExp, "Object" => a is JsObject, "String" or "Number" or "Boolean" => false, _ => JsUnknown.Value }
        : JsUnknown.Value;

    private static object Known(bool? value) => value is { } v ? Boxes.Of(v) : JsUnknown.Value;

    private string Join(string a, string b)
    {
        _sink.Budget.Reserve(a.Length + b.Length);
        return a + b;
    }

    private object Unary(UnaryExpression u, Scope scope)
    {
        if (u.Operator == Operator.TypeOf && u.Argument is Identifier { Name: { } name } && scope.Find(name) is null && Global(name) is JsUnknown)
        {
            return name is "WScript" or "ActiveXObject" or "GetObject" ? (name == "WScript" ? "object" : "function") : JsUnknown.Value;
        }
        if (u.Operator == Operator.Delete)
        {
            if (u.Argument is MemberExpression m && Evaluate(m.Object, scope) is JsObject o and not GlobalObject && Key(m, scope) is string key && _uncertain is null) { o.Remove(key); }
            return true;
        }
        object value = Evaluate(u.Argument, scope);
        switch (u.Operator)
        {
            case Operator.Void: return JsUndefined.Value;
            case Operator.TypeOf: return value is JsUnknown ? JsUnknown.Value : JsConvert.TypeOf(value);
            case Operator.LogicalNot: return Truth(value) is { } t ? Boxes.Of(!t) : JsUnknown.Value;
            case Operator.UnaryPlus: return Number(value) is { } n ? Boxes.Of(n) : JsUnknown.Value;
            case Operator.UnaryNegation: return Number(value) is { } m2 ? Boxes.Of(-m2) : JsUnknown.Value;
            case Operator.BitwiseNot: return Number(value) is { } b ? (double)~JsConvert.ToInt32(b) : JsUnknown.Value;
            default: return JsUnknown.Value;
        }
    }

    private object Template(TemplateLiteral t, Scope scope)
    {
        string? made = t.Quasis[0].Value.Cooked ?? "";
        for (int i = 0; i < t.Expressions.Count; i++)
        {
            string? part = Text(Evaluate(t.Expressions[i], scope));
            made = made is null || part is null ? null : Join(Join(made, part), t.Quasis[i + 1].Value.Cooked ?? "");
        }
        return made is null ? JsUnknown.Value : made;
    }

    private object ArrayOf(ArrayExpression a, Scope scope)
    {
        List<object> items = new(a.Elements.Count);
        foreach (Expression? each in a.Elements)
        {
            if (each is SpreadElement s)
            {
                object spread = Evaluate(s.Argument, scope);
                if (spread is JsArray more) { items.AddRange(more.Items); }
                else if (spread is string text) { items.AddRange(text.Select(c => (object)c.ToString())); }
                else { return JsUnknown.Value; }
                continue;
            }
            items.Add(each is null ? JsUndefined.Value : Evaluate(each, scope));
        }
        return new JsArray(items);
    }

    private JsObject ObjectOf(ObjectExpression o, Scope scope)
    {
        var made = new JsObject();
        foreach (Node each in o.Properties)
        {
            if (each is not Property p) { if (each is SpreadElement s) { Evaluate(s.Argument, scope); made.Blurred = true; } continue; }
            string? key = p.Computed ? Text(Evaluate(p.Key, scope)) : p.Key switch { Identifier i => i.Name, StringLiteral s => s.Value, NumericLiteral n => JsConvert.Number(n.Value), _ => null };
            if (p.Value is not Expression value) { continue; }
            object content = Evaluate(value, scope);
            if (key is null) { made.Blurred = true; }
            else { made.Set(key, p.Kind == PropertyKind.Get ? JsUnknown.Value : content); }
        }
        return made;
    }
}
