using System.Runtime.InteropServices;
using System.Text;

namespace Stemma.Evtx.BinXml;

/// <summary>
/// Names the fields of a layout's tree and says where each value comes from. The rule: an element's text
/// is a field of the element's name, an attribute one of <c>Element_Attribute</c>; <c>Data</c> elements
/// take the name they carry; namespaces are no fields.
/// </summary>
internal sealed class FieldPlanner
{
    private readonly List<EvtxField> _fields = [];
    private readonly List<int> _plan = [];
    private readonly List<EvtxValue> _constants = [];
    private readonly List<ComposedField> _composed = [];
    private readonly StringBuilder _text = new();
    private EvtxSection _section;

    private FieldPlanner()
    {
    }

    public static Layout Plan(EvtxTemplateCache cache, List<LayoutNode> roots, int[]? uses, string? failure)
    {
        FieldPlanner planner = new();
        foreach (LayoutNode root in roots)
            if (root is ElementNode element) planner.AddRoot(element);
        return new Layout
        {
            Shape = cache.Intern([.. planner._fields]),
            Plan = [.. planner._plan],
            Constants = [.. planner._constants],
            ConstantBytes = MemoryMarshal.AsBytes(planner._text.ToString().AsSpan()).ToArray(),
            Composed = [.. planner._composed],
            Roots = roots,
            Uses = uses,
            Failure = failure,
        };
    }

    /// <summary>The text when all parts are constant; null when one is a value.</summary>
    public static string? Constant(List<LayoutNode> parts)
    {
        if (parts is [TextNode only]) return only.Text;
        StringBuilder text = new();
        foreach (LayoutNode part in parts)
        {
            if (part is ValueNode) return null;
            if (part is TextNode constant) text.Append(constant.Text);
        }
        return text.ToString();
    }

    private void AddRoot(ElementNode root)
    {
        foreach (LayoutNode node in root.Content)
        {
            if (node is not ElementNode part) continue;
            _section = part.Name.Text switch
            {
                "System" => EvtxSection.System,
                "EventData" => EvtxSection.EventData,
                "UserData" => EvtxSection.UserData,
                _ => EvtxSection.Other,
            };
            if (_section == EvtxSection.UserData) AddUserData(part);
            else if (_section == EvtxSection.Other) AddElement(part, "", 0);
            else
            {
                AddAttributes(part, part.Name.Text, null);
                foreach (LayoutNode child in part.Content)
                    if (child is ElementNode element) AddElement(element, "", 0);
                AddText(part, part.Name.Text, emptyIsField: false);
            }
        }
    }

    private void AddUserData(ElementNode part)
    {
        foreach (LayoutNode child in part.Content)
        {
            if (child is not ElementNode wrapper) continue;
            // The wrapper only says whose tree it is, so it is no part of the names below it.
            if (wrapper.HasElements)
            {
                AddAttributes(wrapper, wrapper.Name.Text, null);
                AddText(wrapper, wrapper.Name.Text, emptyIsField: false);
                foreach (LayoutNode inner in wrapper.Content)
                    if (inner is ElementNode element) AddElement(element, "", 1);
            }
            else AddElement(wrapper, "", 0);
        }
        AddText(part, part.Name.Text, emptyIsField: false);
    }

    private void AddElement(ElementNode element, string path, int depth)
    {
        string name = element.DataName?.Text ?? element.Name.Text;
        if (path.Length > 0) name = $"{path}_{name}";
        // Paths of crafted trees would grow with the square of their depth.
        if (name.Length > 4096) name = name[..4096];
        AddAttributes(element, name, element.DataName);
        bool isLeaf = !element.HasElements;
        bool hasAttributes = element.Attributes.Exists(a => !IsNamespace(a) && (element.DataName is null || a.Name.Text != "Name"));
        AddText(element, name, emptyIsField: isLeaf && _section != EvtxSection.System && (!hasAttributes || element.Name.Text == "Data"));
        foreach (LayoutNode child in element.Content)
            if (child is ElementNode inner) AddElement(inner, name, depth + 1);
    }

    private void AddAttributes(ElementNode element, string name, NodeName? dataName)
    {
        foreach (AttributeNode attribute in element.Attributes)
        {
            if (IsNamespace(attribute) || (dataName is not null && attribute.Name.Text == "Name")) continue;
            AddField($"{name}_{attribute.Name.Text}", attribute.Value);
        }
    }

    private void AddText(ElementNode element, string name, bool emptyIsField)
    {
        List<LayoutNode> parts = element.Content;
        if (element.HasElements)
        {
            parts = parts.FindAll(static p => p is not ElementNode);
            // Blanks between elements are layout, not text.
            if (Constant(parts) is { } text && string.IsNullOrWhiteSpace(text)) return;
        }
        else if (!parts.Exists(static p => p is TextNode or ValueNode))
        {
            if (emptyIsField) AddConstant(name, EvtxType.Null, "");
            return;
        }
        AddField(name, parts);
    }

    private void AddField(string name, List<LayoutNode> parts)
    {
        if (parts is [ValueNode value])
        {
            _fields.Add(new EvtxField(_section, name));
            _plan.Add(value.Index);
        }
        else if (Constant(parts) is { } text)
        {
            AddConstant(name, EvtxType.String, text);
        }
        else
        {
            _composed.Add(new ComposedField(_fields.Count, parts));
            AddConstant(name, EvtxType.Null, "");
        }
    }

    private void AddConstant(string name, EvtxType type, string text)
    {
        _fields.Add(new EvtxField(_section, name));
        _plan.Add(~_constants.Count);
        _constants.Add(new EvtxValue(type, _text.Length * 2, text.Length * 2, EvtxValueSource.Constant));
        _text.Append(text);
    }

    private static bool IsNamespace(AttributeNode attribute) => attribute.Name.Text.StartsWith("xmlns", StringComparison.Ordinal);
}
