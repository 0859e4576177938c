using System.Runtime.CompilerServices;

namespace Stemma.Decoding.Python;

/// <summary>
/// Follows Python: text, bytes, numbers and lists are evaluated, as are the functions that turn them into each other. What reaches out of the
/// script is written down, never called. This part: statements.
/// </summary>
internal sealed partial class PyRun(PyShared shared, ScriptContext context)
{
    private const int MostTurns = 20_000;
    private const int DeepestCall = 40;

    private enum Flow { On, Break, Continue, Return }

    private PyScope _scope = new(null);
    private Flow _flow;
    private object _result = PyNone.Value;
    private int _depth;
    private int _silent;
    private int _functions;

    /// <summary>The names of the script.</summary>
    public PyScope Scope => _scope;

    /// <summary>Carries out statements.</summary>
    public void Execute(IReadOnlyList<PyStatement> statements)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (PyStatement statement in statements)
        {
            if (_flow != Flow.On) { return; }
            shared.Step();
            Execute(statement);
        }
    }

    private void Execute(PyStatement statement)
    {
        switch (statement)
        {
            case PyDo { Value: var value }: Eval(value); break;
            case PyAssign assign: Assign(assign); break;
            case PyIf condition: If(condition, 0); break;
            case PyWhile loop: While(loop); break;
            case PyFor loop: For(loop); break;
            case PyDefinition definition: Define(definition); break;
            case PyReturn { Value: var value }:
                _result = value is null ? PyNone.Value : Eval(value);
                _flow = Flow.Return;
                break;
            case PyImport import: Import(import); break;
            case PyTry attempt:
                Execute(attempt.Body);
                foreach (IReadOnlyList<PyStatement> rest in attempt.Rest) { Maybe(() => Execute(rest)); }
                break;
            case PyWith with:
                foreach ((PyExpr value, PyExpr? target) in with.Items)
                {
                    object made = Eval(value);
                    if (target is not null) { Bind(target, made); }
                }
                Execute(with.Body);
                break;
            case PyLeave leave: _flow = leave.Loop ? Flow.Break : Flow.Continue; break;
        }
    }

    /// <summary>Carries out what may never happen: what it sets is not known behind it.</summary>
    private void Maybe(Action action)
    {
        Dictionary<string, object> before = _scope.Copy();
        Flow flow = _flow;
        _flow = Flow.On;
        action();
        _flow = flow;
        _scope.Merge(before);
    }

    private void Assign(PyAssign assign)
    {
        if (assign.Operator.Length == 0)
        {
            object value = Eval(assign.Value);
            foreach (PyExpr target in assign.Targets) { Bind(target, value); }
            return;
        }
        object before = Eval(assign.Targets[0]), right = Eval(assign.Value);
        if (before is PyList list && assign.Operator == "+")
        {
            if (Items(right) is { } more)
            {
                shared.Budget.Reserve(8L * (list.Items.Count + more.Count));
                list.Items.AddRange(more);
            }
            return;
        }
        Bind(assign.Targets[0], Binary(assign.Operator, before, right, false));
    }

    private void Bind(PyExpr target, object value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (target)
        {
            case PyName name: _scope.Names[name.Id] = value; break;
            case PyStarred starred: Bind(starred.Value, value); break;
            case PySequence sequence:
                List<object>? items = Items(value);
                int star = sequence.Items.ToList().FindIndex(item => item is PyStarred);
                for (int i = 0; i < sequence.Items.Count; i++)
                {
                    if (star >= 0 && items is not null && items.Count >= sequence.Items.Count - 1)
                    {
                        int extra = items.Count - sequence.Items.Count + 1;
                        Bind(sequence.Items[i], i < star ? items[i] : i == star ? new PyList(items.GetRange(star, extra)) : items[i + extra - 1]);
                    }
                    else { Bind(sequence.Items[i], items is not null && i < items.Count ? items[i] : PyUnknown.Value); }
                }
                break;
            case PySubscript subscript: SetItem(Eval(subscript.Value), Eval(subscript.Index), value); break;
            case PyAttribute attribute:
                if (Eval(attribute.Value) is PyRef { Path: "self" or "cls" } self) { _scope.Names[$"{self.Path}.{attribute.Name}"] = value; }
                break;
        }
    }

    private static void SetItem(object container, object index, object value)
    {
        switch (container)
        {
            case PyList list when index is long at:
                int place = (int)Math.Clamp(at < 0 ? at + list.Items.Count : at, -1, list.Items.Count);
                if (place >= 0 && place < list.Items.Count) { list.Items[place] = value; }
                break;
            case PyBytes bytes when index is long at && value is long number:
                int spot = (int)Math.Clamp(at < 0 ? at + bytes.Data.Length : at, -1, bytes.Data.Length);
                if (spot >= 0 && spot < bytes.Data.Length && number is >= 0 and <= 255)
                {
                    bytes.Data[spot] = (byte)number;
                }
                break;
            case PyDict dict when PyText.Repr(index) is { } key: dict.Entries[key] = (index, value); break;
        }
    }

    private void If(PyIf condition, int first)
    {
        for (int i = first; i < condition.Branches.Count; i++)
        {
            (PyExpr? test, IReadOnlyList<PyStatement> body) = condition.Branches[i];
            bool? holds = test is null ? true : test is PyCompare { Left: PyName { Id: "__name__" } } ? true : Truth(Eval(test));
            if (holds == true) { Execute(body); return; }
            if (holds == false) { continue; }
            Dictionary<string, object> before = _scope.Copy();
            Execute(body);
            _flow = Flow.On;
            Dictionary<string, object> after = _scope.Names;
            _scope.Restore(before);
            If(condition, i + 1);
            _flow = Flow.On;
            _scope.Merge(after);
            return;
        }
    }

    private void While(PyWhile loop)
    {
        for (int turns = 0; ; turns++)
        {
            bool? holds = loop.Condition is PyConst ? null : Truth(Eval(loop.Condition));
            if (holds is null || turns > MostTurns)
            {
                Maybe(() => Execute(loop.Body));
                return;
            }
            if (holds == false) { return; }
            Execute(loop.Body);
            if (_flow is Flow.Break or Flow.Return)
            {
                if (_flow == Flow.Break) { _flow = Flow.On; }
                return;
            }
            _flow = Flow.On;
        }
    }

    private void For(PyFor loop)
    {
        if (Items(Eval(loop.Source)) is not { } items)
        {
            Bind(loop.Target, PyUnknown.Value);
            Maybe(() => Execute(loop.Body));
            return;
        }
        for (int i = 0; i < items.Count && i < MostTurns; i++)
        {
            shared.Step();
            Bind(loop.Target, items[i]);
            Execute(loop.Body);
            if (_flow is Flow.Break or Flow.Return)
            {
                if (_flow == Flow.Break) { _flow = Flow.On; }
                return;
            }
            _flow = Flow.On;
        }
    }

    private void Define(PyDefinition definition)
    {
        if (definition.Parameters is null)
        {
            _scope.Names[definition.Name] = new PyRef(definition.Name, true);
            var inner = new PyScope(_scope);
            Within(inner, definition.Body);
            return;
        }
        var function = new PyFunction(definition.Parameters, null, definition.Body, _scope);
        _scope.Names[definition.Name] = function;

        // It may never be called with what is known: its body is read all the same.
        var scope = new PyScope(_scope);
        foreach (PyParameter parameter in definition.Parameters) { scope.Names[parameter.Name] = parameter.Name is "self" or "cls" ? new PyRef(parameter.Name, true) : PyUnknown.Value; }
        Within(scope, definition.Body);
    }

    private void Within(PyScope scope, IReadOnlyList<PyStatement> body)
    {
        if (_depth >= DeepestCall) { return; }
        (PyScope before, Flow flow, object result) = (_scope, _flow, _result);
        (_scope, _flow) = (scope, Flow.On);
        _depth++;
        _reading++;
        Execute(body);
        _reading--;
        _depth--;
        (_scope, _flow, _result) = (before, flow, result);
    }

    private int _reading;

    private void Import(PyImport import)
    {
        foreach ((string name, string? alias) in import.Names)
        {
            if (import.From is null) { _scope.Names[alias ?? name.Split('.')[0]] = new PyRef(alias is null ? name.Split('.')[0] : name); }
            else if (name != "*") { _scope.Names[alias ?? name] = new PyRef($"{import.From.TrimStart('.')}.{name}"); }
            else { _stars.Add(import.From); }
        }
    }

    private readonly List<string> _stars = [];
}
