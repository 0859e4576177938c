using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>Loops. One whose condition is not known is looked at once.</summary>
internal sealed partial class Interpreter
{
    private Flow Loop(Statement statement, Scope outer, string? label)
    {
        var scope = new Scope(outer, false);
        switch (statement)
        {
            case ForStatement f:
                if (f.Init is VariableDeclaration v) { Execute(v, scope); }
                else if (f.Init is Expression e) { Evaluate(e, scope); }
                return Repeat(f.Test, f.Body, f.Update, scope, label, false);
            case WhileStatement w: return Repeat(w.Test, w.Body, null, scope, label, false);
            case DoWhileStatement d: return Repeat(d.Test, d.Body, null, scope, label, true);
            case ForInStatement f:
                {
                    object over = Evaluate(f.Right, scope);
                    List<object>? keys = over switch
                    {
                        JsArray a => [.. Enumerable.Range(0, a.Items.Count).Select(i => (object)JsConvert.Number(i)).Concat(a.Keys)],
                        JsObject { Blurred: false } and not GlobalObject => [.. ((JsObject)over).Keys],
                        string s => [.. Enumerable.Range(0, s.Length).Select(i => (object)JsConvert.Number(i))],
                        JsUndefined or JsNull or double or bool => [],
                        _ => null,
                    };
                    return Each(f.Left, keys, f.Body, scope, label);
                }
            case ForOfStatement f:
                {
                    List<object>? items = Evaluate(f.Right, scope) switch
                    {
                        JsArray a => [.. a.Items],
                        string s => [.. s.Select(c => (object)c.ToString())],
                        _ => null,
                    };
                    return Each(f.Left, items, f.Body, scope, label);
                }
            default: return Flow.Next;
        }
    }

    private Flow Repeat(Expression? test, Statement body, Expression? update, Scope scope, string? label, bool first)
    {
        while (true)
        {
            Step();
            bool? go = first || test is null ? true : Truth(Evaluate(test, scope));
            first = false;
            if (go is null)
            {
                Once(body, update, scope);
                return Flow.Next;
            }
            if (!go.Value) { return Flow.Next; }
            int mayLeave = _mayLeave;
            if (Ended(Execute(body, scope), label, out Flow flow)) { return flow; }
            if (_mayLeave != mayLeave && test is null or BooleanLiteral or NumericLiteral or UnaryExpression) { return Flow.Next; } // else it would never end
            if (update is not null) { Evaluate(update, scope); }
        }
    }

    private void Once(Statement body, Expression? update, Scope scope) => Branch(() =>
    {
        Execute(body, scope);
        if (update is not null) { Evaluate(update, scope); }
    });

    private void Once(Node left, Statement body, Scope scope) => Branch(() =>
    {
        BindLeft(left, JsUnknown.Value, scope);
        Execute(body, scope);
    });

    private Flow Each(Node left, List<object>? items, Statement body, Scope scope, string? label)
    {
        if (items is null)
        {
            Once(left, body, scope);
            return Flow.Next;
        }
        foreach (object item in items)
        {
            Step();
            BindLeft(left, item, scope);
            if (Ended(Execute(body, scope), label, out Flow flow)) { return flow; }
        }
        return Flow.Next;
    }

    private void BindLeft(Node left, object value, Scope scope)
    {
        if (left is VariableDeclaration { Declarations: [{ } d, ..] } v) { Bind(d.Id, value, v.Kind == VariableDeclarationKind.Var ? scope.Function : scope, true); }
        else { Bind(left, value, scope, false); }
    }

    /// <summary>Whether a pass through the body ends the loop, and how the statement ends then.</summary>
    private bool Ended(Flow pass, string? label, out Flow flow)
    {
        flow = Flow.Next;
        switch (pass)
        {
            case Flow.Break when _label is null || _label == label: _label = null; return true;
            case Flow.Continue when _label is null || _label == label: _label = null; return false;
            case Flow.Next: return false;
            default: flow = pass; return true;
        }
    }
}
