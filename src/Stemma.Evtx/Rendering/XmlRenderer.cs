using Stemma.Evtx.BinXml;
using Stemma.Evtx.Values;

namespace Stemma.Evtx.Rendering;

/// <summary>
/// A record as one XML element, in the stored order, without white space of its own. An optional value that
/// is missing takes its element or attribute with it ([MS-EVEN6] 2.2.12, OptionalSubstitution); an array
/// repeats its element. Recursion is as deep as the layout, which is bounded.
/// </summary>
internal sealed class XmlRenderer(Utf8Buffer to)
{
    private char[] _room = new char[256];

    public void Write(Layout layout, in RecordView record)
    {
        foreach (LayoutNode root in layout.Roots) WriteNode(root, record);
    }

    private void WriteNode(LayoutNode node, in RecordView record)
    {
        switch (node)
        {
            case ElementNode element: WriteElement(element, record); break;
            case InstructionNode instruction: WriteInstruction(instruction); break;
            case TextNode { IsCData: true } text: WriteCData(text.Text); break;
            default: WriteText(node, record, isAttribute: false); break;
        }
    }

    private void WriteElement(ElementNode element, in RecordView record)
    {
        if (record.IsLeftOut(element.Content)) return;
        if (record.IsArray(element.Content, out ValueNode array))
        {
            EvtxType type = record.Type(array) & ~EvtxType.Array;
            ReadOnlySpan<byte> rest = record.Bytes(array);
            while (ArrayItem.TryTake(type, ref rest, out ReadOnlySpan<byte> item))
            {
                OpenTag(element, record);
                ReadOnlySpan<char> text = RecordView.Format(type, item, ref _room);
                if (text.IsEmpty)
                {
                    to.Add("/>"u8);
                    continue;
                }
                to.Add((byte)'>');
                XmlText.Write(to, text, text.Length, isAttribute: false);
                EndTag(element);
            }
            return;
        }
        OpenTag(element, record);
        bool empty = true;
        foreach (LayoutNode node in element.Content)
        {
            if (node is not (ElementNode or InstructionNode) && record.IsEmpty(node)) continue;
            if (node is ElementNode child && record.IsLeftOut(child.Content)) continue;
            if (empty) to.Add((byte)'>');
            empty = false;
            WriteNode(node, record);
        }
        if (empty) to.Add("/>"u8);
        else EndTag(element);
    }

    private void OpenTag(ElementNode element, in RecordView record)
    {
        to.Add((byte)'<');
        to.Add(element.Name.Xml);
        foreach (AttributeNode attribute in element.Attributes)
        {
            if (record.IsLeftOut(attribute.Value)) continue;
            to.Add((byte)' ');
            to.Add(attribute.Name.Xml);
            to.Add("=\""u8);
            foreach (LayoutNode part in attribute.Value) WriteText(part, record, isAttribute: true);
            to.Add((byte)'"');
        }
    }

    private void EndTag(ElementNode element)
    {
        to.Add("</"u8);
        to.Add(element.Name.Xml);
        to.Add((byte)'>');
    }

    private void WriteText(LayoutNode node, in RecordView record, bool isAttribute)
    {
        if (node is TextNode constant)
        {
            XmlText.Write(to, constant.Text, constant.Text.Length, isAttribute);
        }
        else if (node is ValueNode value)
        {
            if (record.Type(value) is EvtxType.String or EvtxType.EvtXml)
            {
                ReadOnlySpan<char> stored = record.Characters(record[value], out int length);
                XmlText.Write(to, stored, length, isAttribute);
                return;
            }
            ReadOnlySpan<char> text = RecordView.Format(record.Type(value), record.Bytes(value), ref _room);
            XmlText.Write(to, text, text.Length, isAttribute);
        }
    }

    private void WriteCData(string text)
    {
        // Characters that XML forbids could not be escaped in a section, so such text goes out as plain text.
        if (text.Contains("]]>", StringComparison.Ordinal) || text.AsSpan().ContainsAnyInRange('\0', '\u0008'))
        {
            XmlText.Write(to, text, text.Length, isAttribute: false);
            return;
        }
        to.Add("<![CDATA["u8);
        Utf8Text.Write(to, text);
        to.Add("]]>"u8);
    }

    private void WriteInstruction(InstructionNode instruction)
    {
        to.Add("<?"u8);
        to.Add(instruction.Target.Xml);
        if (instruction.Data.Length > 0) to.Add((byte)' ');
        XmlText.Write(to, instruction.Data, instruction.Data.Length, isAttribute: true);
        to.Add("?>"u8);
    }
}
