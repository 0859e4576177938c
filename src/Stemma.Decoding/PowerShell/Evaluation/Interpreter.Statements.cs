using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using Stemma.Decoding.PowerShell.Operators;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

// Statements, loops and what is done when a condition is unknown.
internal sealed partial class Interpreter
{
    private const int MostRounds = 100_000;
    private const int MostRoundsWithEffects = 64;

    private bool _mayLeave;

    private Flow RunStatements(IReadOnlyList<StatementAst> statements, List<object?> output)
    {
        foreach (StatementAst statement in statements)
        {
            Flow flow = RunStatement(statement, output);
            if (flow != Flow.Next) { return flow; }
        }
        return Flow.Next;
    }

    private List<object?> Outputs(StatementBlockAst block)
    {
        List<object?> output = [];
        RunStatements(block.Statements, output);
        return output;
    }

    /// <summary>The value of a statement: of one expression that expression's own, else what it puts out.</summary>
    private object? ValueOf(StatementAst statement)
    {
        switch (statement)
        {
            case PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } single] }:
                return Eval(single.Expression);
            case CommandExpressionAst only:
                return Eval(only.Expression);
            case AssignmentStatementAst assignment:
                return AssignStatement(assignment);
            default:
                List<object?> output = [];
                RunStatement(statement, output);
                return Conversions.Collapse(output);
        }
    }

    private Flow RunStatement(StatementAst statement, List<object?> output)
    {
        Budget.Spend();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (statement)
        {
            case PipelineAst pipeline:
                RunPipeline(pipeline, output);
                return Flow.Next;
            case AssignmentStatementAst assignment:
                AssignStatement(assignment);
                return Flow.Next;
            case IfStatementAst choice:
                return RunIf(choice, 0, output);
            case ForEachStatementAst each:
                return RunForEach(each, output);
            case ForStatementAst loop:
                if (loop.Initializer is { } first) { ValueOf(first); }
                return RunLoop(loop, loop.Condition, loop.Body, loop.Iterator, false, false, output);
            case WhileStatementAst loop:
                return RunLoop(loop, loop.Condition, loop.Body, null, false, false, output);
            case DoWhileStatementAst loop:
                return RunLoop(loop, loop.Condition, loop.Body, null, true, false, output);
            case DoUntilStatementAst loop:
                return RunLoop(loop, loop.Condition, loop.Body, null, true, true, output);
            case SwitchStatementAst choice:
                return RunSwitch(choice, output);
            case TryStatementAst attempt:
                return RunTry(attempt, output);
            case FunctionDefinitionAst function:
                _functions[function.Name.Contains(':', StringComparison.Ordinal) ? function.Name[(function.Name.IndexOf(':', StringComparison.Ordinal) + 1)..] : function.Name] = function;
                return Flow.Next;
            case ReturnStatementAst end:
                if (end.Pipeline is { } result) { output.AddRange(Conversions.Elements(ValueOf(result))); }
                return Flow.Return;
            case ExitStatementAst end:
                if (end.Pipeline is { } code) { ValueOf(code); }
                return Flow.Exit;
            case ThrowStatementAst thrown:
                if (thrown.Pipeline is { } error) { ValueOf(error); }
                return Flow.Exit;
            case BreakStatementAst:
                return Flow.Break;
            case ContinueStatementAst:
                return Flow.Continue;
            case BlockStatementAst block:
                return RunStatements(block.Body.Statements, output);
            case DataStatementAst data:
                return RunData(data, output);
            case PipelineChainAst chain:
                RunStatement((StatementAst)chain.LhsPipelineChain, output);
                RunPipeline(chain.RhsPipeline, output);
                return Flow.Next;
            case CommandExpressionAst only:
                output.AddRange(Conversions.Elements(Eval(only.Expression)));
                return Flow.Next;
            case CommandAst command:
                output.AddRange(RunCommand(command, [], false));
                return Flow.Next;
            case ErrorStatementAst broken:
                Broken(broken.NestedAst?.Concat(broken.Bodies ?? Enumerable.Empty<Ast>()));
                return Flow.Next;
            default:
                return Flow.Next;
        }
    }

    private Flow RunData(DataStatementAst data, List<object?> output)
    {
        List<object?> values = [];
        Flow flow = RunStatements(data.Body.Statements, values);
        if (data.Variable is { } name) { SetVariable(name, Conversions.Collapse(values)); }
        else { output.AddRange(values); }
        return flow;
    }

    private Flow RunIf(IfStatementAst choice, int clause, List<object?> output)
    {
        for (; clause < choice.Clauses.Count; clause++)
        {
            bool? truth = Conversions.Truth(ValueOf(choice.Clauses[clause].Item1));
            if (truth == true) { return RunStatements(choice.Clauses[clause].Item2.Statements, output); }
            if (truth is null)
            {
                int next = clause + 1;
                StatementBlockAst body = choice.Clauses[clause].Item2;
                return Either(() => RunStatements(body.Statements, output), () => RunIf(choice, next, output), output);
            }
        }
        return choice.ElseClause is { } otherwise ? RunStatements(otherwise.Statements, output) : Flow.Next;
    }

    // Both sides are read from the same state; where they end is merged. A side that leaves (break, return) does not come back.
    private Flow Either(Func<Flow> one, Func<Flow> other, List<object?> output)
    {
        int before = output.Count;
        List<Dictionary<string, object?>> start = _scope.Save(Budget);
        Flow first = one();
        List<Dictionary<string, object?>> end = _scope.Save(Budget);
        _scope.Restore(start);
        Flow second = other();
        if (output.Count > before)
        {
            output.RemoveRange(before, output.Count - before);
            output.Add(Unknown.Value);
        }
        if (first != Flow.Next && second != Flow.Next)
        {
            if (first != second) { _mayLeave = true; }
            return first == second ? first : Flow.Return;
        }
        if (first != Flow.Next || second != Flow.Next) { _mayLeave = true; }
        if (second != Flow.Next) { _scope.Restore(end); }
        else if (first == Flow.Next) { _scope.Merge(end); }
        return Flow.Next;
    }

    private Flow RunForEach(ForEachStatementAst each, List<object?> output)
    {
        object? items = ValueOf(each.Condition);
        string name = each.Variable.VariablePath.UserPath;
        if (items is Unknown || (items is PsList list && list.Items.Contains(Unknown.Value)))
        {
            return Once(each, () => { SetVariable(name, Unknown.Value); return RunStatements(each.Body.Statements, output); }, output);
        }
        if (items is null) { return Flow.Next; }
        int effects = _effects, round = 0;
        foreach (object? item in Conversions.Elements(items).ToArray())
        {
            Budget.Spend();
            SetVariable(name, item);
            if (Round(each.Body, output, out Flow left)) { return left; }
            if (++round > MostRoundsWithEffects && _effects >= effects + round) { return Once(each, () => RunStatements(each.Body.Statements, output), output); }
            if (_mayLeaveLoop) { Forget(each); return Flow.Next; }
        }
        return Flow.Next;
    }

    private bool _mayLeaveLoop;

    /// <summary>One round of a loop; true when the loop ends with it, and how.</summary>
    private bool Round(StatementBlockAst body, List<object?> output, out Flow left)
    {
        bool before = _mayLeave;
        _mayLeave = false;
        Flow flow = RunStatements(body.Statements, output);
        _mayLeaveLoop = _mayLeave;
        _mayLeave = before;
        left = flow is Flow.Return or Flow.Exit ? flow : Flow.Next;
        return flow is Flow.Break or Flow.Return or Flow.Exit;
    }

    private Flow RunLoop(LoopStatementAst loop, PipelineBaseAst? condition, StatementBlockAst body, PipelineBaseAst? iterator, bool bodyFirst, bool until, List<object?> output)
    {
        int effects = _effects;
        for (int round = 0; ; round++)
        {
            Budget.Spend();
            if (!bodyFirst || round > 0)
            {
                bool? truth = condition is null ? true : Conversions.Truth(ValueOf(condition));
                if (truth is null || round > MostRounds || (round > MostRoundsWithEffects && _effects >= effects + round))
                {
                    return Once(loop, () => { Flow flow = RunStatements(body.Statements, output); if (iterator is not null) { ValueOf(iterator); } return flow; }, output);
                }
                if (truth == until) { return Flow.Next; }
            }
            if (Round(body, output, out Flow left)) { return left; }
            if (_mayLeaveLoop)
            {
                Forget(loop);
                return Flow.Next;
            }
            if (iterator is not null) { ValueOf(iterator); }
        }
    }

    // A loop of unknown length: its body is read once, knowing nothing of what it assigns.
    private Flow Once(Ast loop, Func<Flow> body, List<object?> output)
    {
        bool before = _mayLeave;
        Forget(loop);
        int had = output.Count;
        body();
        if (output.Count > had)
        {
            output.RemoveRange(had, output.Count - had);
            output.Add(Unknown.Value);
        }
        Forget(loop);
        _mayLeave = before;
        return Flow.Next;
    }

    private void Forget(Ast tree)
    {
        foreach (string name in AssignedNames.All(tree))
        {
            Budget.Spend();
            SetVariable(name, Unknown.Value);
        }
    }

    private Flow RunSwitch(SwitchStatementAst choice, List<object?> output)
    {
        object? subject = ValueOf(choice.Condition);
        bool unsure = subject is Unknown;
        foreach (object? item in unsure ? [subject] : Conversions.Elements(subject).ToArray())
        {
            bool matched = false;
            foreach ((ExpressionAst test, StatementBlockAst body) in choice.Clauses)
            {
                SetVariable("_", item);
                bool? fits = unsure ? null : SwitchFits(choice.Flags, item, test);
                if (fits == false) { continue; }
                if (fits is null)
                {
                    unsure = true;
                    Either(() => RunStatements(body.Statements, output), () => Flow.Next, output);
                    continue;
                }
                matched = true;
                Flow flow = RunStatements(body.Statements, output);
                if (flow is Flow.Return or Flow.Exit) { return flow; }
                if (flow == Flow.Break) { return Flow.Next; }
                if (flow == Flow.Continue) { break; }
            }
            if (choice.Default is { } otherwise && !matched)
            {
                if (unsure) { Either(() => RunStatements(otherwise.Statements, output), () => Flow.Next, output); }
                else
                {
                    Flow end = RunStatements(otherwise.Statements, output);
                    if (end is Flow.Return or Flow.Exit) { return end; }
                }
            }
        }
        return Flow.Next;
    }

    private bool? SwitchFits(SwitchFlags flags, object? item, ExpressionAst test)
    {
        if (test is ScriptBlockExpressionAst block) { return Conversions.Truth(Conversions.Collapse(InvokeInline(block.ScriptBlock, item))); }
        bool exact = flags.HasFlag(SwitchFlags.CaseSensitive);
        TokenKind kind = flags.HasFlag(SwitchFlags.Regex) ? exact ? TokenKind.Cmatch : TokenKind.Imatch
            : flags.HasFlag(SwitchFlags.Wildcard) ? exact ? TokenKind.Clike : TokenKind.Ilike : exact ? TokenKind.Ceq : TokenKind.Ieq;
        return BinaryOperators.Apply(kind, item, Eval(test), Separator, Budget) as bool?;
    }

    private Flow RunTry(TryStatementAst attempt, List<object?> output)
    {
        int effects = _effects;
        Flow flow = RunStatements(attempt.Body.Statements, output);
        bool pure = flow == Flow.Next && _effects == effects, mayLeave = _mayLeave;
        foreach (CatchClauseAst handler in attempt.CatchClauses)
        {
            // What only computes does not throw: its handlers are read for what they hold, and change nothing.
            List<Dictionary<string, object?>>? kept = pure ? _scope.Save(Budget) : null;
            Either(() => { SetVariable("_", Unknown.Value); return RunStatements(handler.Body.Statements, output); }, () => Flow.Next, []);
            if (kept is null) { continue; }
            _scope.Restore(kept);
            _mayLeave = mayLeave;
        }
        if (attempt.Finally is { } last) { RunStatements(last.Statements, output); }
        return flow == Flow.Exit && attempt.CatchClauses.Count > 0 ? Flow.Next : flow;
    }
}
