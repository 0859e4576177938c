using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Stemma.Decoding.VisualBasic;

/// <summary>
/// Evaluates a script over values of its own. Objects of Windows and of documents are unknown values with a name; a call of one is told and does nothing.
/// Where a condition is not known all ways are looked at, and what they assign is forgotten.
/// </summary>
internal sealed partial class Interpreter(LayerSink sink, int layer)
{
    private const int MostCalls = 2000, MostDepth = 60;

    private static readonly string[] Entries =
        ["autoopen", "auto_open", "document_open", "workbook_open", "autoexec", "autonew", "document_new", "autoclose", "auto_close", "document_close", "workbook_activate", "main", "window_onload"];

    private readonly Dictionary<string, Procedure> _procedures = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> _globals = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private readonly TimeSpan _mostTime = sink.Budget.TimeLeft * 0.7;
    private readonly long _mostSteps = sink.Budget.Limits.Steps * 3 / 4;
    private Dictionary<string, object>? _locals;
    private List<(Dictionary<string, object> Where, string Name)>? _forget;
    private Unknown? _with;
    private long _steps;
    private int _depth;
    private int _calls;
    private int _effects;
    private int _inside;
    private bool _tells = true;

    /// <summary>How many operations that decoders are made of had a value.</summary>
    public int DecodingSteps { get; private set; }

    /// <summary>Why it ended before the script did; null when it did not.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Evaluates the script, then the procedures that nothing called: first those that a document starts by itself.</summary>
    public void Run(List<Statement> script)
    {
        Learn(script);
        Try(() => Block(script));
        foreach (string entry in Entries) { if (_procedures.TryGetValue(entry, out Procedure? p) && !p.Called) { Try(() => Call(p, [])); } }
        foreach (Procedure p in _procedures.Values.ToArray())
        {
            if (p.Called || Stopped is not null) { continue; }
            Try(() => Perhaps(() => Call(p, [.. p.Parameters.Select(_ => (object)Unknown.Value)])));
        }
    }

    private void Try(Action act)
    {
        if (Stopped is not null) { return; }
        _depth = 0;
        try { act(); }
        catch (StopException e) { if (e.Message.Length > 0) { Stopped = e.Message; } }
        catch (InsufficientExecutionStackException) { Stopped = "nested too deeply"; }
    }

    private void Learn(List<Statement> script)
    {
        foreach (Statement s in script) { if (s is Procedure p) { _procedures[p.Name] = p; } }
    }

    private void Step()
    {
        if (++_steps > _mostSteps) { throw new StopException("steps of evaluation"); }
        if ((_steps & 127) != 0) { return; }
        sink.Budget.Spend(128);
        if (Stopwatch.GetElapsedTime(_start) > _mostTime) { throw new StopException("time"); }
        if (GC.GetAllocatedBytesForCurrentThread() - _allocated > sink.Budget.Limits.Memory * 6 / 10) { throw new StopException("memory"); }
    }

    private void Perhaps(Action act)
    {
        List<(Dictionary<string, object> Where, string Name)>? outer = _forget;
        List<(Dictionary<string, object> Where, string Name)> mine = _forget = [];
        try { act(); }
        finally
        {
            _forget = outer;
            foreach ((Dictionary<string, object> where, string name) in mine) { where[name] = Unknown.Value; }
            outer?.AddRange(mine);
        }
    }

    /// <summary>What is left: null, or what an <c>Exit</c> leaves: <c>for</c>, <c>do</c>, <c>sub</c>, <c>function</c>.</summary>
    private string? Block(List<Statement> body)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (Statement statement in body)
        {
            if (Execute(statement) is { } left) { return left; }
        }
        return null;
    }

    private string? Execute(Statement statement)
    {
        Step();
        switch (statement)
        {
            case Assign a: Set(a.Target, Evaluate(a.Value)); return null;
            case Invoke i: Evaluate(i.Call); return null;
            case Choice c: return Choose(c);
            case For f: return Loop(f);
            case ForEach f: return Loop(f);
            case Repeat r: return Loop(r);
            case Declare d:
                {
                    object value = d.Value is null ? Empty.Value : Evaluate(d.Value);
                    if (d.Sizes is { Count: > 0 } && Conversion.Number(Evaluate(d.Sizes[0])) is { } size and >= 0 and < 1_000_000)
                    {
                        sink.Budget.Reserve((long)size * 4);
                        List<object> items = d.Keep && Get(d.Name) is ArrayValue old ? [.. old.Items.Take((int)size + 1)] : [];
                        while (items.Count <= (int)size) { items.Add(Empty.Value); }
                        value = new ArrayValue(items);
                    }
                    else if (d.Sizes is not null) { value = new ArrayValue([]); }
                    Declare(d.Name, value);
                    return null;
                }
            case With w:
                {
                    Unknown? outer = _with;
                    _with = Evaluate(w.Owner) as Unknown;
                    string? left = Block(w.Body);
                    _with = outer;
                    return left;
                }
            case Exit e: return e.What == "script" ? throw new StopException("") : e.What;
            case Procedure p: _procedures[p.Name] = p; return null;
            default: return null;
        }
    }

    private string? Choose(Choice c)
    {
        object? subject = c.Subject is null ? null : Evaluate(c.Subject);
        bool unknown = false;
        foreach ((List<Expression>? tests, List<Statement> body) in c.Branches)
        {
            bool? holds = tests is null;
            if (tests is not null)
            {
                holds = tests.Count == 0 ? null : false;
                foreach (Expression test in tests)
                {
                    object value = Evaluate(test);
                    bool? one = subject is null ? Conversion.Truth(value) : Conversion.Truth(Compare("=", subject, value));
                    if (one == true) { holds = true; break; }
                    if (one is null) { holds = null; }
                }
            }
            if (holds == true && !unknown) { return Block(body); }
            if (holds == false) { continue; }
            unknown = true;
            Perhaps(body);
            if (holds == true) { break; }
        }
        return null;
    }

    private void Perhaps(List<Statement> body) => Perhaps(() => Block(body));

    private string? Loop(For f)
    {
        if (Conversion.Number(Evaluate(f.From)) is not { } from || Conversion.Number(Evaluate(f.To)) is not { } to || (f.Step is null ? 1 : Conversion.Number(Evaluate(f.Step))) is not { } step || step == 0)
        {
            Set(f.Variable, Unknown.Value);
            Perhaps(f.Body);
            return null;
        }
        for (double i = from; step > 0 ? i <= to : i >= to; i += step)
        {
            Step();
            Set(f.Variable, i);
            if (Block(f.Body) is { } left) { return left == "for" ? null : left; }
        }
        return null;
    }

    private string? Loop(ForEach f)
    {
        if (Evaluate(f.Over) is not ArrayValue array)
        {
            Set(f.Variable, Unknown.Value);
            Perhaps(f.Body);
            return null;
        }
        foreach (object item in array.Items.ToArray())
        {
            Step();
            Set(f.Variable, item);
            if (Block(f.Body) is { } left) { return left == "for" ? null : left; }
        }
        return null;
    }

    private string? Loop(Repeat r)
    {
        bool first = r.AtEnd;
        while (true)
        {
            Step();
            if (!first && r.Test is not null)
            {
                bool? go = Conversion.Truth(Evaluate(r.Test));
                if (go is null) { Perhaps(r.Body); return null; }
                if (go.Value == r.Until) { return null; }
            }
            first = false;
            if (Block(r.Body) is { } left) { return left is "do" or "while" ? null : left; }
            if (r.Test is null && _forget is not null && _steps > 100_000) { return null; }
        }
    }

    private object Get(string name)
    {
        if (_locals is not null && _locals.TryGetValue(name, out object? local)) { return local; }
        return _globals.TryGetValue(name, out object? value) ? value : Constants.TryGetValue(name, out object? constant) ? constant : IsOutside(name) ? new Unknown(name) : Empty.Value;
    }

    private void Declare(string name, object value) => (_locals ?? _globals)[name] = value;

    private void Set(Expression target, object value)
    {
        switch (target)
        {
            case Name n:
                {
                    Dictionary<string, object> where = _locals is not null && (_locals.ContainsKey(n.Text) || !_globals.ContainsKey(n.Text)) ? _locals : _globals;
                    if (_forget is not null) { _forget.Add((where, n.Text)); }
                    where[n.Text] = value;
                    return;
                }
            case Call { Callee: Name n, Arguments: [{ } index] } when Get(n.Text) is ArrayValue array:
                if (Conversion.Number(Evaluate(index)) is { } at && at >= 0 && at < array.Items.Count && _forget is null) { array.Items[(int)at] = value; }
                else if (_forget is not null) { for (int i = 0; i < array.Items.Count; i++) { array.Items[i] = Unknown.Value; } }
                return;
            case Member m:
                {
                    object owner = m.Owner is null ? _with ?? Unknown.Value : Evaluate(m.Owner);
                    if (owner is Unknown { Name: { } name } outside)
                    {
                        (outside.Properties ??= new(StringComparer.OrdinalIgnoreCase))[m.Text] = value;
                        Assigned(name, m, value);
                    }
                    return;
                }
        }
    }

    private object Call(Procedure p, object[] arguments)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_depth >= MostDepth) { return Unknown.Value; }
        p.Called = true;
        Dictionary<string, object>? outer = _locals;
        Unknown? with = _with;
        _locals = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < p.Parameters.Count; i++) { _locals[p.Parameters[i]] = i < arguments.Length ? arguments[i] : Empty.Value; }
        _locals[p.Name] = Empty.Value;
        _depth++;
        try
        {
            Block(p.Body);
            return _locals[p.Name];
        }
        finally
        {
            _depth--;
            (_locals, _with) = (outer, with);
        }
    }
}
