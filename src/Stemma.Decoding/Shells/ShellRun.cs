using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>
/// Follows a shell script: variables, loops, functions, pipes between programs whose output is known. Programs that are not pure are written
/// down, never started; files exist only where the script itself wrote them.
/// </summary>
internal sealed partial class ShellRun
{
    /// <summary>Stands for text that is not known within a value that is known in part.</summary>
    public const char NotKnown = '\uF8FF';

    private const int DeepestChild = 24;
    private const int MostTurns = 5_000;

    private enum Flow { On, Break, Continue, Return }

    private readonly Dictionary<string, ShellNode> _functions;
    private readonly LayerSink? _sink;
    private readonly bool _top;
    private readonly int _depth;
    private StringBuilder? _output;
    private bool _outputKnown = true;
    private string? _input;
    private bool _hasInput;
    private bool _silent;
    private bool _inner;
    private Flow _flow;

    /// <summary>A run over the text of a layer.</summary>
    public ShellRun(ShellShared shared, ShellVariables variables, LayerSink sink, string? input)
    {
        (Shared, Variables, _sink, _top, _functions) = (shared, variables, sink, true, new Dictionary<string, ShellNode>(StringComparer.Ordinal));
        (_input, _hasInput) = (input, input is not null);
    }

    private ShellRun(ShellRun parent, bool top, bool capture)
    {
        (Shared, _sink, _functions, _depth, _top) = (parent.Shared, parent._sink, parent._functions, parent._depth + 1, top);
        (Variables, Arguments, _silent, _inner) = (parent.Variables.Clone(), parent.Arguments, parent._silent, parent._inner);
        (_input, _hasInput) = (parent._input, parent._hasInput);
        if (capture) { _output = new StringBuilder(); }
    }

    /// <summary>What all runs of the layer share.</summary>
    public ShellShared Shared { get; }

    /// <summary>The variables.</summary>
    public ShellVariables Variables { get; private set; }

    /// <summary>Arguments of the script or function, name first; null when not known.</summary>
    public List<string>? Arguments { get; private set; }

    /// <summary>Characters that separate fields.</summary>
    public string Separators => Variables.Get("IFS") is { } set ? set.First ?? " \t\n" : " \t\n";

    /// <summary>The value of a variable that every shell has, as far as it is the same everywhere.</summary>
    public static string? WellKnown(string name) => name switch
    {
        "IFS" => " \t\n",
        "PATH" => $"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin{NotKnown}",
        "HOME" or "PWD" or "OLDPWD" => $"/{NotKnown}",
        "SHELL" or "BASH" => $"/bin/{NotKnown}",
        "OSTYPE" => "linux-gnu",
        "HOSTTYPE" => "x86_64",
        "MACHTYPE" => "x86_64-pc-linux-gnu",
        _ => null,
    };

    /// <summary>What commands print; null when that is not known.</summary>
    public string? Printed(string text)
    {
        if (_depth >= DeepestChild) { return null; }
        ShellRun child = new(this, false, true);
        child.Execute(new ShellParser(text, Shared.Budget).Parse());
        return child._outputKnown ? child._output!.ToString() : null;
    }

    /// <summary>The value of an arithmetic expression; null when it is not known.</summary>
    public long? Arithmetic(string expression) => new ShellArithmetic(expression, Number, Variables.Set, Shared.Budget).Evaluate();

    private string? Number(string name)
    {
        int bracket = name.IndexOf('[');
        if (bracket < 0) { return Variables.Get(name) is { } variable ? variable.First : ""; }
        return Variables.Get(name[..bracket])?.Items is { } items && items.TryGetValue(name[(bracket + 1)..^1], out string? item) ? item : "";
    }

    /// <summary>Carries out a command. True and false where its success is known.</summary>
    public bool? Execute(ShellNode node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Shared.Step();
        if (_flow != Flow.On) { return null; }
        switch (node)
        {
            case ShellSimple simple: return Simple(simple);
            case ShellPipeline pipeline: return Pipe(pipeline);
            case ShellPair pair:
                bool? left = Execute(pair.Left);
                if (left is bool known && known != pair.And) { return known; }
                bool? right = Execute(pair.Right);
                return left is null ? null : right;
            case ShellList list:
                bool? last = true;
                foreach (ShellNode each in list.Commands) { last = Execute(each); }
                return last;
            case ShellGroup group: return Group(group);
            case ShellIf condition: return If(condition);
            case ShellWhile loop: return While(loop);
            case ShellFor loop: return For(loop);
            case ShellCount loop: return Count(loop);
            case ShellCase choice: return Case(choice);
            case ShellFunction function:
                _functions[function.Name] = function.Body;
                Unknowing(function.Body);
                return true;
            case ShellSum sum: return Arithmetic(sum.Expression) is long value ? value != 0 ? true : false : null;
            default: return null;
        }
    }

    /// <summary>Looks into a function that may never be called with what is known: its words may hide something all the same.</summary>
    private void Unknowing(ShellNode body)
    {
        if (_inner || _silent) { return; }
        ShellRun child = new(this, _top, true) { _inner = true };
        child.Arguments = null;
        child.Execute(body);
    }

    private bool? Group(ShellGroup group)
    {
        ShellRun run = group.Apart ? new ShellRun(this, _top, false) { _output = _output } : this;
        (string? input, bool has) = (_input, _hasInput);
        foreach (ShellRedirect redirect in group.Redirects) { run.Redirected(redirect); }
        bool? result = run.Execute(group.Body);
        (_input, _hasInput) = (input, has);
        if (group.Apart) { _outputKnown &= run._outputKnown; }
        return result;
    }

    private bool? Pipe(ShellPipeline pipeline)
    {
        if (_depth >= DeepestChild) { return null; }
        (string? input, bool has) = (_input, _hasInput);
        bool? result = null;
        for (int i = 0; i < pipeline.Parts.Count; i++)
        {
            bool last = i == pipeline.Parts.Count - 1;
            ShellRun child = new(this, _top, !last) { _input = input, _hasInput = has };
            if (last) { child._output = _output; }
            result = child.Execute(pipeline.Parts[i]);
            if (last) { _outputKnown &= child._outputKnown; }
            else { (input, has) = (child._outputKnown ? child._output!.ToString() : null, true); }
        }
        return result;
    }

    private void Print(string? text)
    {
        if (_output is null) { return; }
        if (text is null) { _outputKnown = false; }
        else if (_output.Length + text.Length > Shared.Budget.Limits.OutputLength) { throw new DecodeLimitException("output"); }
        else { _output.Append(text); }
    }

    /// <summary>Takes the input that a redirection gives; false for one of output.</summary>
    private bool Redirected(ShellRedirect redirect)
    {
        switch (redirect.Operator)
        {
            case "<<<":
                ShellText word = new ShellExpander(this).Single(redirect.Target);
                (_input, _hasInput) = (word.Known ? word.Text + "\n" : null, true);
                return true;
            case "<<":
                ShellText document = redirect.Literal ? new ShellText(redirect.Target, true) : new ShellExpander(this).Document(redirect.Target);
                // What is not known in a here-document stays as it is written: the rest of the script says enough.
                (_input, _hasInput) = (document.Text, true);
                return true;
            case "<":
                ShellText file = new ShellExpander(this).Single(redirect.Target);
                (_input, _hasInput) = (file.Known && Shared.Files.TryGetValue(file.Text, out string? text) ? text : file is { Known: true, Text: "/dev/null" } ? "" : null, true);
                return true;
            default: return false;
        }
    }
}
