using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Cmdlets;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

// Pipelines and commands.
internal sealed partial class Interpreter
{
    private void RunPipeline(PipelineBaseAst statement, List<object?> output)
    {
        if (statement is not PipelineAst pipeline)
        {
            RunStatement((StatementAst)statement, output);
            return;
        }
        List<object?> current = [];
        for (int i = 0; i < pipeline.PipelineElements.Count; i++)
        {
            switch (pipeline.PipelineElements[i])
            {
                case CommandExpressionAst expression:
                    object? value = Eval(expression.Expression);
                    bool silent = pipeline.PipelineElements.Count == 1 && IsStep(expression.Expression);
                    current = silent ? [] : value is PsList list ? [.. list.Items] : value is byte[]? [.. Conversions.Elements(value)] : [value];
                    break;
                case CommandAst command:
                    current = RunCommand(command, current, i > 0);
                    break;
            }
        }
        if (output.Count + current.Count > 100_000) { Budget.Reserve((output.Count + current.Count) * 8L); }
        output.AddRange(current);
    }

    // $i++ as a statement puts nothing out.
    private static bool IsStep(ExpressionAst expression) =>
        expression is UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus };

    private List<object?> RunCommand(CommandAst node, List<object?> input, bool hasInput)
    {
        Budget.Spend(4);
        object? head = node.CommandElements[0] is ExpressionAst first ? Eval(first) : Unknown.Value;
        List<CommandArgument> arguments = ReadArguments(node);
        switch (head)
        {
            case ScriptBlockValue block:
                return InvokeBlock(block, [.. arguments.Where(a => a.HasValue && a.Parameter is null).Select(a => a.Value)], arguments, input, node.InvocationOperator == TokenKind.Dot);
            case PsObject { TypeName: "command" or "alias" } command when command.Properties.GetValueOrDefault("Name") is string commandName:
                head = commandName;
                break;
            case PsList { Items: [var only] }:
                head = only;
                break;
        }
        if (!Conversions.TryText(head, out string name, Budget) || head is Opaque || name.Length == 0)
        {
            if (_telling) { Calls.Add(node, "?", Shown(arguments)); }
            _effects++;
            return [Unknown.Value];
        }
        return RunNamed(node, name.Trim(), arguments, input, hasInput);
    }

    private List<object?> RunNamed(CommandAst node, string name, List<CommandArgument> arguments, List<object?> input, bool hasInput)
    {
        if (_functions.TryGetValue(name, out FunctionDefinitionAst? function))
        {
            if (_recording) { Recorded.AddCommand(node, function.Name); }
            if (_telling) { Calls.Add(node, function.Name, Shown(arguments)); }
            return CallFunction(function, arguments, input);
        }
        string full = CommandNames.Resolve(name, _aliases);
        if (_functions.TryGetValue(full, out function)) { return CallFunction(function, arguments, input); }
        if (_recording) { Recorded.AddCommand(node, full); }
        BoundCommand bound = new(full, arguments, input, hasInput, this, node);
        int before = Calls.All.Count;
        if (CmdletTable.Find(full) is { } cmdlet && cmdlet(bound) is { } output)
        {
            if (_telling && !CmdletTable.IsPlumbing(full)) { Calls.Add(node, full, Shown(arguments)); }
            return output;
        }
        if (_telling) { Calls.Add(node, full, Shown(arguments)); }
        _effects++;
        foreach (CommandArgument argument in arguments)
        {
            if (argument.Value is ScriptBlockValue block) { InvokeInline(block.Ast, Unknown.Value); }
        }
        CommandSinks.Tell(bound);
        return [Unknown.Value];
    }

    private List<CommandArgument> ReadArguments(CommandAst node)
    {
        List<CommandArgument> arguments = [];
        for (int i = 1; i < node.CommandElements.Count; i++)
        {
            switch (node.CommandElements[i])
            {
                case CommandParameterAst parameter:
                    arguments.Add(new CommandArgument(parameter.ParameterName, parameter.Argument is { } own ? Eval(own) : null, parameter.Argument is not null, parameter));
                    break;
                case VariableExpressionAst { Splatted: true } splat:
                    Splat(GetVariable(splat.VariablePath.UserPath), arguments);
                    break;
                case ExpressionAst expression:
                    arguments.Add(new CommandArgument(null, Eval(expression), true, expression));
                    break;
            }
        }
        return arguments;
    }

    private static void Splat(object? value, List<CommandArgument> arguments)
    {
        if (value is PsTable table)
        {
            foreach (string key in table.Keys) { arguments.Add(new CommandArgument(key, table[key], true, null)); }
        }
        else if (value is PsList list)
        {
            foreach (object? item in list.Items) { arguments.Add(new CommandArgument(null, item, true, null)); }
        }
        else { arguments.Add(new CommandArgument(null, Unknown.Value, true, null)); }
    }

    /// <summary>A value as a call shows it; null when it is not known.</summary>
    public string? Shown(object? value) => value is PsList or byte[]? Conversions.Elements(value).Count <= 1024 && Conversions.TryJoin(Conversions.Elements(value), ",", out string joined, Budget) ? joined : null
        : value is Opaque ? null : Conversions.TryText(value, out string text, Budget) ? text : null;

    private string?[] Shown(List<CommandArgument> arguments)
    {
        List<string?> shown = [];
        foreach (CommandArgument argument in arguments)
        {
            if (argument.Parameter is { } parameter) { shown.Add("-" + parameter); }
            if (argument.HasValue) { shown.Add(Shown(argument.Value)); }
        }
        return [.. shown];
    }

    /// <summary>Counts something that acts on the world: a loop around it is not followed for long.</summary>
    public void CountEffect() => _effects++;

    /// <summary>Sets an alias of the session.</summary>
    public void SetAlias(string name, string target) => _aliases[name] = target;

    /// <summary>Aliases that the script set.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>Functions that the script defined.</summary>
    public IReadOnlyDictionary<string, FunctionDefinitionAst> Functions => _functions;

    /// <summary>What Windows copied last, if an outer script copied it.</summary>
    public string? Clipboard => _context.Clipboard;
}
