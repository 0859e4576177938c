using System.Globalization;

namespace Stemma.Sigma.Rules;

/// <summary>A field of another process: <c>parent.Image</c>, <c>ancestor(3).CommandLine</c>.</summary>
/// <param name="Relation">Which process.</param>
/// <param name="Depth">How many steps away at most.</param>
/// <param name="Prefix">What stands before the dot.</param>
/// <param name="Name">The field.</param>
internal sealed record RelationField(SigmaRelation Relation, int Depth, string Prefix, string Name)
{
    private const int Deepest = 64;

    /// <summary>Reads a selection's field; null when it is one of the event itself.</summary>
    /// <exception cref="RuleFault">It begins as one of another process and is none.</exception>
    public static RelationField? Read(DetectionItem item)
    {
        if (item.Field is not { } field || field.IndexOf('.', StringComparison.Ordinal) is not (> 0 and int dot)) return null;
        string prefix = field[..dot], name = field[(dot + 1)..];
        int open = prefix.IndexOf('(', StringComparison.Ordinal);
        SigmaRelation? relation = (open < 0 ? prefix : prefix[..open]) switch
        {
            "parent" => SigmaRelation.Parent,
            "grandparent" => SigmaRelation.Grandparent,
            "ancestor" => SigmaRelation.Ancestor,
            "descendant" => SigmaRelation.Descendant,
            "sibling" => SigmaRelation.Sibling,
            _ => null,
        };
        if (relation is not { } known) return null;
        int depth = known is SigmaRelation.Ancestor or SigmaRelation.Descendant ? Deepest : 1;
        if (open >= 0 && (depth == 1 || !prefix.EndsWith(')') || !int.TryParse(prefix.AsSpan(open + 1, prefix.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out depth) || depth is < 1 or > Deepest))
            throw new RuleFault(item.Line, $"field '{field}': only ancestor and descendant have a depth, ancestor(1) to ancestor({Deepest})");
        if (!SigmaRelationJudge.Fields.Contains(name))
            throw new RuleFault(item.Line, $"field '{field}': of other processes are known {string.Join(", ", SigmaRelationJudge.Fields)}");
        return new RelationField(known, depth, prefix, name);
    }
}
