using Stemma.Decoding.PowerShell.Evaluation;

namespace Stemma.Decoding.PowerShell.Cmdlets;

/// <summary>A cmdlet that is followed here: what it puts out, or null when it cannot tell and the command is to be taken for one that acts.</summary>
internal delegate List<object?>? Cmdlet(BoundCommand call);

/// <summary>The cmdlets that are followed, by full name.</summary>
internal static class CmdletTable
{
    private static readonly Dictionary<string, Cmdlet> All = new IEnumerable<KeyValuePair<string, Cmdlet>>[] { VariableCmdlets.Table, PipelineCmdlets.Table, ValueCmdlets.Table, ScriptCmdlets.Table }
        .SelectMany(t => t).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The cmdlet of a name; null when it is not followed.</summary>
    public static Cmdlet? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Whether a cmdlet only passes values on, so that its call tells nothing.</summary>
    public static bool IsPlumbing(string name) => PipelineCmdlets.Table.ContainsKey(name);
}
