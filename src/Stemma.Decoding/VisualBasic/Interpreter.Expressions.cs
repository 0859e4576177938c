using System.Runtime.CompilerServices;

namespace Stemma.Decoding.VisualBasic;

/// <summary>Expressions.</summary>
internal sealed partial class Interpreter
{
    private object Evaluate(Expression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Step();
        object value = Of(expression);
        if (expression is not Literal) { expression.Keep(value); }
        return value;
    }

    private object Of(Expression expression)
    {
        switch (expression)
        {
            case Literal l: return l.Content;
            case Paren p: return Evaluate(p.Inner);
            case Name n:
                if ((_locals is null || !_locals.ContainsKey(n.Text)) && !_globals.ContainsKey(n.Text))
                {
                    if (_procedures.TryGetValue(n.Text, out Procedure? procedure)) { return Call(procedure, []); }
                    if (Constants.TryGetValue(n.Text, out object? constant)) { return constant; }
                }
                return Get(n.Text);
            case Unary u:
                {
                    object value = Evaluate(u.Operand);
                    if (u.Operator == "not") { return value is bool b ? !b : Conversion.Number(value) is { } n ? (double)~(long)n : Unknown.Value; }
                    return Conversion.Number(value) is { } number ? u.Operator == "-" ? -number : number : Unknown.Value;
                }
            case Chain c: return Sum(c);
            case New n: return new Unknown(n.Type);
            case Member m: return Read(m);
            case Call c: return Apply(c);
            default: return Unknown.Value;
        }
    }

    private object Sum(Chain c)
    {
        object value = Evaluate(c.Operands[0]);
        for (int i = 0; i < c.Operators.Count; i++) { value = Operate(c.Operators[i], value, Evaluate(c.Operands[i + 1])); }
        return value;
    }

    private object Operate(string op, object a, object b)
    {
        if (op == "&" || (op == "+" && (a is string || b is string) && !(Conversion.Number(a) is not null && Conversion.Number(b) is not null && !(a is string && b is string))))
        {
            if (Conversion.Text(a) is not { } x || Conversion.Text(b) is not { } y) { return Unknown.Value; }
            sink.Budget.Reserve(x.Length + y.Length);
            return x + y;
        }
        if (op is "=" or "<>" or "<" or ">" or "<=" or ">=") { return Compare(op, a, b); }
        if (op is "is" or "like" || a is Unknown || b is Unknown || Conversion.Number(a) is not { } m || Conversion.Number(b) is not { } n) { return Unknown.Value; }
        if (op == "xor") { DecodingSteps++; }
        switch (op)
        {
            case "+": return m + n;
            case "-": return m - n;
            case "*": return m * n;
            case "/": return n == 0 ? Unknown.Value : m / n;
            case "\\": return Math.Round(n) == 0 ? Unknown.Value : Math.Truncate(Math.Round(m) / Math.Round(n));
            case "mod": return Math.Round(n) == 0 ? Unknown.Value : Math.IEEERemainder(0, 1) + (Math.Round(m) % Math.Round(n));
            case "^": return Math.Pow(m, n);
        }
        if (Math.Abs(m) > long.MaxValue / 2.0 || Math.Abs(n) > long.MaxValue / 2.0) { return Unknown.Value; }
        long l = (long)Math.Round(m), r = (long)Math.Round(n);
        if (a is bool && b is bool) { return op switch { "and" => l != 0 && r != 0, "or" => l != 0 || r != 0, "xor" => l != r, "eqv" => l == r, _ => Unknown.Value }; }
        return op switch { "and" or "andalso" => l & r, "or" or "orelse" => l | r, "xor" => l ^ r, "eqv" => ~(l ^ r), "imp" => ~l | r, _ => double.NaN } is double d && !double.IsNaN(d) ? d : Unknown.Value;
    }

    private static object Compare(string op, object a, object b)
    {
        if (a is Unknown or ArrayValue || b is Unknown or ArrayValue) { return Unknown.Value; }
        int order;
        if (a is string x && b is string y) { order = string.CompareOrdinal(x, y); }
        else if (Conversion.Number(a) is { } m && Conversion.Number(b) is { } n) { order = m.CompareTo(n); }
        else { order = string.CompareOrdinal(Conversion.Text(a), Conversion.Text(b)); }
        return op switch { "=" => order == 0, "<>" => order != 0, "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
    }

    private object Read(Member m)
    {
        object owner = m.Owner is null ? _with ?? Unknown.Value : Evaluate(m.Owner);
        if (owner is not Unknown { Name: { } name } outside) { return m.Owner is Name { Text: { } module } && _procedures.TryGetValue(m.Text, out Procedure? p) && module.Length > 0 ? Call(p, []) : Unknown.Value; }
        if (Property(outside, m.Text) is { } value) { return value; }
        if (_procedures.TryGetValue(m.Text, out Procedure? own) && (m.Owner is Name { Text: "Me" or "ThisDocument" or "ThisWorkbook" } || name.StartsWith("Module", StringComparison.Ordinal))) { return Call(own, []); }
        return Outside($"{name}.{m.Text}", outside, [], m);
    }

    private object Apply(Call c)
    {
        var arguments = new object[c.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++) { arguments[i] = c.Arguments[i] is { } each ? Evaluate(each) : Empty.Value; }
        switch (c.Callee)
        {
            case Name n:
                {
                    object variable = _locals is not null && _locals.TryGetValue(n.Text, out object? local) ? local : _globals.TryGetValue(n.Text, out object? global) ? global : Empty.Value;
                    if (variable is ArrayValue array && arguments.Length == 1) { return Element(array, arguments[0]); }
                    if (variable is string or double && arguments.Length == 0 && !_procedures.ContainsKey(n.Text)) { return variable; }
                    if (_procedures.TryGetValue(n.Text, out Procedure? procedure))
                    {
                        (int effects, int decoding) = (_effects, DecodingSteps);
                        object result = Call(procedure, arguments);
                        c.Decodes = result is string && effects == _effects && decoding < DecodingSteps;
                        c.Impure |= !c.Decodes;
                        return result;
                    }
                    if (variable is Unknown { Name: { } held } outer) { c.Impure = true; return Outside(held, outer, arguments, c); }
                    if (Builtin(n.Text, arguments) is { } made) { return made; }
                    c.Impure = true;
                    return Outside(n.Text, null, arguments, c);
                }
            case Member m:
                {
                    object owner = m.Owner is null ? _with ?? Unknown.Value : Evaluate(m.Owner);
                    if (m.Owner is Name { Text: { } library } && (library.Equals("VBA", StringComparison.OrdinalIgnoreCase) || library.Equals("Strings", StringComparison.OrdinalIgnoreCase)) && Builtin(m.Text, arguments) is { } made) { return made; }
                    if (_procedures.TryGetValue(m.Text, out Procedure? p) && owner is Empty or Unknown { Name: null } or Unknown { Name: "Me" or "ThisDocument" or "ThisWorkbook" }) { c.Impure = true; return Call(p, arguments); }
                    c.Impure = true;
                    if (owner is not Unknown { Name: { } name } outside) { return owner is ArrayValue list && arguments.Length == 1 ? Element(list, arguments[0]) : Unknown.Value; }
                    if (Method(outside, m.Text, arguments) is { } value) { return value; }
                    return Outside($"{name}.{m.Text}", outside, arguments, c);
                }
            default:
                {
                    object callee = Evaluate(c.Callee);
                    if (callee is ArrayValue array && arguments.Length == 1) { return Element(array, arguments[0]); }
                    c.Impure = true;
                    return callee is Unknown { Name: { } name } outside ? Outside(name, outside, arguments, c) : Unknown.Value;
                }
        }
    }

    private object Element(ArrayValue array, object index)
    {
        if (Conversion.Number(index) is not { } at || at < 0 || at >= array.Items.Count) { return Unknown.Value; }
        DecodingSteps++;
        return array.Items[(int)Math.Round(at) is var i && i < array.Items.Count ? i : 0];
    }
}
