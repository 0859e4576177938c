using System.Globalization;
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
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (LayoutNode node in nodes)
        {
            if (node is not ElementNode element) continue;
            bool isData = inContainer && element.Name.Text == "Data";
            Assign(element.Content, element.Name.Text is "EventData" or "UserData");
            element.IsPositionalData = isData && element.DataName is null;
            if (element.IsPositionalData) continue;
            element.IsNamedData = isData;
            NodeName name = isData ? element.DataName! : element.Name;
            element.JsonKey = Unique(name, counts, taken).Json;
        }
    }

    private static NodeName Unique(NodeName name, Dictionary<string, int> counts, HashSet<string> taken)
    {
        if (taken.Add(name.Text)) return name;
        int count = counts.GetValueOrDefault(name.Text);
        string key;
        do key = string.Create(CultureInfo.InvariantCulture, $"{name.Text}_{++count}");
        while (!taken.Add(key));
        counts[name.Text] = count;
        return new NodeName(key);
    }
}
