using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.Cmd;

/// <summary>
/// Follows a script of cmd.exe through the phases of the real one and keeps what it would carry out. Only what is pure is evaluated:
/// variables, loops, listings of fixed tables, text that is piped. Commands are written down, never started.
/// </summary>
internal sealed partial class CmdRun
{
    private const int DeepestChild = 12;

    private readonly CmdShared _shared;
    private readonly LayerSink? _sink;
    private readonly int _depth;
    private readonly bool _batch;
    private readonly Dictionary<char, string> _loop = [];
    private List<string> _trace = [];
    private CmdVariables _variables;
    private CmdOutput? _output;
    private string? _input;
    private int _uncertain;

    /// <summary>A run of its own.</summary>
    /// <param name="shared">What all runs of one layer share.</param>
    /// <param name="variables">The environment it starts with.</param>
    /// <param name="batch">Whether it reads a batch file, with two percent signs for one.</param>
    /// <param name="sink">Where scripts that it would start are told; null for nowhere.</param>
    /// <param name="depth">How many runs lie around it.</param>
    public CmdRun(CmdShared shared, CmdVariables variables, bool batch, LayerSink? sink, int depth = 0) =>
        (_shared, _variables, _batch, _sink, _depth) = (shared, variables, batch, sink, depth);

    /// <summary>The commands that would be carried out, one a line.</summary>
    public IReadOnlyList<string> Trace => _trace;

    /// <summary>Carries out one line typed at a prompt or given to <c>cmd /c</c>.</summary>
    public void Line(string line)
    {
        string expanded = _shared.Expansion.Percent(line, _variables, batch: false);
        if (new CmdParser(expanded, null, _shared.Marks, _shared.Budget).Parse() is { } node) { Execute(node); }
    }

    /// <summary>What a line prints; null when that is not known.</summary>
    private string? Printed(string line, string? input)
    {
        if (_depth >= DeepestChild) { return null; }
        var child = new CmdRun(_shared, _variables.Clone(), false, null, _depth + 1) { _output = new CmdOutput(_shared.Budget), _input = input };
        child.Line(line);
        return child._output.Text;
    }

    private void Execute(CmdNode node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _shared.Step();
        if (_jump is not null) { return; }
        switch (node)
        {
            case CmdSimple simple: Simple(Substituted(simple.Text), Substituted(simple.Bare)); break;
            case CmdBlock block:
                foreach (CmdNode each in block.Commands) { Execute(each); }
                break;
            case CmdPair { Operator: "|" } pipe: Pipe(pipe); break;
            case CmdPair pair: Pair(pair); break;
            case CmdFor loop: For(loop); break;
            case CmdIf condition: If(condition); break;
        }
    }

    /// <summary>Variables of loops, then delayed expansion.</summary>
    private string Substituted(string text)
    {
        text = LoopVariables(text);
        return _shared.Expansion.Delayed(text, _variables, _batch);
    }

    /// <summary>What the commands in an action would be, apart from those before it.</summary>
    private List<string> Apart(Action action)
    {
        List<string> before = _trace;
        _trace = [];
        try
        {
            action();
            return _trace;
        }
        finally { _trace = before; }
    }

    private void Pair(CmdPair pair)
    {
        List<string> left = Apart(() => Execute(pair.Left)), right = Apart(() => Execute(pair.Right));
        if (left.Count > 0 && right.Count > 0)
        {
            left[^1] = left[^1].TrimEnd() + pair.Operator + right[0];
            right.RemoveAt(0);
        }
        foreach (string line in left) { Write(line); }
        foreach (string line in right) { Write(line); }
    }

    private void Write(string line)
    {
        _shared.Written(line);
        _trace.Add(line);
    }

    /// <summary>One side of a pipe: a program is started as it stands, anything else goes to a child of cmd.exe, which parses it again.</summary>
    private void Side(CmdNode node, Dictionary<char, string> loop)
    {
        foreach ((char name, string value) in loop) { _loop[name] = value; }
        if (node is CmdSimple simple && Name(Substituted(simple.Bare).TrimStart(' ', '\t', ',', ';', '=', '@')).Program is { } program && (program == "cmd" || !BuiltIn.Contains(program)))
        {
            Execute(simple);
            return;
        }
        string text = Substituted(node.Render());
        _loop.Clear();
        Line(text);
    }

    /// <summary>Text goes from one child to another.</summary>
    private void Pipe(CmdPair pipe)
    {
        if (_depth >= DeepestChild) { return; }
        CmdRun left = Child(), right = Child();
        left._output = new CmdOutput(_shared.Budget);
        left._input = _input;
        left.Side(pipe.Left, _loop);
        right._output = _output;
        right._input = left._output.Text ?? CmdOutput.NotKnown;
        right.Side(pipe.Right, _loop);
        if (left._trace.Count + right._trace.Count > 0)
        {
            Write(string.Join(" & ", left._trace) + (left._trace.Count == 0 || right._trace.Count == 0 ? "" : " | ") + string.Join(" & ", right._trace));
        }

        CmdRun Child() => new(_shared, _variables.Clone(), false, _sink, _depth + 1);
    }

    private void If(CmdIf condition)
    {
        bool? holds = Holds(condition);
        if (holds is bool known)
        {
            if (known) { Execute(condition.Then); }
            else if (condition.Else is not null) { Execute(condition.Else); }
            return;
        }

        // Not known: both ways are walked, and what they set differently is not known behind them.
        CmdVariables before = _variables.Clone();
        _uncertain++;
        List<string> then = Apart(() => Execute(condition.Then));
        CmdVariables after = _variables;
        _variables = before;
        List<string> otherwise = condition.Else is null ? [] : Apart(() => Execute(condition.Else));
        _uncertain--;
        _variables.Merge(after);
        if (then.Count + otherwise.Count == 0) { return; }
        var text = new StringBuilder(Substituted(condition.Head));
        text.Append('(').AppendJoin(" & ", then).Append(')');
        if (otherwise.Count > 0) { text.Append(" else (").AppendJoin(" & ", otherwise).Append(')'); }
        Write(text.ToString());
    }

    private bool? Holds(CmdIf condition)
    {
        string left = Substituted(condition.Left), right = Substituted(condition.Right);
        bool? holds = condition.Operator switch
        {
            "DEFINED" => _variables.TryGet(right, out _) ? true : _batch ? null : false,
            "CMDEXTVERSION" => CmdExpansion.TryNumber(right, out int version) ? version <= 2 : null,
            "EXIST" or "ERRORLEVEL" => null,
            _ => IsOpen(left) || IsOpen(right) ? null : Compare(condition, left, right),
        };
        return condition.Not ? !holds : holds;

        static bool IsOpen(string side) => side.Contains('%') || (side.Contains('!') && side.IndexOf('!') != side.LastIndexOf('!'));
    }

    private static bool Compare(CmdIf condition, string left, string right)
    {
        StringComparison comparison = condition.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (condition.Operator == "==") { return left.Equals(right, comparison); }
        int order = left.Length > 0 && right.Length > 0 && CmdExpansion.TryNumber(left, out int a) && CmdExpansion.TryNumber(right, out int b)
            ? a.CompareTo(b) : string.Compare(left, right, comparison);
        return condition.Operator switch
        {
            "EQU" => order == 0,
            "NEQ" => order != 0,
            "LSS" => order < 0,
            "LEQ" => order <= 0,
            "GTR" => order > 0,
            _ => order >= 0,
        };
    }
}
