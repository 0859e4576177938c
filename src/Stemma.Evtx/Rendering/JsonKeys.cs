using Stemma.Evtx.BinXml;

namespace Stemma.Evtx.Rendering;

/// <summary>
/// Keys of a layout's elements in JSON objects. Names may repeat in XML and should not in JSON: the second
/// <c>Header</c> becomes <c>Header_1</c>, as in the output of evtx_dump.
/// </summary>
internal static class JsonKeys
{
    /// <summary>Gives every element below these nodes its key.</summary>
    public static void Assign(List<LayoutNode> nodes, bool inContainer)
    {
        UniqueNames names = new();
        // The renderer's own keys.
        names.Reserve("#attributes");
        names.Reserve("#text");
        foreach (LayoutNode node in nodes)
        {
            if (node is not ElementNode element) continue;
            element.IsNamedData = inContainer && element.Name.Text == "Data" && element.DataName is not null;
            element.IsPositionalData = inContainer && element.Name.Text == "Data" && element.DataName is null;
            if (element.IsPositionalData) names.Reserve("Data");
        }
        foreach (LayoutNode node in nodes)
        {
            if (node is not ElementNode element) continue;
            Assign(element.Content, element.Name.Text is "EventData" or "UserData");
            if (element.IsPositionalData) continue;
            NodeName name = element.IsNamedData ? element.DataName! : element.Name;
            string key = names.Take(name.Text);
            element.JsonKey = ReferenceEquals(key, name.Text) ? name : new NodeName(key);
        }
    }
}
