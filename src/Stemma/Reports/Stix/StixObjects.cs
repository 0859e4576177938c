using System.Globalization;
using Stemma.Detection;
using Stemma.Events;
using static Stemma.Reports.JsonMembers;

namespace Stemma.Reports.Stix;

/// <summary>The objects of a bundle, each once, in the order in which they were added.</summary>
internal sealed class StixObjects
{
    private readonly HashSet<string> _ids = [];
    private readonly List<byte[]> _objects = [];
    private readonly JsonLine _line = new();

    /// <summary>The objects as JSON.</summary>
    public IReadOnlyList<byte[]> Written => _objects;

    /// <summary>Adds an observable; its id.</summary>
    public string Observable(string type, string id, Action<JsonLine> write) => Add(type, id, write);

    /// <summary>Adds a domain or relationship object, which has a time at which it was made: that of what it tells of, so that it is the same in every run.</summary>
    public string Domain(string type, string id, long time, Action<JsonLine> write) => Add(type, id, line =>
    {
        Time(line, "created"u8, time);
        Time(line, "modified"u8, time);
        if (id != StixBundle.Maker) Text(line, "created_by_ref"u8, StixBundle.Maker);
        write(line);
    });

    /// <summary>Adds a relationship; its id.</summary>
    public string Relate(string source, string kind, string target, long time) => Domain("relationship", StixId.Of("relationship", source, kind, target), time, line =>
    {
        Text(line, "relationship_type"u8, kind);
        Text(line, "source_ref"u8, source);
        Text(line, "target_ref"u8, target);
    });

    /// <summary>A time as STIX has it: UTC, milliseconds, <c>Z</c>; an unknown one is the first that STIX's readers take.</summary>
    public static void Time(JsonLine line, ReadOnlySpan<byte> name, long time) =>
        Text(line, name, (time > 0 ? EventTime.ToDateTime(time) : DateTime.UnixEpoch).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private string Add(string type, string id, Action<JsonLine> write)
    {
        if (!_ids.Add(id)) return id;
        _line.Clear();
        Text(_line.Begin(), "type"u8, type, first: true);
        Text(_line, "spec_version"u8, "2.1");
        Text(_line, "id"u8, id);
        write(_line);
        _line.Raw("}"u8);
        _objects.Add(_line.Written.ToArray());
        return id;
    }
}
