using System.Management.Automation.Language;

namespace Stemma.Decoding.PowerShell.Evaluation;

/// <summary>Calls as they are met: each place once for each set of arguments, up to a limit.</summary>
internal sealed class CallList
{
    private const int Most = 2000;
    private const int MostOfOnePlace = 16;
    private const int LongestArgument = 4096;

    private readonly Dictionary<Ast, List<string>> _seen = [];

    /// <summary>The calls: where, what, with what.</summary>
    public List<(Ast Node, string Name, string?[] Arguments)> All { get; } = [];

    /// <summary>Adds one.</summary>
    public void Add(Ast node, string name, string?[] arguments)
    {
        if (All.Count >= Most) { return; }
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is { Length: > LongestArgument } text) { arguments[i] = text[..LongestArgument]; }
        }
        string key = name + "\0" + string.Join('\0', arguments);
        if (!_seen.TryGetValue(node, out List<string>? keys)) { _seen[node] = keys = []; }
        if (keys.Count >= MostOfOnePlace || keys.Contains(key)) { return; }
        keys.Add(key);
        All.Add((node, name, arguments));
    }
}
