namespace Stemma.Sigma;

/// <summary>How another process stands to the one that an event is about (Stemma's extension, docs/lineage-rules.md).</summary>
public enum SigmaRelation
{
    /// <summary>Who started it.</summary>
    Parent,

    /// <summary>Who started its parent.</summary>
    Grandparent,

    /// <summary>Its parent, that one's parent, and so on.</summary>
    Ancestor,

    /// <summary>Its children, theirs, and so on.</summary>
    Descendant,

    /// <summary>Other children of its parent.</summary>
    Sibling,
}
