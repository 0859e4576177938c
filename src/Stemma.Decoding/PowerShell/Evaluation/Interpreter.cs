using System.Collections.Immutable;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using Stemma.Decoding.PowerShell.Parsing;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>
/// Evaluates a script without running it: what is pure is computed, all else gives <see cref="Unknown"/>. Where a condition is unknown
/// both sides are read, and what either assigns is forgotten. Scripts that it would start are told to the sink.
/// </summary>
internal sealed partial class Interpreter
{
    private const int DeepestCalls = 48;
    private const int DeepestInline = 3;

    private readonly LayerSink _sink;
    private readonly ScriptContext _context;
    private readonly Dictionary<string, string> _environment;
    private readonly HashSet<string> _environmentSet = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionDefinitionAst> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _assigned;
    private readonly HashSet<string> _assignedTwice;
    private readonly Dictionary<string, int> _writes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<ScriptBlockAst> _blocksRun = [];
    private List<object?> _aside;
    private Scope _scope = new(null);
    private bool _recording = true;
    private bool _telling = true;
    private bool _onlySteady;
    private int _depth;
    private int _inline;
    private int _effects;

    /// <summary>Prepares to evaluate a script.</summary>
    public Interpreter(ParsedScript script, ScriptContext context, LayerSink sink)
    {
        (Script, _context, _sink, _aside) = (script, context, sink, script.Aside);
        _environment = new Dictionary<string, string>(FixedEnvironment.Variables, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in context.Environment) { _environment[name] = value; }
        (_assigned, _assignedTwice) = AssignedNames.In(script.Ast);
    }

    /// <summary>The script.</summary>
    public ParsedScript Script { get; }

    /// <summary>What its expressions gave.</summary>
    public Recording Recorded { get; } = new();

    /// <summary>The calls that it makes.</summary>
    public CallList Calls { get; } = new();

    /// <summary>What evaluating may still cost.</summary>
    public DecodeBudget Budget => _sink.Budget;

    /// <summary>The text that joins a list made into text.</summary>
    public string Separator => _scope.TryGet("OFS", out object? value) ? value is null ? "" : Conversions.TryText(value, out string text, Budget) ? text : " " : " ";

    /// <summary>Evaluates the whole script, then what it defines but does not call.</summary>
    public void Run()
    {
        RunBlock(Script.Ast, []);
        ReadUncalled();
    }

    // Functions and blocks are read once more for what is the same whoever calls them: parameters are unknown there, and of the
    // variables outside only those count that the script sets once.
    private void ReadUncalled()
    {
        _onlySteady = true;
        foreach (Ast found in Script.Ast.FindAll(n => n is FunctionDefinitionAst or ScriptBlockExpressionAst, true))
        {
            Budget.Spend(16);
            ScriptBlockAst body = found is FunctionDefinitionAst function ? function.Body : ((ScriptBlockExpressionAst)found).ScriptBlock;
            if (found is ScriptBlockExpressionAst && !_blocksRun.Add(body)) { continue; }
            Scope outer = _scope;
            _scope = new Scope(outer);
            _scope.Variables["_"] = Unknown.Value;
            _scope.Variables["args"] = Unknown.Value;
            _scope.Variables["input"] = Unknown.Value;
            _scope.Variables["this"] = Unknown.Value;
            IEnumerable<ParameterAst> parameters = (body.ParamBlock?.Parameters ?? []).Concat((found as FunctionDefinitionAst)?.Parameters ?? Enumerable.Empty<ParameterAst>());
            foreach (ParameterAst parameter in parameters)
            {
                if (parameter.DefaultValue is { } value) { Eval(value); }
                _scope.Variables[parameter.Name.VariablePath.UserPath] = Unknown.Value;
            }
            RunBlock(body, []);
            _scope = outer;
        }
        _onlySteady = false;
    }

    /// <summary>Runs the parts of a script block in the current scope.</summary>
    private Flow RunBlock(ScriptBlockAst block, List<object?> output)
    {
        foreach (NamedBlockAst? part in (ReadOnlySpan<NamedBlockAst?>)[block.DynamicParamBlock, block.BeginBlock, block.ProcessBlock, block.EndBlock])
        {
            if (part is null) { continue; }
            Flow flow = RunStatements(part.Statements, output);
            if (flow != Flow.Next) { return flow; }
        }
        return Flow.Next;
    }

    /// <summary>Evaluates an expression and notes what it gave.</summary>
    public object? Eval(ExpressionAst node)
    {
        Budget.Spend();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        object? value = EvalCore(node);
        if (_recording && node is not ConstantExpressionAst) { Recorded.Add(node, value); }
        return value;
    }

    /// <summary>What a script that starts now would find.</summary>
    private ScriptContext ContextNow()
    {
        if (_environmentSet.Count == 0) { return _context; }
        ImmutableDictionary<string, string>.Builder set = _context.Environment.ToBuilder();
        foreach (string name in _environmentSet)
        {
            if (_environment.TryGetValue(name, out string? value)) { set[name] = value; }
        }
        return _context with { Environment = set.ToImmutable() };
    }
}

/// <summary>How a statement ends.</summary>
internal enum Flow
{
    /// <summary>The next statement follows.</summary>
    Next,

    /// <summary>The loop ends.</summary>
    Break,

    /// <summary>The loop goes on with its next round.</summary>
    Continue,

    /// <summary>The function or block ends.</summary>
    Return,

    /// <summary>The script ends, or something was thrown.</summary>
    Exit,
}
