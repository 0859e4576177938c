using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>One argument of a command: a parameter's name, a value, or both.</summary>
/// <param name="Parameter">The parameter as written, without its dash; null for a value that stands alone.</param>
/// <param name="Value">The value, when there is one.</param>
/// <param name="HasValue">Whether there is a value.</param>
/// <param name="Node">Where it stands; null for one that was splatted.</param>
internal sealed record CommandArgument(string? Parameter, object? Value, bool HasValue, Ast? Node);

/// <summary>The arguments of a command bound to the parameters of a cmdlet.</summary>
/// <param name="command">Full name of the cmdlet.</param>
/// <param name="arguments">The arguments in order.</param>
/// <param name="input">What the pipeline brings.</param>
/// <param name="hasInput">Whether the command stands in a pipeline behind another.</param>
/// <param name="interpreter">The interpreter that evaluates it.</param>
/// <param name="node">Where the command stands.</param>
internal sealed class BoundCommand(string command, List<CommandArgument> arguments, List<object?> input, bool hasInput, Interpreter interpreter, Ast node)
{
    private readonly Dictionary<string, object?> _named = new(StringComparer.OrdinalIgnoreCase);
    private bool _bound;

    /// <summary>Full name.</summary>
    public string Name => command;

    /// <summary>The arguments as they stand.</summary>
    public List<CommandArgument> Arguments => arguments;

    /// <summary>What the pipeline brings.</summary>
    public List<object?> Input => input;

    /// <summary>Whether there is a pipeline before it.</summary>
    public bool HasInput => hasInput;

    /// <summary>The interpreter.</summary>
    public Interpreter Interpreter => interpreter;

    /// <summary>Where it stands.</summary>
    public Ast Node => node;

    /// <summary>Values that no parameter took, in order.</summary>
    public List<object?> Positional { get; } = [];

    /// <summary>Whether a parameter was given, by name or by its place.</summary>
    public bool Has(string parameter)
    {
        Bind();
        return _named.ContainsKey(parameter);
    }

    /// <summary>The value of a parameter; null when it was not given.</summary>
    public object? this[string parameter]
    {
        get
        {
            Bind();
            return _named.GetValueOrDefault(parameter);
        }
    }

    /// <summary>The value of a parameter as text; null when it is not given or not known.</summary>
    public string? Text(string parameter) => Has(parameter) && Conversions.TryText(this[parameter], out string text, interpreter.Budget, interpreter.Separator) ? text : null;

    /// <summary>Whether a switch was given and is not false.</summary>
    public bool Switch(string parameter) => Has(parameter) && Conversions.Truth(this[parameter]) != false;

    private void Bind()
    {
        if (_bound) { return; }
        _bound = true;
        CmdletParameters? known = CmdletParameters.Of(command);
        List<object?> alone = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            CommandArgument argument = arguments[i];
            if (argument.Parameter is null) { alone.Add(argument.Value); continue; }
            string name = known?.Full(argument.Parameter) ?? argument.Parameter;
            if (argument.HasValue) { _named[name] = argument.Value; }
            else if (known?.IsSwitch(name) == true) { _named[name] = true; }
            else if (i + 1 < arguments.Count && arguments[i + 1].Parameter is null) { _named[name] = arguments[++i].Value; }
            else { _named[name] = true; }
        }
        int next = 0;
        foreach (string positional in known?.Positional ?? [])
        {
            if (_named.ContainsKey(positional)) { continue; }
            if (next >= alone.Count) { break; }
            _named[positional] = alone[next++];
        }
        Positional.AddRange(alone.Skip(next));
    }
}
