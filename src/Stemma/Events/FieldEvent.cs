using System.Runtime.InteropServices;
using Stemma.Sigma;

namespace Stemma.Events;

/// <summary>
/// An event that a text reader fills with names and values: <see cref="Begin"/>, <see cref="Add"/> …, <see cref="Finish"/>. One object for
/// one record after another; names and layouts that were met before cost no allocation.
/// </summary>
internal sealed class FieldEvent(EventKindCache kinds) : Event
{
    /// <summary>How many fields an event may have; the rest is not looked at, and <see cref="IsCut"/> says so.</summary>
    public const int MaximumFields = 4096;

    private const int MaximumNames = 65_536;
    private const int MaximumLayouts = 16_384;
    private const int KeptText = 1 << 22;

    private readonly List<Field> _fields = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly List<string> _nameOf = [];
    private readonly Dictionary<ulong, (int Layout, int[] Ids, SigmaLogSource? LogSource)> _layouts = [];
    private Func<IReadOnlyList<string>>? _listNames;
    private char[] _text = new char[4096];
    private int _used, _lastLayout, _eventId;
    private (int Start, int Length) _host, _channel, _provider;
    private long _position, _time, _recordId;
    private EventKind _kind = null!;

    private readonly record struct Field(int Name, int Start, int Length, bool IsPayload);

    /// <inheritdoc/>
    public override EventKind Kind => _kind;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Time => _time;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Host => At(_host);

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Channel => At(_channel);

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Provider => At(_provider);

    /// <inheritdoc/>
    public override int EventId => _eventId;

    /// <inheritdoc/>
    public override long RecordId => _recordId;

    /// <summary>The record had more fields than <see cref="MaximumFields"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Fields so far.</summary>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public override bool IsNull(int slot) => _fields[slot].Length < 0;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => At((_fields[slot].Start, _fields[slot].Length));

    /// <inheritdoc/>
    public override bool IsPayload(int slot) => _fields[slot].IsPayload;

    /// <summary>Starts a record.</summary>
    /// <param name="position">Where it stands in the log.</param>
    public void Begin(long position)
    {
        // Names and layouts are the logs' to invent: start over rather than grow.
        if (_nameOf.Count > MaximumNames)
        {
            _names.Clear();
            _nameOf.Clear();
            _layouts.Clear();
        }

        if (_layouts.Count > MaximumLayouts) _layouts.Clear();
        if (_text.Length > KeptText) _text = new char[4096];
        _fields.Clear();
        (_position, _used, _time, _eventId, _recordId, IsCut) = (position, 0, 0, -1, -1, false);
        _host = _channel = _provider = default;
    }

    /// <summary>Adds a field.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isPayload">It is something the event tells, and not its envelope.</param>
    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool isPayload = true)
    {
        if (_fields.Count >= MaximumFields)
        {
            IsCut = true;
            return;
        }

        (int start, int length) = Store(value);
        _fields.Add(new Field(NameId(name), start, length, isPayload));
    }

    /// <summary>Adds a field without a value.</summary>
    public void AddNull(ReadOnlySpan<char> name, bool isPayload = true)
    {
        if (_fields.Count >= MaximumFields) IsCut = true;
        else _fields.Add(new Field(NameId(name), _used, -1, isPayload));
    }

    /// <summary>Adds a further item to the last field, as a list's items are: on a line of its own.</summary>
    /// <param name="value">The item.</param>
    public void Append(ReadOnlySpan<char> value)
    {
        if (_fields.Count == 0 || IsCut) return;
        Store("\n");
        Store(value);
        Field last = _fields[^1];
        _fields[^1] = last with { Length = _used - last.Start };
    }

    /// <summary>Whether a field of that name is there.</summary>
    /// <param name="name">The name.</param>
    public bool Has(ReadOnlySpan<char> name) => Find(name) >= 0;

    /// <summary>The first slot of that name; −1 when there is none.</summary>
    /// <param name="name">The name.</param>
    public int Find(ReadOnlySpan<char> name)
    {
        if (!_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int id)) return -1;
        for (int slot = 0; slot < _fields.Count; slot++)
            if (_fields[slot].Name == id) return slot;
        return -1;
    }

    /// <summary>The value of the first field of that name; empty when there is none. Lives until the next addition.</summary>
    /// <param name="name">The name.</param>
    public ReadOnlySpan<char> Value(ReadOnlySpan<char> name) => Find(name) is >= 0 and int slot ? Text(slot) : [];

    /// <summary>Says which machine recorded it.</summary>
    public void SetHost(ReadOnlySpan<char> value) => _host = Store(value);

    /// <summary>Says the channel.</summary>
    public void SetChannel(ReadOnlySpan<char> value) => _channel = Store(value);

    /// <summary>Says the provider.</summary>
    public void SetProvider(ReadOnlySpan<char> value) => _provider = Store(value);

    /// <summary>Says when it happened.</summary>
    public void SetTime(long value) => _time = value;

    /// <summary>Says the event id and the record's number; −1 for none.</summary>
    public void SetIds(int eventId, long recordId = -1) => (_eventId, _recordId) = (eventId, recordId);

    /// <summary>Ends the record: it may be matched.</summary>
    /// <param name="logSource">Its log source, where its channel is not in the map.</param>
    public void Finish(SigmaLogSource? logSource) =>
        _kind = kinds.Get(Layout(logSource), _eventId, Channel, Provider, _listNames ??= () => [.. _fields.Select(field => _nameOf[field.Name])], logSource);

    // Equal layouts get equal numbers; two that only hash alike do not.
    private int Layout(SigmaLogSource? logSource)
    {
        ulong hash = 14695981039346656037;
        foreach (Field field in _fields) hash = (hash ^ (uint)field.Name) * 1099511628211;
        hash = (hash ^ (uint)(logSource?.GetHashCode() ?? 0)) * 1099511628211;
        ref (int Layout, int[] Ids, SigmaLogSource? LogSource) known = ref CollectionsMarshal.GetValueRefOrAddDefault(_layouts, hash, out bool exists);
        if (!exists || known.LogSource != logSource || !Same(known.Ids))
            known = (++_lastLayout, [.. _fields.Select(field => field.Name)], logSource);
        return known.Layout;
    }

    private bool Same(int[] ids)
    {
        if (ids.Length != _fields.Count) return false;
        for (int i = 0; i < ids.Length; i++)
            if (ids[i] != _fields[i].Name) return false;
        return true;
    }

    private int NameId(ReadOnlySpan<char> name)
    {
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out int id)) return id;
        id = _nameOf.Count;
        string text = name.ToString();
        _names.Add(text, id);
        _nameOf.Add(text);
        return id;
    }

    // The value may be a span of this very buffer: it is copied before the old buffer is let go.
    private (int Start, int Length) Store(ReadOnlySpan<char> value)
    {
        char[] target = _text;
        if (target.Length - _used < value.Length)
        {
            target = new char[Math.Max(target.Length * 2, _used + value.Length)];
            _text.AsSpan(0, _used).CopyTo(target);
        }

        value.CopyTo(target.AsSpan(_used));
        _text = target;
        _used += value.Length;
        return (_used - value.Length, value.Length);
    }

    private ReadOnlySpan<char> At((int Start, int Length) text) => text.Length <= 0 ? [] : _text.AsSpan(text.Start, text.Length);
}
