using System.Runtime.CompilerServices;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>
/// Evaluates a script over values of its own. What the script finds outside of itself (documents, objects of Windows, files, the network) is an unknown
/// value with a name; a call of it is told and does nothing. Where a condition is not known both ways are looked at, and what they assign is forgotten.
/// Each expression keeps the value that it had; the <see cref="Folder"/> writes it in its place.
/// </summary>
internal sealed partial class Interpreter
{
    private const int MostCalls = 2000, MostDepth = 120;

    private readonly LayerSink _sink;
    private readonly Scope _globals = new(null, true);
    private readonly JsObject _global;
    private readonly List<JsFunction> _functions = [];
    private readonly long _mostSteps;
    private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();
    private readonly TimeSpan _mostTime;
    private readonly long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private readonly long _mostMemory;
    private string _source;
    private long _steps;
    private int _depth;
    private int _calls;

    // Since when assignments may not happen at all: they are written down, and forgotten behind the branch.
    private Dictionary<object, Action>? _uncertain;

    // What runs last is what nothing called: it may run at any time, so its assignments are taken back.
    private bool _exploring;
    private readonly Dictionary<CatchClause, Scope> _handlers = [];
    private int _mayLeave;

    public Interpreter(LayerSink sink, string source, int layer)
    {
        _sink = sink;
        _source = source;
        _layer = layer;
        _mostSteps = Math.Max(1000, sink.Budget.Limits.Steps * 3 / 2);
        _mostMemory = sink.Budget.Limits.Memory * 6 / 10;
        _mostTime = sink.Budget.TimeLeft * 0.65;
        _global = new GlobalObject(this);
        _globals.Self = _global;
        _natives = MakeGlobals();
    }

    private readonly int _layer;

    /// <summary>How many operations that decoders are made of had a value: characters of codes, cut, turned, decoded.</summary>
    public int DecodingSteps { get; private set; }

    /// <summary>Why it ended before the script did; null when it did not.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Evaluates a program, then the functions that nothing called, with unknown arguments.</summary>
    public void Run(Program program)
    {
        try
        {
            try { Hoist(program.Body, _globals); Block(program.Body, _globals); }
            catch (JsThrow)
            {
                // The script ends by its own exception; what it did until then is known.
            }
            Explore();
        }
        catch (JsStop e) { Stopped = e.Message; }
        catch (InsufficientExecutionStackException) { Stopped = "nested too deeply"; }
    }

    private void Explore()
    {
        _exploring = true;
        foreach ((CatchClause handler, Scope scope) in _handlers.ToArray()) { Branch(() => Handle(handler, JsUnknown.Value, scope)); }
        for (int i = 0; i < _functions.Count && i < 2000; i++)
        {
            JsFunction function = _functions[i];
            if (function.Called) { continue; }
            Perhaps(() =>
            {
                try { Call(function, JsUnknown.Value, []); }
                catch (JsThrow)
                {
                    // Ends this function alone.
                }
            });
        }
    }

    /// <summary>Looks at what may not happen: what is assigned in it is unknown afterwards.</summary>
    private void Perhaps(Action act)
    {
        Dictionary<object, Action>? outer = _uncertain;
        Dictionary<object, Action> mine = _uncertain = [];
        try { act(); }
        finally
        {
            _uncertain = outer;
            foreach ((object what, Action forget) in mine)
            {
                forget();
                outer?.TryAdd(what, forget);
            }
        }
    }

    private void Step()
    {
        if (++_steps > _mostSteps) { throw new JsStop("steps of evaluation"); }
        if ((_steps & 255) != 0) { return; }
        _sink.Budget.Spend(128);
        if (System.Diagnostics.Stopwatch.GetElapsedTime(_start) > _mostTime) { throw new JsStop("time"); }
        if (GC.GetAllocatedBytesForCurrentThread() - _allocated > _mostMemory) { throw new JsStop("memory"); }
    }

    /// <summary>Throwing costs as much as hundreds of other steps.</summary>
    private JsThrow Thrown(object value)
    {
        _steps |= 255;
        _steps += 1024;
        Step();
        return new JsThrow(value);
    }

    private enum Flow { Next, Break, Continue, Return }

    private string? _label;
    private object _returned = JsUndefined.Value;

    private void Hoist(in NodeList<Statement> body, Scope scope)
    {
        foreach (Statement statement in body) { HoistIn(statement, scope, true); }
    }

    /// <summary>Declares variables and functions before anything runs.</summary>
    private void HoistIn(Node? node, Scope scope, bool top)
    {
        switch (node)
        {
            case null or Expression: return;
            case FunctionDeclaration f:
                if (f.Id is { } id) { scope.Declare(id.Name).Value = Make(f, scope); }
                return;
            case VariableDeclaration { Kind: VariableDeclarationKind.Var } declaration:
                foreach (VariableDeclarator d in declaration.Declarations)
                {
                    if (d.Id is Identifier name) { scope.Function.Declare(name.Name).Value ??= JsUndefined.Value; }
                }
                return;
            case VariableDeclaration: return;
            case ClassDeclaration: return;
            case BlockStatement block: foreach (Statement s in block.Body) { if (s is not FunctionDeclaration) { HoistIn(s, scope, false); } } return;
            case IfStatement i: HoistIn(i.Consequent, scope, false); HoistIn(i.Alternate, scope, false); return;
            case ForStatement f: HoistIn(f.Init, scope, false); HoistIn(f.Body, scope, false); return;
            case ForInStatement f: HoistIn(f.Left, scope, false); HoistIn(f.Body, scope, false); return;
            case ForOfStatement f: HoistIn(f.Left, scope, false); HoistIn(f.Body, scope, false); return;
            case WhileStatement w: HoistIn(w.Body, scope, false); return;
            case DoWhileStatement w: HoistIn(w.Body, scope, false); return;
            case LabeledStatement l: HoistIn(l.Body, scope, false); return;
            case WithStatement w: HoistIn(w.Body, scope, false); return;
            case TryStatement t: HoistIn(t.Block, scope, false); HoistIn(t.Handler?.Body, scope, false); HoistIn(t.Finalizer, scope, false); return;
            case SwitchStatement s: foreach (SwitchCase c in s.Cases) { foreach (Statement x in c.Consequent) { HoistIn(x, scope, false); } } return;
        }
    }

    private JsFunction Make(Node node, Scope scope)
    {
        var made = new JsFunction(node, scope, node is ArrowFunctionExpression ? Self(scope) : JsUndefined.Value);
        if (_functions.Count < 20_000) { _functions.Add(made); }
        return made;
    }

    private static object Self(Scope? scope)
    {
        for (; scope is not null; scope = scope.Parent) { if (scope.Self is { } self) { return self; } }
        return JsUndefined.Value;
    }

    private Flow Block(in NodeList<Statement> body, Scope scope)
    {
        foreach (Statement statement in body)
        {
            Flow flow = Execute(statement, scope);
            if (flow != Flow.Next) { return flow; }
        }
        return Flow.Next;
    }

    private static bool NeedsScope(in NodeList<Statement> body)
    {
        foreach (Statement s in body)
        {
            if (s is VariableDeclaration { Kind: not VariableDeclarationKind.Var } or FunctionDeclaration or ClassDeclaration) { return true; }
        }
        return false;
    }

    private Flow Execute(Statement statement, Scope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Step();
        switch (statement)
        {
            case ExpressionStatement e:
                Evaluate(e.Expression, scope);
                return Flow.Next;
            case VariableDeclaration v:
                foreach (VariableDeclarator d in v.Declarations)
                {
                    if (d.Init is null && v.Kind == VariableDeclarationKind.Var) { continue; }
                    object value = d.Init is null ? JsUndefined.Value : Evaluate(d.Init, scope);
                    Bind(d.Id, value, v.Kind == VariableDeclarationKind.Var ? scope.Function : scope, true);
                }
                return Flow.Next;
            case BlockStatement block:
                if (!NeedsScope(block.Body)) { return Block(block.Body, scope); }
                var inner = new Scope(scope, false);
                foreach (Statement s in block.Body) { if (s is FunctionDeclaration { Id: { } id } f) { inner.Declare(id.Name).Value = Make(f, inner); } }
                return Block(block.Body, inner);
            case IfStatement i: return If(i, scope);
            case ReturnStatement r:
                _returned = r.Argument is null ? JsUndefined.Value : Evaluate(r.Argument, scope);
                return Flow.Return;
            case FunctionDeclaration or EmptyStatement or DebuggerStatement: return Flow.Next;
            case ForStatement or WhileStatement or DoWhileStatement or ForInStatement or ForOfStatement: return Loop(statement, scope, null);
            case BreakStatement b: _label = b.Label?.Name; return Flow.Break;
            case ContinueStatement c: _label = c.Label?.Name; return Flow.Continue;
            case SwitchStatement s: return Switch(s, scope);
            case TryStatement t: return Try(t, scope);
            case ThrowStatement t: throw Thrown(Evaluate(t.Argument, scope));
            case LabeledStatement l:
                {
                    Flow flow = l.Body is ForStatement or WhileStatement or DoWhileStatement or ForInStatement or ForOfStatement ? Loop(l.Body, scope, l.Label.Name) : Execute(l.Body, scope);
                    if (flow == Flow.Break && _label == l.Label.Name) { _label = null; return Flow.Next; }
                    return flow;
                }
            case WithStatement w:
                Evaluate(w.Object, scope);
                Branch(w.Body, scope);
                return Flow.Next;
            case ClassDeclaration c:
                scope.Declare(c.Id?.Name ?? "default").Value = new JsUnknown(c.Id?.Name);
                foreach (Node member in c.Body.Body) { if (member is MethodDefinition m) { Make(m.Value, scope); } }
                return Flow.Next;
            case ExportNamedDeclaration { Declaration: Statement declaration }: return Execute(declaration, scope);
            case ExportDefaultDeclaration { Declaration: Expression expression }: Evaluate(expression, scope); return Flow.Next;
            case ImportDeclaration import:
                foreach (ImportDeclarationSpecifier specifier in import.Specifiers)
                {
                    string module = import.Source.Value;
                    scope.Declare(specifier.Local.Name).Value = new JsUnknown(specifier is ImportSpecifier { Imported: Identifier name } ? $"{module}.{name.Name}" : module);
                }
                return Flow.Next;
            default: return Flow.Next;
        }
    }

    private Flow If(IfStatement statement, Scope scope)
    {
        switch (Truth(Evaluate(statement.Test, scope)))
        {
            case true: return Execute(statement.Consequent, scope);
            case false: return statement.Alternate is null ? Flow.Next : Execute(statement.Alternate, scope);
        }
        // Either way: an end of the function in one of them is an end of neither.
        Branch(statement.Consequent, scope);
        if (statement.Alternate is { } other) { Branch(other, scope); }
        return Flow.Next;
    }

    private void Branch(Action act) => Perhaps(() =>
    {
        try { act(); }
        catch (JsThrow)
        {
            // Ends this side alone: whether it is taken is not known.
        }
    });

    // Apart, so that only what is looked at twice makes a closure.
    private void Branch(Expression expression, Scope scope) => Branch(() => Evaluate(expression, scope));

    private void Branch(Statement statement, Scope scope) => Branch(() => { if (Execute(statement, scope) != Flow.Next) { _mayLeave++; } });

    private void Branch(SwitchCase each, Scope scope) => Branch(() => Block(each.Consequent, scope));

    private Flow Try(TryStatement statement, Scope scope)
    {
        Flow flow;
        int depth = _depth;
        try
        {
            flow = Execute(statement.Block, scope);
            if (statement.Handler is { } unused && _handlers.Count < 200) { _handlers.TryAdd(unused, scope); }
        }
        catch (JsThrow e)
        {
            _depth = depth;
            flow = statement.Handler is { } handler ? Handle(handler, e.Value, scope) : Flow.Next;
        }
        if (statement.Finalizer is { } finalizer)
        {
            object returned = _returned;
            Flow last = Execute(finalizer, scope);
            if (last != Flow.Next) { return last; }
            _returned = returned;
        }
        return flow;
    }

    private Flow Handle(CatchClause handler, object value, Scope scope)
    {
        var inner = new Scope(scope, false);
        if (handler.Param is { } parameter) { Bind(parameter, value, inner, true); }
        return Execute(handler.Body, inner);
    }

    private Flow Switch(SwitchStatement statement, Scope scope)
    {
        object value = Evaluate(statement.Discriminant, scope);
        var inner = new Scope(scope, false);
        int from = -1;
        for (int i = 0; i < statement.Cases.Count; i++)
        {
            if (statement.Cases[i].Test is not { } test) { continue; }
            bool? same = JsConvert.StrictEquals(value, Evaluate(test, inner));
            if (same is null) { from = -2; break; }
            if (same.Value) { from = i; break; }
        }
        if (from == -2)
        {
            foreach (SwitchCase each in statement.Cases) { Branch(each, inner); }
            return Flow.Next;
        }
        if (from < 0)
        {
            for (int i = 0; i < statement.Cases.Count; i++) { if (statement.Cases[i].Test is null) { from = i; } }
        }
        for (int i = from; i >= 0 && i < statement.Cases.Count; i++)
        {
            Flow flow = Block(statement.Cases[i].Consequent, inner);
            if (flow == Flow.Break && _label is null) { return Flow.Next; }
            if (flow != Flow.Next) { return flow; }
        }
        return Flow.Next;
    }
}
