using System.Management.Automation.Language;
using Stemma.Decoding.PowerShell.Values;

namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>What expressions evaluated to, for those that gave the same each time.</summary>
internal sealed class Recording
{
    private static readonly object Differs = new();

    private readonly Dictionary<Ast, object?> _values = [];
    private readonly Dictionary<CommandAst, string?> _commands = [];
    private readonly HashSet<string> _acting = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes a value.</summary>
    public void Add(Ast node, object? value)
    {
        if (_values.TryGetValue(node, out object? before))
        {
            if (!ReferenceEquals(before, Differs) && !Same(before, value)) { _values[node] = Differs; }
            return;
        }
        _values[node] = value is string or char or bool or int or long or double or byte or TypeRef or null ? value : Snapshot(value);
    }

    /// <summary>Notes which command a name stands for.</summary>
    public void AddCommand(CommandAst node, string name)
    {
        if (!_commands.TryAdd(node, name) && _commands[node] != name) { _commands[node] = null; }
    }

    /// <summary>Notes that a function does more than compute.</summary>
    public void Veto(string function) => _acting.Add(function);

    /// <summary>Whether a function was seen to do more than compute.</summary>
    public bool IsActing(string function) => _acting.Contains(function);

    /// <summary>The value of a node if it is known and always the same.</summary>
    public bool TryGet(Ast node, out object? value) => _values.TryGetValue(node, out value) && !ReferenceEquals(value, Differs) && value is not Unknown;

    /// <summary>The command that a node runs, if always the same.</summary>
    public string? CommandOf(CommandAst node) => _commands.GetValueOrDefault(node);

    // Lists change in place: only short ones of plain values are kept, as they were.
    private static object? Snapshot(object? value) =>
        value is PsList { Items.Count: <= 256 } list && list.Items.TrueForAll(i => i is string or char or int or TypeRef or null) ? new PsList([.. list.Items], list.ElementType) : Differs;

    private static bool Same(object? a, object? b)
    {
        if (a is PsList x && b is PsList y) { return x.Items.Count == y.Items.Count && x.Items.SequenceEqual(y.Items); }
        return Equals(a, b);
    }
}
