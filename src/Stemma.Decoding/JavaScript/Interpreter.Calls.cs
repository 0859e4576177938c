using System.Runtime.CompilerServices;
using Acornima.Ast;

namespace Stemma.Decoding.JavaScript;

/// <summary>Calls: of the script's functions, of the language's, and of what is outside.</summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<Node, string> _sources = [];
    private readonly HashSet<Node> _impure = [];
    private readonly HashSet<Node> _decoders = [];

    /// <summary>Whether a call's value may stand in its place: nothing else comes of it.</summary>
    public bool IsPure(CallExpression call) => !_impure.Contains(call);

    /// <summary>Whether a call was of a function of the script that decodes.</summary>
    public bool IsDecoder(CallExpression call) => _decoders.Contains(call);

    private object Call(CallExpression c, Scope scope)
    {
        object self = JsUndefined.Value;
        object callee = c.Callee is MemberExpression m ? Member(m, scope, out self) : c.Callee is Super ? JsUnknown.Value : Evaluate(c.Callee, scope);
        if (c.Callee is MemberExpression) { Folded.Keep(c.Callee, callee); }
        object[] arguments = Arguments(c.Arguments, scope);
        switch (callee)
        {
            case JsNative n:
                if (!n.Pure) { _impure.Add(c); }
                if (n.Name == "eval") { return Eval(arguments, scope, c); }
                _site = c;
                return Invoke(n, self, arguments);
            case JsFunction f:
                {
                    int calls = _calls, decoding = DecodingSteps;
                    object result = Call(f, self, arguments);
                    bool simple = calls == _calls && result is string or double && Array.TrueForAll(arguments, JsConvert.IsPrimitive) && DecodingSteps > decoding;
                    if (simple) { _decoders.Add(c); } else { _impure.Add(c); }
                    return result;
                }
            case JsBound b: _impure.Add(c); return Call(b, self, arguments);
            default:
                _impure.Add(c);
                return Outside(callee, self, arguments, c, false);
        }
    }

    private object[] Arguments(in NodeList<Expression> nodes, Scope scope)
    {
        if (nodes.Count == 0) { return []; }
        bool spreads = false;
        foreach (Expression each in nodes) { spreads |= each is SpreadElement; }
        if (!spreads)
        {
            var all = new object[nodes.Count];
            for (int i = 0; i < all.Length; i++) { all[i] = Evaluate(nodes[i], scope); }
            return all;
        }
        List<object> made = new(nodes.Count);
        foreach (Expression each in nodes)
        {
            object value = Evaluate(each, scope);
            if (each is SpreadElement) { made.AddRange(value is JsArray a ? a.Items : [JsUnknown.Value]); }
            else { made.Add(value); }
        }
        return [.. made];
    }

    private object Call(JsCallable callee, object self, object[] arguments)
    {
        switch (callee)
        {
            case JsNative n: return n.Name == "eval" ? Eval(arguments, _globals, null) : Invoke(n, self, arguments);
            case JsBound b: return Call(b.Target, b.Self, [.. b.Arguments, .. arguments]);
        }
        var f = (JsFunction)callee;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_depth >= MostDepth) { return JsUnknown.Value; }
        f.Called = true;
        Step();
        var scope = new Scope(f.Scope, true);
        (NodeList<Node> parameters, StatementOrExpression body) = f.Node switch
        {
            FunctionDeclaration d => (d.Params, (StatementOrExpression)d.Body),
            FunctionExpression e => (e.Params, e.Body),
            ArrowFunctionExpression a => (a.Params, a.Body),
            _ => throw new InvalidOperationException("no function"),
        };
        bool exploring = _exploring && _depth == 0 && arguments.Length == 0;
        if (f.Node is not ArrowFunctionExpression)
        {
            scope.Self = self is JsUndefined or JsNull ? _global : self;
            scope.Declare("arguments").Value = exploring ? JsUnknown.Value : new JsArray([.. arguments]);
        }
        _depth++;
        try
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                if (parameters[i] is RestElement rest) { Bind(rest.Argument, new JsArray([.. arguments.Skip(i)]), scope, true); }
                else { Bind(parameters[i], i < arguments.Length ? arguments[i] : exploring ? JsUnknown.Value : JsUndefined.Value, scope, true); }
            }
            if (body is Expression expression) { return Evaluate(expression, scope); }
            NodeList<Statement> statements = ((BlockStatement)body).Body;
            Hoist(statements, scope);
            int mayLeave = _mayLeave;
            Flow flow = Block(statements, scope);
            object result = flow == Flow.Return ? _returned : JsUndefined.Value;
            _returned = JsUndefined.Value;
            return _mayLeave != mayLeave ? JsUnknown.Value : result;
        }
        finally { _depth--; }
    }

    private object Invoke(JsNative n, object self, object[] arguments)
    {
        try { return n.Invoke(self, arguments); }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException) { return ++_slow > 2 ? throw new JsStop("time of regular expressions") : JsUnknown.Value; }
    }

    private int _slow;

    private object New(NewExpression n, Scope scope)
    {
        object callee = Evaluate(n.Callee, scope);
        object[] arguments = Arguments(n.Arguments, scope);
        switch (callee)
        {
            case JsNative native:
                _site = n;
                return native.Name is "Object" && arguments.Length == 0 ? new JsObject() : native.Name is "Date" ? JsUnknown.Value : Invoke(native, JsUndefined.Value, arguments);
            case JsFunction f:
                {
                    var made = new JsObject { Prototype = Read(f, "prototype") as JsObject };
                    object result = Call(f, made, arguments);
                    return result is JsObject ? result : made;
                }
            default: return Outside(callee, JsUndefined.Value, arguments, n, true);
        }
    }

    /// <summary>Evaluates a text as a program, and hands it on as a layer.</summary>
    private object Eval(object[] arguments, Scope scope, Node? site)
    {
        if (arguments.Length == 0) { return JsUndefined.Value; }
        if (arguments[0] is not string text) { return arguments[0] is JsUnknown ? JsUnknown.Value : arguments[0]; }
        if (site is not null) { _impure.Add(site); }
        return Include(text, "eval", scope);
    }

    private object Include(string text, string step, Scope scope)
    {
        Program? program = Syntax.Parse(text);
        bool trivial = program is { Body: [ExpressionStatement { Expression: Literal or Identifier or ArrayExpression { Elements.Count: 0 } or ObjectExpression }] } or { Body.Count: 0 };
        bool needs = program is not null && _inside == 0 && Needs(program, scope);
        if (_inside == 0) { if (!trivial) { _sink.Hidden(ScriptKind.JavaScript, text, step); } }
        else if (_tells) { _sink.Hidden(ScriptKind.JavaScript, text, step); }
        if (program is null || _inside > 12) { return JsUnknown.Value; }

        (string source, bool tells) = (_source, _tells);
        _inside++;
        if (_inside == 1) { _tells = needs; }
        try
        {
            _source = text;
            Remember(program, text);
            Hoist(program.Body, scope);
            object last = JsUndefined.Value;
            foreach (Statement statement in program.Body)
            {
                if (statement is ExpressionStatement e) { last = Evaluate(e.Expression, scope); }
                else if (Execute(statement, scope) != Flow.Next) { break; }
            }
            return last;
        }
        finally
        {
            _inside--;
            (_source, _tells) = (source, tells);
        }
    }

    private int _inside;
    private bool _tells = true;

    /// <summary>Functions know the text that they stand in.</summary>
    private void Remember(Node node, string text)
    {
        if (_sources.Count > 20_000) { return; }
        Step();
        if (node is FunctionDeclaration or FunctionExpression or ArrowFunctionExpression) { _sources[node] = text[node.Start..node.End]; }
        foreach (Node child in node.ChildNodes) { RuntimeHelpers.EnsureSufficientExecutionStack(); Remember(child, text); }
    }

    /// <summary>Whether a program uses what the script around it defined: then it cannot be read by itself.</summary>
    private static bool Needs(Program program, Scope scope)
    {
        HashSet<string> used = [], made = [];
        Names(program, used, made);
        foreach (string name in used) { if (!made.Contains(name) && scope.Find(name) is not null) { return true; } }
        return false;
    }

    private static void Names(Node node, HashSet<string> used, HashSet<string> made)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case Identifier i: used.Add(i.Name); return;
            case VariableDeclarator { Id: Identifier v }: made.Add(v.Name); break;
            case FunctionDeclaration f: if (f.Id is { } id) { made.Add(id.Name); } foreach (Node p in f.Params) { if (p is Identifier pi) { made.Add(pi.Name); } } break;
            case FunctionExpression f: foreach (Node p in f.Params) { if (p is Identifier pi) { made.Add(pi.Name); } } break;
            case MemberExpression { Computed: false } m: Names(m.Object, used, made); return;
            case Property { Computed: false } p: Names(p.Value, used, made); return;
        }
        foreach (Node child in node.ChildNodes) { Names(child, used, made); }
    }

    /// <summary>Makes a function of the texts of its parameters and body.</summary>
    private object FunctionOf(object[] arguments)
    {
        string[] texts = new string[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (Text(arguments[i]) is not { } text) { return JsUnknown.Value; }
            texts[i] = text;
        }
        string body = texts.Length == 0 ? "" : texts[^1];
        string whole = $"(function({string.Join(',', texts.Take(Math.Max(0, texts.Length - 1)))}\n){{{body}\n}})";
        bool small = body.Length < 64 && body.TrimStart().StartsWith("return", StringComparison.Ordinal) && !body.Contains("eval", StringComparison.Ordinal);
        if (!small && body.Length > 0 && (_inside == 0 || _tells)) { _sink.Hidden(ScriptKind.JavaScript, body, "Function"); }
        if (Syntax.Parse(whole) is not { Body: [ExpressionStatement { Expression: { } made }] } program) { return JsUnknown.Value; }
        Remember(program, whole);
        while (made is ParenthesizedExpression p) { made = p.Expression; }
        return made is FunctionExpression f ? Make(f, _globals) : JsUnknown.Value;
    }
}
