using System.Globalization;
using System.Text;
using Stemma.Evtx.Rendering;

namespace Stemma.Evtx.BinXml;

/// <summary>
/// Builds a layout's tree from the canonical forms on the way to it, each nested fragment put where its
/// value stands. Runs once for a layout; counts nodes, since values used twice multiply what is in them.
/// </summary>
internal sealed class LayoutBuilder
{
    private readonly EvtxTemplateCache _cache;
    private readonly Dictionary<int, LayoutState> _steps = [];
    private readonly LayoutState _root;
    private readonly int[] _uses;
    private int _nodes;
    private string? _failure;

    public LayoutBuilder(EvtxTemplateCache cache, LayoutState end)
    {
        _cache = cache;
        LayoutState step = end;
        for (; step.Parent is not null; step = step.Parent) _steps[step.Flat] = step;
        _root = step;
        _uses = new int[end.Total];
    }

    public Layout Build()
    {
        List<LayoutNode> roots = [];
        Add(_root, roots, 0, 0, out _);
        if (_failure is not null) roots.Clear();
        JsonKeys.Assign(roots, inContainer: false);
        bool repeats = Array.Exists(_uses, static n => n > 1);
        return FieldPlanner.Plan(_cache, roots, repeats ? _uses : null, _failure);
    }

    /// <summary>Adds one fragment's nodes to <paramref name="target"/>. Recursion goes one level a nested fragment.</summary>
    private void Add(LayoutState state, List<LayoutNode> target, int elementDepth, int fragmentDepth, out bool hasElements)
    {
        hasElements = false;
        string form = state.Template!.Canonical;
        Stack<ElementNode> open = new();
        // A fragment within an attribute has start tags of its own.
        UniqueNames attributes = new();
        List<LayoutNode> content = target;
        for (int i = 0; i < form.Length && _failure is null; i = CanonicalForm.Next(form, i))
        {
            // Long names weigh more: they come out again with every record.
            _nodes += 1 + ((CanonicalForm.Next(form, i) - i) / 16);
            if (_nodes > Limits.NodesPerLayout || elementDepth + open.Count > Limits.ElementDepth * 4)
            {
                _failure = "the record's templates expand beyond any real event";
                return;
            }
            switch (form[i])
            {
                case CanonicalOp.Element:
                    ElementNode element = new(XmlName.Valid(CanonicalForm.Text(form, i)));
                    if (open.TryPeek(out ElementNode? parent)) { parent.HasElements = true; content = parent.Content; }
                    else { hasElements = true; content = target; }
                    content.Add(element);
                    attributes.Clear();
                    open.Push(element);
                    content = element.Content;
                    break;
                case CanonicalOp.Attribute:
                    AttributeNode attribute = new(attributes.Take(XmlName.Valid(CanonicalForm.Text(form, i))));
                    open.Peek().Attributes.Add(attribute);
                    content = attribute.Value;
                    break;
                case CanonicalOp.CloseStart:
                    NameData(open.Peek());
                    content = open.Peek().Content;
                    break;
                case CanonicalOp.CloseEmpty:
                case CanonicalOp.EndElement:
                    NameData(open.Pop());
                    content = open.TryPeek(out ElementNode? outer) ? outer.Content : target;
                    break;
                case CanonicalOp.Text:
                    content.Add(new TextNode(CanonicalForm.Text(form, i), false));
                    break;
                case CanonicalOp.CData:
                    content.Add(new TextNode(CanonicalForm.Text(form, i), true));
                    break;
                case CanonicalOp.CharReference:
                    content.Add(new TextNode(form[i + 1].ToString(CultureInfo.InvariantCulture), false));
                    break;
                case CanonicalOp.EntityReference:
                    content.Add(new TextNode(Entity(CanonicalForm.Text(form, i)), false));
                    break;
                case CanonicalOp.InstructionTarget:
                    content.Add(new InstructionNode(CanonicalForm.Text(form, i)));
                    break;
                case CanonicalOp.InstructionData:
                    if (content.Count > 0 && content[^1] is InstructionNode instruction) instruction.Data = CanonicalForm.Text(form, i);
                    break;
                default:
                    AddValue(state.Base + form[i + 1], (EvtxType)form[i + 2], form[i] == CanonicalOp.OptionalSubstitution,
                        content, open, elementDepth, fragmentDepth, ref hasElements);
                    break;
            }
        }
    }

    private void AddValue(int flat, EvtxType declared, bool isOptional, List<LayoutNode> content, Stack<ElementNode> open,
        int elementDepth, int fragmentDepth, ref bool hasElements)
    {
        bool found = _steps.TryGetValue(flat, out LayoutState? step);
        if (found && step!.Template is not null)
        {
            if (fragmentDepth >= Limits.FragmentDepth)
            {
                _failure = "fragments nest too deeply";
                return;
            }
            Add(step, content, elementDepth + open.Count, fragmentDepth + 1, out bool elements);
            if (!elements) return;
            if (!open.TryPeek(out ElementNode? holder)) hasElements = true;
            // A fragment in an attribute is not in the element.
            else if (content == holder.Content) holder.HasElements = true;
        }
        else if (found || declared != EvtxType.BinXml)
        {
            _uses[flat]++;
            content.Add(new ValueNode(flat, isOptional));
        }
    }

    /// <summary>Remembers the constant name of a Data element, which names its field; valid UTF-16 even where the file's is not.</summary>
    private static void NameData(ElementNode element)
    {
        if (element.DataName is not null || element.Name.Text != "Data") return;
        foreach (AttributeNode attribute in element.Attributes)
            if (attribute.Name.Text == "Name" && FieldPlanner.Constant(attribute.Value) is { Length: > 0 } name)
                element.DataName = new NodeName(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
    }

    private static string Entity(string name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        // An entity that only a document type could explain stays visible as what it is.
        _ => $"&{name};",
    };
}
