using System.Globalization;

namespace Stemma.Evtx.Writing;

/// <summary>
/// The templates of the events written so far: one a provider for what every event has, one a set of names
/// and types for an event's own values.
/// </summary>
internal sealed class Blueprints
{
    private const string EventNamespace = "http://schemas.microsoft.com/win/2004/08/events/event";
    private readonly Dictionary<(string, Guid?, string?), Blueprint> _events = [];
    private readonly Dictionary<int, List<(EvtxDatum[] Data, bool Binary, Blueprint Blueprint)>> _data = [];
    private readonly Dictionary<string, Blueprint> _trees = new(StringComparer.Ordinal);

    /// <summary>The outer template of a provider's events. Its values are in the order that <see cref="RecordEncoder"/> writes.</summary>
    public Blueprint Event(EvtxEvent e)
    {
        (string, Guid?, string?) key = (e.Provider, e.ProviderGuid, e.EventSourceName);
        if (_events.TryGetValue(key, out Blueprint? known)) return known;
        string? guid = e.ProviderGuid?.ToString("B", CultureInfo.InvariantCulture).ToUpperInvariant();
        return _events[key] = new BlueprintBuilder()
            .OpenWith("Event", ("xmlns", EventNamespace)).Content()
            .Open("System").Content()
            .OpenWith("Provider", ("Name", e.Provider), ("Guid", guid), ("EventSourceName", e.EventSourceName)).Empty()
            .StartAttributes("EventID").AttributeValue("Qualifiers", EvtxType.UInt16).EndAttributes().Content().Value(EvtxType.UInt16, optional: true).End()
            .Leaf("Version", EvtxType.UInt8)
            .Leaf("Level", EvtxType.UInt8)
            .Leaf("Task", EvtxType.UInt16)
            .Leaf("Opcode", EvtxType.UInt8)
            .Leaf("Keywords", EvtxType.HexInt64)
            .StartAttributes("TimeCreated").AttributeValue("SystemTime", EvtxType.FileTime).EndAttributes().Empty()
            .Leaf("EventRecordID", EvtxType.UInt64)
            .StartAttributes("Correlation").AttributeValue("ActivityID", EvtxType.Guid).AttributeValue("RelatedActivityID", EvtxType.Guid).EndAttributes().Empty()
            .StartAttributes("Execution").AttributeValue("ProcessID", EvtxType.UInt32).AttributeValue("ThreadID", EvtxType.UInt32).EndAttributes().Empty()
            .Leaf("Channel", EvtxType.String)
            .Leaf("Computer", EvtxType.String)
            .StartAttributes("Security").AttributeValue("UserID", EvtxType.Sid).EndAttributes().Empty()
            .End()
            .Value(EvtxType.BinXml, optional: true)
            .End()
            .Build();
    }

    /// <summary>The template of <c>EventData</c> with these names and types.</summary>
    public Blueprint Data(IList<EvtxDatum> data, bool binary)
    {
        HashCode hash = default;
        hash.Add(binary);
        for (int i = 0; i < data.Count; i++)
        {
            hash.Add(data[i].Name);
            hash.Add(data[i].Value.Type);
        }
        int key = hash.ToHashCode();
        if (!_data.TryGetValue(key, out List<(EvtxDatum[] Data, bool Binary, Blueprint Blueprint)>? same)) _data[key] = same = [];
        foreach ((EvtxDatum[] known, bool knownBinary, Blueprint blueprint) in same)
            if (knownBinary == binary && Same(known, data)) return blueprint;

        BlueprintBuilder builder = new BlueprintBuilder().Open("EventData").Content();
        foreach (EvtxDatum datum in data)
        {
            if (datum.Name is null) builder.Open("Data").Content();
            else builder.OpenWith("Data", ("Name", datum.Name)).Content();
            builder.Value(datum.Value.Type, optional: false).End();
        }
        if (binary) builder.Leaf("Binary", EvtxType.Binary);
        Blueprint made = builder.End().Build();
        // Only names and types are kept, so that no event's values live on here.
        same.Add(([.. data.Select(static d => new EvtxDatum(d.Name, d.Value.Type == EvtxType.Null ? default : EvtxDataValue.Raw(d.Value.Type, [])))], binary, made));
        return made;
    }

    /// <summary>The template of a <c>UserData</c> tree; its values come in the order of <see cref="TreeValues"/>.</summary>
    public Blueprint Tree(EvtxElement root)
    {
        System.Text.StringBuilder key = new();
        Describe(root, key, 0);
        if (_trees.TryGetValue(key.ToString(), out Blueprint? known)) return known;
        BlueprintBuilder builder = new BlueprintBuilder().Open("UserData").Content();
        Build(root, builder);
        return _trees[key.ToString()] = builder.End().Build();
    }

    /// <summary>The tree's values: an element's attributes, its text, then its children's.</summary>
    public static void TreeValues(EvtxElement element, List<EvtxDataValue> values)
    {
        foreach (EvtxDatum attribute in element.Attributes) values.Add(attribute.Value);
        if (element.Value.Type != EvtxType.Null || element.Children.Count == 0) values.Add(element.Value);
        foreach (EvtxElement child in element.Children) TreeValues(child, values);
    }

    private static void Build(EvtxElement element, BlueprintBuilder builder)
    {
        if (element.Namespace is null && element.Attributes.Count == 0) builder.Open(element.Name);
        else
        {
            builder.StartAttributes(element.Name);
            if (element.Namespace is not null) builder.Attribute("xmlns", element.Namespace);
            foreach (EvtxDatum attribute in element.Attributes) builder.AttributeValue(attribute.Name ?? "Name", attribute.Value.Type);
            builder.EndAttributes();
        }
        builder.Content();
        if (element.Value.Type != EvtxType.Null || element.Children.Count == 0) builder.Value(element.Value.Type, optional: false);
        foreach (EvtxElement child in element.Children) Build(child, builder);
        builder.End();
    }

    private static void Describe(EvtxElement element, System.Text.StringBuilder key, int depth)
    {
        if (depth > 32) throw new ArgumentException("The tree is deeper than 32 elements.", nameof(element));
        key.Append('<').Append(element.Name).Append('\0').Append(element.Namespace).Append('\0');
        foreach (EvtxDatum attribute in element.Attributes) key.Append(attribute.Name).Append('\0').Append((char)attribute.Value.Type);
        key.Append('\0').Append((char)element.Value.Type);
        foreach (EvtxElement child in element.Children) Describe(child, key, depth + 1);
        key.Append('>');
    }

    private static bool Same(EvtxDatum[] known, IList<EvtxDatum> data)
    {
        if (known.Length != data.Count) return false;
        for (int i = 0; i < known.Length; i++)
            if (known[i].Value.Type != data[i].Value.Type || !string.Equals(known[i].Name, data[i].Name, StringComparison.Ordinal)) return false;
        return true;
    }
}
