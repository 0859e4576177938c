using Stemma.Evtx.BinXml;

namespace Stemma.Evtx.Rendering;

/// <summary>
/// Takes apart what <see cref="JsonRenderer"/> writes for a layout into what is the same for all its records and what is not.
/// Whatever is not plain is left to the renderer as a whole element.
/// </summary>
internal sealed class JsonPlanner
{
    private readonly List<JsonStep> _steps = [];
    private readonly Utf8Buffer _constant = new();

    private JsonPlanner()
    {
    }

    /// <summary>The steps that write a record, the last without an element.</summary>
    public static JsonStep[] Plan(List<LayoutNode> roots)
    {
        JsonPlanner planner = new();
        planner.AddObject(null, roots);
        planner.AddStep(null, null);
        return [.. planner._steps];
    }

    private void AddObject(ElementNode? element, List<LayoutNode> content)
    {
        _constant.Add((byte)'{');
        bool first = true;
        if (element is not null && element.Attributes.Exists(HasText))
        {
            Key("#attributes"u8, ref first);
            _constant.Add((byte)'{');
            bool firstAttribute = true;
            foreach (AttributeNode attribute in element.Attributes.FindAll(HasText))
            {
                Key(attribute.Name.Json, ref firstAttribute);
                _constant.Add((byte)'"');
                foreach (LayoutNode part in attribute.Value)
                    if (part is TextNode text) JsonText.Write(_constant, text.Text);
                _constant.Add((byte)'"');
            }

            _constant.Add((byte)'}');
        }

        foreach (LayoutNode node in content)
        {
            if (node is not ElementNode child) continue;
            Key(child.JsonKey!.Json, ref first);
            AddValue(child);
        }

        _constant.Add((byte)'}');
    }

    private void AddValue(ElementNode element)
    {
        if (IsPlainObject(element)) AddObject(element, element.Content);
        else AddStep(IsPlainValue(element) ? (ValueNode)element.Content[0] : null, element);
    }

    private void AddStep(ValueNode? value, ElementNode? element)
    {
        _steps.Add(new JsonStep(_constant.Written.ToArray(), value, element));
        _constant.Clear();
    }

    private void Key(ReadOnlySpan<byte> name, ref bool first)
    {
        _constant.Add(first ? "\""u8 : ",\""u8);
        _constant.Add(name);
        _constant.Add("\":"u8);
        first = false;
    }

    private static bool IsPlainValue(ElementNode element) =>
        element.Content is [ValueNode] && (element.IsNamedData || element.Attributes.Count == 0);

    // Has nothing of the record but in the elements in it.
    private static bool IsPlainObject(ElementNode element) =>
        element.HasElements
        && element.Attributes.TrueForAll(static attribute => attribute.Value.TrueForAll(static part => part is not ValueNode))
        && element.Content.TrueForAll(static node => node is not ValueNode && node is not ElementNode { IsPositionalData: true } && (node is not TextNode || RecordView.IsBlank(node)));

    private static bool HasText(AttributeNode attribute) => attribute.Value.Exists(static part => part is TextNode { Text.Length: > 0 });
}
