using System.Text;

namespace Stemma.Decoding.Python;

internal sealed partial class PyRun
{
    private const int MostFunctions = 20_000;

    private object Call(PyCall call)
    {
        object function = Eval(call.Function);
        List<object> arguments = [];
        Dictionary<string, object> names = new(StringComparer.Ordinal);
        foreach (PyArgument argument in call.Arguments)
        {
            object value = Eval(argument.Value);
            if (argument.Stars == 1) { arguments.AddRange(Items(value) ?? [PyUnknown.Value]); }
            else if (argument.Name is not null) { names[argument.Name] = value; }
            else if (argument.Stars == 0) { arguments.Add(value); }
        }
        return Invoke(function, arguments, names, call);
    }

    private object Attribute(object value, string name)
    {
        switch (value)
        {
            case PyRef { Path: "self" or "cls" } self when _scope.Find($"{self.Path}.{name}") is { } field: return field;
            case PyRef reference when name == "__dict__": return reference with { Path = reference.Path + ".__dict__" };
            case PyRef { Path: "__builtins__" or "builtins" }: return new PyRef(name);
            case PyRef reference: return PyModules.Constant($"{reference.Path}.{name}") ?? reference with { Path = $"{reference.Path}.{name}" };
            case PyUnknown or PyFunction or PyNone: return PyUnknown.Value;
            default: return new PyMethod(value, name);
        }
    }

    /// <summary>Calls a value.</summary>
    private object Invoke(object function, List<object> arguments, Dictionary<string, object> names, PyCall? call)
    {
        RuntimeHelpersStack();
        shared.Step();
        switch (function)
        {
            case PyFunction own: return Own(own, arguments, names);
            case PyMethod method:
                if (arguments.Exists(argument => argument is PyUnknown) && method.Name is not ("append" or "join")) { return PyUnknown.Value; }
                return new PyMethods(shared, Apply, Items).Call(method.Self, method.Name, arguments, names);
            case PyRef { Path: { } path, Instance: var instance }:
                if (!instance && Builtin(path, arguments, names, call) is { } special) { return special; }
                if (!instance && PyModules.Find(path) is { } pure)
                {
                    if (arguments.Concat(names.Values).Any(argument => argument is PyUnknown or PyRef)) { return PyUnknown.Value; }
                    if (pure.Hides) { shared.Tricks++; }
                    return pure.Evaluate(arguments, names, shared.Budget) ?? PyUnknown.Value;
                }
                Reach(path, arguments, names, call);
                return new PyRef(path, true);
            default: return PyUnknown.Value;
        }
    }

    private static void RuntimeHelpersStack() => System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();

    private object Apply(object function, List<object> arguments) => Invoke(function, arguments, [], null);

    private object Own(PyFunction function, List<object> arguments, Dictionary<string, object> names)
    {
        if (_depth >= DeepestCall || ++_functions > MostFunctions || (_reading > 0 && function.Body is not null)) { return PyUnknown.Value; }
        var scope = new PyScope(function.Scope);
        int next = 0;
        foreach (PyParameter parameter in function.Parameters)
        {
            if (parameter.Stars == 1)
            {
                scope.Names[parameter.Name] = new PyTuple([.. arguments.Skip(next)]);
                next = arguments.Count;
            }
            else if (parameter.Stars == 2) { scope.Names[parameter.Name] = PyUnknown.Value; }
            else
            {
                scope.Names[parameter.Name] = next < arguments.Count ? arguments[next++]
                    : names.TryGetValue(parameter.Name, out object? named) ? named : parameter.Default is { } otherwise ? Eval(otherwise) : PyUnknown.Value;
            }
        }
        (PyScope before, Flow flow, object result) = (_scope, _flow, _result);
        (_scope, _flow, _result) = (scope, Flow.On, PyNone.Value);
        _depth++;
        object value;
        if (function.Expression is not null) { value = Eval(function.Expression); }
        else
        {
            Execute(function.Body!);
            value = _result;
        }
        _depth--;
        (_scope, _flow, _result) = (before, flow, result);
        return value;
    }

    /// <summary>Functions that have to do with code, names and functions; null for another.</summary>
    private object? Builtin(string path, List<object> arguments, Dictionary<string, object> names, PyCall? call)
    {
        object First() => arguments.Count > 0 ? arguments[0] : PyUnknown.Value;
        switch (path.StartsWith("builtins.", StringComparison.Ordinal) ? path[9..] : path)
        {
            case "exec" or "execfile": return Code(First(), "exec", call);
            case "eval":
                if (First() is string expression && Quietly(expression) is { } value and not (PyUnknown or PyRef { Instance: true }))
                {
                    if (value is not (PyRef or PyNone)) { return value; }
                    if (value is PyRef && !expression.Contains('(')) { return value; }
                }
                return Code(First(), "eval", call);
            case "compile": return Source(First()) is { } source ? new PyCode(source) : PyUnknown.Value;
            case "__import__" or "importlib.import_module" or "import_module": return First() is string module ? new PyRef(module) : PyUnknown.Value;
            case "getattr":
                if (arguments.Count < 2 || arguments[1] is not string attribute) { return PyUnknown.Value; }
                if (call is { Arguments.Count: > 1 } && call.Arguments[1].Value is not PyConst { Odd: false }) { shared.Tricks++; }
                return Attribute(arguments[0], attribute);
            case "globals" or "locals" or "vars" when arguments.Count == 0: return new PyRef("globals()");
            case "vars": return First() is PyRef reference ? reference with { Path = reference.Path + ".__dict__" } : PyUnknown.Value;
            case "codecs.getencoder" or "codecs.getdecoder": return First() is string codec ? new PyRef($"{path}()|{codec}") : PyUnknown.Value;
            case var made when made.StartsWith("codecs.get", StringComparison.Ordinal) && made.Contains('|'):
                string name = made[(made.IndexOf('|') + 1)..];
                bool encodes = made.Contains("encoder", StringComparison.Ordinal);
                if (First() is not (string or PyBytes)) { return PyUnknown.Value; }
                shared.Tricks++;
                return new PyTuple([PyModules.Codec(name, encodes, First(), shared.Budget) ?? (First() is string text ? new PyBytes(PyModules.Encode(text, name)) : PyModules.Decode(((PyBytes)First()).Data, name)), 0L]);
            case "map": return Map(arguments);
            case "filter":
                if (arguments.Count < 2 || Items(arguments[1]) is not { } all) { return PyUnknown.Value; }
                return new PyList([.. all.Where(item => Truth(arguments[0] is PyNone ? item : Apply(arguments[0], [item])) == true)]);
            case "functools.reduce" or "reduce":
                if (arguments.Count < 2 || Items(arguments[1]) is not { } parts) { return PyUnknown.Value; }
                object folded = arguments.Count > 2 ? arguments[2] : parts.Count > 0 ? parts[0] : PyUnknown.Value;
                foreach (object part in parts.Skip(arguments.Count > 2 ? 0 : 1)) { folded = Apply(arguments[0], [folded, part]); }
                return folded;
            case "sorted" when names.TryGetValue("key", out object? key):
                if (Items(First()) is not { } unsorted) { return PyUnknown.Value; }
                List<(object Item, object Key)> keyed = [.. unsorted.Select(item => (item, Apply(key, [item])))];
                return new PyList([.. keyed.OrderBy(pair => pair.Key, Comparer<object>.Create((a, b) => Compare("<", a, b) == true ? -1 : Compare("<", b, a) == true ? 1 : 0)).Select(pair => pair.Item)]);
            case "marshal.loads" or "pickle.loads" or "dill.loads" or "cPickle.loads":
                shared.Sink.Note($"{path}: compiled or pickled code, which is not read");
                return PyUnknown.Value;
            case "print" or "input" or "isinstance" or "type" or "super" or "open" or "setattr" or "hasattr" when path is not "open": return PyUnknown.Value;
            default: return null;
        }
    }

    private object Map(List<object> arguments)
    {
        if (arguments.Count < 2) { return PyUnknown.Value; }
        List<List<object>?> sources = [.. arguments.Skip(1).Select(Items)];
        if (sources.Exists(source => source is null)) { return PyUnknown.Value; }
        List<object> result = [];
        int count = sources.Min(source => source!.Count);
        for (int i = 0; i < count; i++)
        {
            shared.Step();
            result.Add(Apply(arguments[0], [.. sources.Select(source => source![i])]));
        }
        return new PyList(result);
    }

    private static string? Source(object value) => value switch
    {
        string text => text,
        PyBytes bytes => Utf8(bytes.Data),
        PyCode code => code.Source,
        _ => null,
    };

    private static string Utf8(byte[] data) => System.Text.Unicode.Utf8.IsValid(data) ? Encoding.UTF8.GetString(data) : Encoding.Latin1.GetString(data);

    /// <summary>The value of an expression in text, when it parses as one.</summary>
    private object? Quietly(string expression)
    {
        if (_depth >= DeepestCall) { return null; }
        try
        {
            PyExpr parsed = new PyParser("(" + expression.Trim() + "\n)", shared.Budget).Expression();
            _silent++;
            _depth++;
            int tricks = shared.Tricks;
            object value = Eval(parsed);
            _depth--;
            _silent--;
            if (value is string or PyBytes) { shared.Tricks = tricks + 1; }
            return value;
        }
        catch (PySyntaxException) { return null; }
    }

    /// <summary>Code that is carried out: told, then followed in silence for what it defines.</summary>
    private object Code(object value, string step, PyCall? call)
    {
        if (Source(value) is not { } source)
        {
            if (call is not null) { Reach(step, [value], [], call); }
            return PyUnknown.Value;
        }
        if (_silent == 0 && shared.IsNew(source)) { shared.Sink.Hidden(ScriptKind.Python, source, step, context with { Environment = PythonDecoder.WithNames(context.Environment, _scope) }); }
        if (_depth >= DeepestCall || source.Length > 1 << 18) { return PyNone.Value; }
        _silent++;
        _depth++;
        Execute(new PyParser(source, shared.Budget).Module());
        _depth--;
        _silent--;
        return PyNone.Value;
    }

    /// <summary>A call that reaches out of the script: written down, and what it would start is handed on.</summary>
    private void Reach(string path, List<object> arguments, Dictionary<string, object> names, PyCall? call)
    {
        if (_silent > 0 || call is null) { return; }
        List<string?> texts = [.. arguments.Select(Shown), .. names.Select(name => Shown(name.Value) is { } text ? $"{name.Key}={text}" : null)];
        shared.Called(path, texts, call.Start, call.End);
        string function = path[(path.LastIndexOf('.') + 1)..];
        if (arguments.Count == 0 || function is not ("system" or "popen" or "run" or "call" or "check_output" or "check_call" or "Popen" or "getoutput" or "getstatusoutput" or "spawn" or "startfile" or "create_subprocess_shell")) { return; }
        string? command = arguments[0] is string line ? line : Items(arguments[0]) is { } words && words.TrueForAll(word => word is string)
            ? string.Join(' ', words.Select(word => (string)word is var plain && plain.AsSpan().IndexOfAny(" \"'|&;<>$") >= 0 ? "'" + plain + "'" : (string)word)) : null;
        if (command is null || !shared.IsNew(command)) { return; }
        ScriptKind kind = KindDetection.Of(command);
        if (kind != ScriptKind.Text) { shared.Sink.Hidden(kind, command, path, context); }
    }

    private static string? Shown(object value) => value switch
    {
        string text => text,
        PyBytes bytes => Utf8(bytes.Data),
        PyUnknown => null,
        _ => PyText.Repr(value),
    };
}
