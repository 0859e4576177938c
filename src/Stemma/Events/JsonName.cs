using System.Text;

namespace Stemma.Events;

/// <summary>What a field of a JSON event is for.</summary>
internal enum JsonRole
{
    /// <summary>Something the event tells.</summary>
    Payload,

    /// <summary>Something of the envelope.</summary>
    Envelope,

    /// <summary>The channel.</summary>
    Channel,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The event id.</summary>
    EventId,

    /// <summary>The machine.</summary>
    Host,

    /// <summary>The number of the record.</summary>
    RecordId,

    /// <summary>When it happened; several fields may say, the first in <see cref="JsonName.TimeNames"/> counts.</summary>
    Time,

    /// <summary>The product of the event's own log source (<c>logsource.product</c>).</summary>
    Product,

    /// <summary>Its category.</summary>
    Category,

    /// <summary>Its service.</summary>
    Service,

    /// <summary>What Defender says was done (<c>ActionType</c>); it tells the table.</summary>
    Action,

    /// <summary>ECS: the operating system.</summary>
    EcsSystem,

    /// <summary>ECS: what the event is about (<c>event.category</c>).</summary>
    EcsCategory,

    /// <summary>ECS: what happened to it (<c>event.type</c>).</summary>
    EcsType,

    /// <summary>journald's name of the program.</summary>
    JournalProgram,

    /// <summary>macOS: the program that wrote an entry of the unified log.</summary>
    UnifiedLog,

    /// <summary>macOS: something that only messages of Endpoint Security have.</summary>
    EndpointSecurity,

    /// <summary>Endgame's schema (EQL): what the event is about.</summary>
    EqlType,

    /// <summary>Endgame's schema: what happened to it.</summary>
    EqlSubtype,

    /// <summary>Endgame's schema: the process, which all its events have.</summary>
    EqlProcess,

    /// <summary>The words of a command line.</summary>
    Words,

    /// <summary>Another record as text, XML or JSON, which says more than this one when it is an event.</summary>
    Inner,
}

/// <summary>
/// A place in JSON events, reached by the keys on the way: the name that its value has as a field, and its role. Made once, when the
/// place is first met. Understands Windows' own nesting (Event/System/EventData, as evtx_dump and python-evtx write it), Winlogbeat's
/// (<c>winlog.event_data</c>), the Elastic Common Schema, what Splunk, Elastic and Azure put around an event, and flat events.
/// </summary>
internal sealed class JsonName
{
    /// <summary>Names of fields that hold the event's time, best first.</summary>
    public static readonly string[] TimeNames =
    [
        "TimeCreated_SystemTime", "TimeCreated", "@timestamp", "EventTime", "UtcTime", "Timestamp", "TimeGenerated", "timestamp", "time", "_time",
        "__REALTIME_TIMESTAMP",
    ];

    // Names of fields that hold the machine, best first.
    private static readonly string[] HostNames = ["Computer", "host.name", "host.hostname", "DeviceName", "_HOSTNAME", "host"];

    private readonly Dictionary<string, (JsonName Name, int Index)> _children = [];
    private readonly Dictionary<string, (JsonName Name, int Index)>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<(byte[] Key, JsonName Name)> _order = [];
    private readonly Section _section;

    private enum Section
    {
        Top,
        Event,
        System,
        SystemElement,
        Data,
        UserData,
        LogSource,
        Winlog,
        Ecs,
        Other,
    }

    private JsonName(Section section, string name, int id)
    {
        _lookup = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        (_section, Name, Id) = (section, name, id);
        (Role, Rank) = RoleOf(section, name);
        IsNoValue = name is "" or "#attributes" or "xmlns" || name.StartsWith("#attributes.", StringComparison.Ordinal);
        IsEventData = section == Section.Data && name.Length == 0;
        IsCommandLine = name.EndsWith("CommandLine", StringComparison.Ordinal);
        TellsLogSource = Role is JsonRole.Product or JsonRole.Category or JsonRole.Service or JsonRole.EcsSystem or JsonRole.EcsCategory or JsonRole.EcsType;
    }

    /// <summary>The place of the whole event.</summary>
    public static JsonName CreateRoot() => new(Section.Top, "", 0);

    /// <summary>The field's Sigma name.</summary>
    public string Name { get; }

    /// <summary>A small number that stands for the place within its root.</summary>
    public int Id { get; }

    /// <summary>What the field is for.</summary>
    public JsonRole Role { get; }

    /// <summary>For times and machines, which several fields may tell: the lower the better.</summary>
    public int Rank { get; }

    /// <summary>What stands here is no field: namespaces, and the attributes of what is none itself.</summary>
    public bool IsNoValue { get; }

    /// <summary>Whether what stands here holds the event's data.</summary>
    public bool IsEventData { get; }

    /// <summary>Whether the field is a command line.</summary>
    public bool IsCommandLine { get; }

    /// <summary>Whether the field's value says what the event's log source is.</summary>
    public bool TellsLogSource { get; }

    /// <summary>The place below by a key, if it is the one met <paramref name="index"/> others after the first; null when that is another key.</summary>
    public JsonName? ChildAt(int index, ReadOnlySpan<byte> key) =>
        index < _order.Count && key.SequenceEqual(_order[index].Key) ? _order[index].Name : null;

    /// <summary>The place below by a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="count">Counts places; gives the new one its id.</param>
    /// <param name="index">Which key it is, in the order they were met.</param>
    public JsonName Child(ReadOnlySpan<char> key, ref int count, out int index)
    {
        if (_lookup.TryGetValue(key, out (JsonName Name, int Index) known))
        {
            index = known.Index;
            return known.Name;
        }

        JsonName child;
        int dot = _section == Section.Top ? key.IndexOf('.') : -1;
        if (dot > 0 && Below(key[..dot].ToString()).Section is Section.Winlog or Section.Ecs)
        {
            // The same as nested: {"winlog.event_data.Image": …}.
            child = Child(key[..dot], ref count, out _);
            foreach (Range part in key[(dot + 1)..].Split('.')) child = child.Child(key[(dot + 1)..][part], ref count, out _);
        }
        else
        {
            (Section section, string name) = Below(key.ToString());
            child = new JsonName(section, name, ++count);
        }

        index = _order.Count;
        _order.Add((Encoding.UTF8.GetBytes(key.ToString()), child));
        _children.Add(key.ToString(), (child, index));
        return child;
    }

    private (Section Section, string Name) Below(string key) => _section switch
    {
        Section.Top when key == "Event" => (Section.Event, ""),
        Section.Top when key == "logsource" => (Section.LogSource, ""),
        Section.Top or Section.Event when key is "System" => (Section.System, ""),
        Section.Top when key is "event_data" => (Section.Data, ""),
        Section.Top when key is "user_data" => (Section.UserData, "user_data/"),
        Section.Top when key is "_source" or "result" or "properties" => (Section.Top, key),
        Section.Top when key is "winlog" => (Section.Winlog, key),
        Section.Top when JsonShapes.IsEcs(key) => (Section.Ecs, key),
        Section.Top or Section.Event when key is "EventData" or "ProcessingErrorData" => (Section.Data, ""),
        Section.Top or Section.Event when key is "UserData" => (Section.UserData, ""),
        Section.Top => (Section.Other, JsonShapes.FlatName(key)),
        Section.Winlog when key is "event_data" => (Section.Data, ""),
        Section.Winlog when key is "user_data" => (Section.UserData, "user_data/"),
        Section.Winlog => JsonShapes.WinlogName(key) is string known ? (Section.SystemElement, known) : (Section.Other, $"winlog.{key}"),
        Section.Ecs => JsonShapes.EcsName($"{Name}.{key}") is string known ? (Section.Other, known) : (Section.Ecs, $"{Name}.{key}"),
        Section.LogSource => (Section.LogSource, "logsource." + key),
        Section.System => (Section.SystemElement, key),
        // {"Data": {"#text": […]}}; the attributes of <EventData> itself and namespaces are not values.
        Section.Data or Section.UserData when key == "#attributes" => (Section.Other, "#attributes"),
        Section.Data when key == "#text" => (_section, "Data"),
        Section.Data when Name.Length == 0 => (Section.Data, key),
        Section.UserData when Name.Length == 0 => (Section.UserData, key + "/"),
        Section.UserData when Name.EndsWith('/') => (Section.UserData, key),
        _ when key is "#attributes" or "#text" => (_section, Name),
        _ when Name.Length == 0 => (Section.Other, key),
        Section.SystemElement or Section.UserData => (_section, $"{Name}_{key}"),
        _ => (Section.Other, $"{Name}.{key}"),
    };

    private static (JsonRole Role, int Rank) RoleOf(Section section, string name)
    {
        if (section == Section.LogSource)
            return (name switch { "logsource.product" => JsonRole.Product, "logsource.category" => JsonRole.Category, _ => JsonRole.Service }, 0);
        if (section is Section.Data or Section.UserData && name != "UtcTime") return (JsonRole.Payload, 0);
        if (Array.IndexOf(TimeNames, name) is >= 0 and int rank) return (JsonRole.Time, rank);
        if (Array.IndexOf(HostNames, name) is >= 0 and int host) return (JsonRole.Host, host);
        if (name is "event.exec.target.executable.path" or "event.create.destination.existing_file.path" or "event.unlink.target.path") return (JsonRole.EndpointSecurity, 1);
        return (name switch
        {
            "ActionType" => JsonRole.Action,
            "host.os.type" or "host.os.platform" or "host.os.family" => JsonRole.EcsSystem,
            "event.category" => JsonRole.EcsCategory,
            "event.type" => JsonRole.EcsType,
            "processImagePath" => JsonRole.UnifiedLog,
            "event_type" => JsonRole.EqlType,
            "subtype" => JsonRole.EqlSubtype,
            "unique_pid" => JsonRole.EqlProcess,
            "event.exec.args" => JsonRole.Words,
            "mach_time" => JsonRole.EndpointSecurity,
            "SYSLOG_IDENTIFIER" or "_COMM" => JsonRole.JournalProgram,
            "_raw" or "MESSAGE" or "event.original" or "OriginalEvent" => JsonRole.Inner,
            "Channel" => JsonRole.Channel,
            "Provider_Name" => JsonRole.Provider,
            "EventID" => JsonRole.EventId,
            "EventRecordID" => JsonRole.RecordId,
            _ => section == Section.SystemElement ? JsonRole.Envelope : JsonRole.Payload,
        }, 0);
    }
}
