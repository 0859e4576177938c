using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Parsing;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

// Functions, script blocks, and scripts that start out of text.
internal sealed partial class Interpreter
{
    private List<object?> CallFunction(FunctionDefinitionAst function, List<CommandArgument> arguments, List<object?> input)
    {
        IReadOnlyList<ParameterAst> parameters = function.Parameters is { Count: > 0 } own ? own : function.Body.ParamBlock?.Parameters ?? (IReadOnlyList<ParameterAst>)[];
        (int effects, int calls) = (_effects, Calls.All.Count);
        List<object?> output = InScope(false, recording: false, IsOwn(function), () => Body(function.Body, parameters, arguments, input));
        if (_effects != effects || Calls.All.Count != calls) { Recorded.Veto(function.Name); }
        return output;
    }

    /// <summary>Runs a script block with arguments, as <c>&amp;</c>, <c>.</c> and <c>.Invoke()</c> do.</summary>
    public List<object?> InvokeBlock(ScriptBlockValue block, List<object?> values, List<CommandArgument>? arguments, List<object?> input, bool dot)
    {
        bool first = _blocksRun.Add(block.Ast);
        arguments ??= [.. values.Select(v => new CommandArgument(null, v, true, null))];
        IReadOnlyList<ParameterAst> parameters = block.Ast.ParamBlock?.Parameters ?? (IReadOnlyList<ParameterAst>)[];
        return InScope(dot, _recording && (first || parameters.Count == 0), IsOwn(block.Ast), () => Body(block.Ast, parameters, arguments, input));
    }

    /// <summary>Runs a script block in the current scope with <c>$_</c> set, as ForEach-Object does.</summary>
    public List<object?> InvokeInline(ScriptBlockAst block, object? item)
    {
        _blocksRun.Add(block);
        if (_depth >= DeepestCalls) { return [Unknown.Value]; }
        _depth++;
        bool had = _scope.Variables.TryGetValue("_", out object? before);
        (bool recording, bool telling, bool own) = (_recording, _telling, IsOwn(block));
        (_recording, _telling) = (recording && own, telling && own);
        _scope.Variables["_"] = item;
        List<object?> output = [];
        RunBlock(block, output);
        (_recording, _telling) = (recording, telling);
        if (had) { _scope.Variables["_"] = before; }
        else { _scope.Variables.Remove("_"); }
        _depth--;
        return output;
    }

    private List<object?> InScope(bool dot, bool recording, bool own, Func<List<object?>> body)
    {
        if (_depth >= DeepestCalls) { return [Unknown.Value]; }
        Budget.Spend(8);
        (Scope outer, bool wasRecording, bool wasTelling, bool mayLeave) = (_scope, _recording, _telling, _mayLeave);
        (_recording, _telling) = (recording && own, _telling && own);
        if (!dot) { _scope = new Scope(outer); }
        _depth++;
        try
        {
            return body();
        }
        finally
        {
            (_scope, _recording, _telling, _mayLeave) = (outer, wasRecording, wasTelling, mayLeave);
            _depth--;
        }
    }

    private List<object?> Body(ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters, List<CommandArgument> arguments, List<object?> input)
    {
        BindParameters(parameters, arguments, input);
        List<object?> output = [];
        bool mayLeave = _mayLeave;
        _mayLeave = false;
        if (body.BeginBlock is { } begin) { RunStatements(begin.Statements, output); }
        if (body.ProcessBlock is { } process)
        {
            foreach (object? item in input.Count == 0 ? [null] : input)
            {
                _scope.Variables["_"] = item;
                if (parameters.FirstOrDefault(TakesPipeline) is { } piped && input.Count > 0) { _scope.Variables[piped.Name.VariablePath.UserPath] = Typed(piped, item); }
                RunStatements(process.Statements, output);
            }
        }
        else if (parameters.FirstOrDefault(TakesPipeline) is { } piped && input.Count > 0) { _scope.Variables[piped.Name.VariablePath.UserPath] = Typed(piped, input[^1]); }
        if (body.EndBlock is { } end) { RunStatements(end.Statements, output); }
        // Where a return may or may not have come, what is put out is not known either.
        if (_mayLeave) { output = [Unknown.Value]; }
        _mayLeave = mayLeave;
        return output;
    }

    private void BindParameters(IReadOnlyList<ParameterAst> parameters, List<CommandArgument> arguments, List<object?> input)
    {
        HashSet<ParameterAst> bound = [];
        List<object?> alone = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            CommandArgument argument = arguments[i];
            if (argument.Parameter is not { } name) { alone.Add(argument.Value); continue; }
            ParameterAst? parameter = parameters.FirstOrDefault(p => p.Name.VariablePath.UserPath.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? parameters.FirstOrDefault(p => p.Name.VariablePath.UserPath.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            bool isSwitch = parameter is not null && IsSwitch(parameter);
            object? value = argument.HasValue ? argument.Value : isSwitch || i + 1 >= arguments.Count || arguments[i + 1].Parameter is not null ? true : arguments[++i].Value;
            if (parameter is null) { continue; }
            bound.Add(parameter);
            _scope.Variables[parameter.Name.VariablePath.UserPath] = Typed(parameter, value);
        }
        int next = 0;
        foreach (ParameterAst parameter in parameters)
        {
            if (bound.Contains(parameter)) { continue; }
            string name = parameter.Name.VariablePath.UserPath;
            if (next < alone.Count && !IsSwitch(parameter)) { _scope.Variables[name] = Typed(parameter, alone[next++]); }
            else if (parameter.DefaultValue is { } standard) { _scope.Variables[name] = Typed(parameter, Eval(standard)); }
            else { _scope.Variables[name] = IsSwitch(parameter) ? false : null; }
        }
        _scope.Variables["args"] = new PsList([.. alone.Skip(next)]);
        _scope.Variables["input"] = new PsList([.. input]);
    }

    // What was made of text has places in that text, not in this script.
    private bool IsOwn(Ast node)
    {
        while (node.Parent is { } parent) { node = parent; }
        return ReferenceEquals(node, Script.Ast);
    }

    private static bool IsSwitch(ParameterAst parameter) => parameter.Attributes.OfType<TypeConstraintAst>().Any(t => TypeNames.Key(t.TypeName.FullName) == "management.automation.switchparameter");

    private static bool TakesPipeline(ParameterAst parameter) => parameter.Attributes.OfType<AttributeAst>()
        .Any(a => a.NamedArguments.Any(n => n.ArgumentName.StartsWith("ValueFromPipeline", StringComparison.OrdinalIgnoreCase)));

    private object? Typed(ParameterAst parameter, object? value)
    {
        TypeConstraintAst? type = parameter.Attributes.OfType<TypeConstraintAst>().FirstOrDefault();
        if (type is null || value is Unknown) { return value; }
        object? cast = Casts.To(new TypeRef(type.TypeName.FullName), value, Budget, Separator);
        return cast is Unknown && value is Opaque or ScriptBlockValue or PsObject ? value : cast;
    }

    private string BlockText(ScriptBlockAst block)
    {
        string text = block.Extent.Text;
        if (text.Length > 1 && text[0] == '{' && text[^1] == '}') { text = text[1..^1]; }
        return SourceGuard.Restore(text, _aside) as string ?? text;
    }

    /// <summary>A script block made of text: the text is a layer.</summary>
    public object? BlockOf(object? text, string step)
    {
        if (text is ScriptBlockValue) { return text; }
        if (!Conversions.TryText(text, out string script, Budget, Separator)) { return Unknown.Value; }
        _sink.Hidden(ScriptKind.PowerShell, script, step, ContextNow());
        return script.Length < 200_000 && ParsedScript.Parse(script, Budget) is { HasErrors: false, Aside.Count: 0 } parsed ? new ScriptBlockValue(parsed.Ast, script) : new Opaque("ScriptBlock");
    }

    /// <summary>Text that the script would run: a layer, and read here too for what it leaves behind.</summary>
    public List<object?> RunText(string text, string step)
    {
        _sink.Hidden(ScriptKind.PowerShell, text, step, ContextNow());
        if (_inline >= DeepestInline || text.Length > 200_000 || string.IsNullOrWhiteSpace(text)) { _effects++; return [Unknown.Value]; }
        if (ParsedScript.Parse(text, Budget) is not { } parsed) { return [Unknown.Value]; }
        (bool recording, bool telling, List<object?> aside, bool mayLeave) = (_recording, _telling, _aside, _mayLeave);
        (_recording, _telling, _aside) = (false, false, parsed.Aside);
        _inline++;
        foreach (string name in AssignedNames.All(parsed.Ast)) { _assigned.Add(name); }
        List<object?> output = [];
        try
        {
            RunBlock(parsed.Ast, output);
        }
        finally
        {
            _inline--;
            (_recording, _telling, _aside, _mayLeave) = (recording, telling, aside, mayLeave);
        }
        return output;
    }

    /// <summary>A command line or script of another language that the script would start.</summary>
    public void TellHidden(ScriptKind kind, string text, string step) => _sink.Hidden(kind, text, step, ContextNow());

    /// <summary>What a command line that stands in this script would run; it needs no layer of its own.</summary>
    public void TellCommandLine(string line) => CommandLines.CommandLineDecoder.Tell(line, ContextNow(), _sink);

    /// <summary>Tells what a PowerShell started with arguments would run.</summary>
    public void TellPowerShell(IReadOnlyList<string> arguments, string? input) =>
        CommandLines.PowerShellArguments.Tell(arguments, ContextNow() with { Input = input }, _sink);

    /// <summary>Text with its variables filled in, as ExpandString does it.</summary>
    public object? ExpandText(string text)
    {
        string quoted = "\"" + text.Replace("\"", "`\"", StringComparison.Ordinal) + "\"";
        if (text.Length > 100_000 || ParsedScript.Parse(quoted, Budget) is not { } parsed) { return Unknown.Value; }
        (bool recording, bool telling, List<object?> aside) = (_recording, _telling, _aside);
        (_recording, _telling, _aside) = (false, false, parsed.Aside);
        List<object?> output = [];
        RunBlock(parsed.Ast, output);
        (_recording, _telling, _aside) = (recording, telling, aside);
        return Conversions.Collapse(output);
    }
}
