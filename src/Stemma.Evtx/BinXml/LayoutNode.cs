namespace Stemma.Evtx.BinXml;

/// <summary>A part of a layout's tree: what the renderers walk, filled with a record's values as they go.</summary>
internal abstract class LayoutNode;

/// <summary>Constant text.</summary>
internal sealed class TextNode(string text, bool isCData) : LayoutNode
{
    public string Text { get; } = text;

    public bool IsCData { get; } = isCData;
}

/// <summary>A value of the record.</summary>
internal sealed class ValueNode(int index, bool isOptional) : LayoutNode
{
    /// <summary>Which value, counted over the whole record.</summary>
    public int Index { get; } = index;

    /// <summary>Whether a missing value takes its element with it (token 0x0e).</summary>
    public bool IsOptional { get; } = isOptional;
}

/// <summary>A processing instruction.</summary>
internal sealed class InstructionNode(string target) : LayoutNode
{
    public NodeName Target { get; } = new(target);

    public string Data { get; set; } = "";
}

/// <summary>An attribute and the parts of its value.</summary>
internal sealed class AttributeNode(string name)
{
    private byte[]? _firstKey, _nextKey;

    public NodeName Name { get; } = new(name);

    public List<LayoutNode> Value { get; } = [];

    /// <summary>In JSON: opens its element's object and its attributes, and names this one.</summary>
    public byte[] FirstKey => _firstKey ??= [.. "{\"#attributes\":{\""u8, .. Name.Json, .. "\":"u8];

    /// <summary>In JSON: names this one behind another.</summary>
    public byte[] NextKey => _nextKey ??= [.. ",\""u8, .. Name.Json, .. "\":"u8];
}

/// <summary>An element.</summary>
internal sealed class ElementNode(string name) : LayoutNode
{
    public NodeName Name { get; } = new(name);

    public List<AttributeNode> Attributes { get; } = [];

    public List<LayoutNode> Content { get; } = [];

    public bool HasElements { get; set; }

    /// <summary>For a Data element with a constant Name attribute: that name.</summary>
    public NodeName? DataName { get; set; }

    /// <summary>The element's key in its parent's JSON object; null for positional data, which have none of their own.</summary>
    public NodeName? JsonKey { get; set; }

    /// <summary>A Data element with a constant name, directly in EventData or UserData.</summary>
    public bool IsNamedData { get; set; }

    /// <summary>A Data element without a name, directly in EventData or UserData.</summary>
    public bool IsPositionalData { get; set; }
}
