using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Stemma.Sigma;

namespace Stemma.Events;

/// <summary>
/// One JSON object as an event: its values flattened into slots, in one buffer that is used again. A list of plain values is one value,
/// joined by line feeds; a list of objects repeats its fields.
/// </summary>
internal sealed partial class JsonEvent(EventKindCache kinds) : Event
{
    /// <summary>How deep objects may nest.</summary>
    public const int MaximumDepth = 64;

    /// <summary>How many values an event may have; the rest is not looked at, and reported.</summary>
    public const int MaximumFields = 4096;

    private const int MaximumPlaces = 100_000;
    private const int MaximumLayouts = 16_384;

    private readonly JsonName[] _stack = new JsonName[MaximumDepth + 2];
    // At each depth, the key that came next when the place was last met.
    private readonly int[] _nextKey = new int[MaximumDepth + 2];
    private readonly List<(JsonName Name, int Start, int Length)> _values = [];
    private readonly Dictionary<ulong, (int Layout, int[] Ids)> _layouts = [];
    private Func<IReadOnlyList<string>>? _names;
    private JsonName _root = JsonName.CreateRoot();
    private int _places;
    private int _lastLayout;
    private char[] _text = new char[8192];
    private int _used;
    private char[] _key = new char[256];
    private EventKind _kind = null!;
    private long _position;
    private int _channel, _provider, _host, _eventIdSlot, _recordId, _time, _timeRank, _hostRank, _eventId, _action, _program, _inner, _eqlType, _eqlSubtype, _eqlProcess;
    private string? _table, _place;
    private bool _tellsLogSource;

    /// <inheritdoc/>
    public override EventKind Kind => _kind;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Time => EventTime.TryParse(At(_time), out long time) ? time : 0;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Host => At(_host);

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Channel => _channel >= 0 ? At(_channel) : _table;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Provider => _provider >= 0 ? At(_provider) : At(_program) is var program && program.StartsWith("/") ? program[(program.LastIndexOf('/') + 1)..] : program;

    /// <inheritdoc/>
    public override int EventId => _eventId;

    /// <inheritdoc/>
    public override long RecordId =>
        long.TryParse(At(_recordId), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : -1;

    /// <summary>The object had more values than <see cref="MaximumFields"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>A record within this one, as text that looks like an event in XML or JSON; empty when there is none.</summary>
    public ReadOnlySpan<char> Inner => At(_inner).TrimStart() is ['<', 'E', ..] or ['{', ..] ? At(_inner).TrimStart() : [];

    /// <inheritdoc/>
    public override bool IsNull(int slot) => _values[slot].Length < 0;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => At(slot);

    /// <inheritdoc/>
    public override bool IsPayload(int slot) =>
        _values[slot].Name.Role is JsonRole.Payload or JsonRole.EqlType or JsonRole.EqlSubtype or JsonRole.EqlProcess or JsonRole.Words or JsonRole.EndpointSecurity or JsonRole.UnifiedLog;

    /// <summary>
    /// Reads the value that the reader stands before. True: it is an event (it names a channel, a provider with an id, or its log source).
    /// </summary>
    /// <typeparam name="TReader">How the text is read.</typeparam>
    /// <param name="reader">The reader; afterwards behind the value.</param>
    /// <param name="position">Where the object begins in the log.</param>
    /// <param name="complete">False: the text ends within the value.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool Take<TReader>(ref TReader reader, long position, out bool complete)
        where TReader : struct, IJsonReader, allows ref struct
    {
        Begin(position);
        int depth = 0;
        complete = false;
        JsonName place = _root;
        int listStart = -1;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    listStart = -1;
                    _stack[++depth] = place;
                    _nextKey[depth] = 0;
                    break;
                case JsonTokenType.StartArray:
                    _stack[++depth] = place;
                    listStart = _values.Count;
                    break;
                case JsonTokenType.PropertyName:
                    place = Child(ref reader, depth);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    place = _stack[depth];
                    if (reader.TokenType == JsonTokenType.EndArray && listStart >= 0 && listStart < _values.Count) JoinList(place);
                    listStart = -1;
                    if (--depth == 0)
                    {
                        complete = true;
                        return Finish();
                    }

                    break;
                default:
                    // A bare value is valid JSON and no event.
                    complete = depth == 0;
                    if (complete) return false;
                    Add(ref reader, place, listStart);
                    break;
            }
        }

        return false;
    }

    private void Begin(long position)
    {
        // An attacker may invent keys and layouts without end: start over rather than grow.
        if (_places > MaximumPlaces)
        {
            (_root, _places) = (JsonName.CreateRoot(), 0);
            _layouts.Clear();
        }

        if (_layouts.Count > MaximumLayouts) _layouts.Clear();
        if (_text.Length > 1 << 22) _text = new char[8192];
        _position = position;
        _values.Clear();
        _used = 0;
        IsCut = _tellsLogSource = false;
        _channel = _provider = _host = _eventIdSlot = _recordId = _time = _action = _program = _inner = _eqlType = _eqlSubtype = _eqlProcess = -1;
        _timeRank = _hostRank = int.MaxValue;
        _table = _place = null;
    }

    private bool Finish()
    {
        if (_eventIdSlot < 0 || !int.TryParse(At(_eventIdSlot), NumberStyles.None, CultureInfo.InvariantCulture, out _eventId)) _eventId = -1;
        SigmaLogSource? logSource = _tellsLogSource ? LogSource() : null;
        _table = _action >= 0 ? JsonShapes.DefenderTable(At(_action)) : _place is not null ? _place : _program >= 0 ? "syslog" : Logs.ProviderChannels.Of(At(_provider)) is { Length: > 0 } known ? known : null;
        _table ??= IsBareSysmon() ? "Microsoft-Windows-Sysmon/Operational" : _eqlProcess >= 0 && _eqlType >= 0 ? JsonShapes.EqlChannel(At(_eqlType), At(_eqlSubtype)) : null;
        bool isEvent = _channel >= 0 || _table is not null || (_provider >= 0 && _eventId >= 0) || logSource is not null;
        if (!isEvent) return false;
        _kind = kinds.Get(Layout(), _eventId, Channel, Provider,
            _names ??= () => [.. _values.Select(value => value.Name.Name)], logSource ?? (_eventId >= 0 ? new("windows", null, null) : null));
        return true;
    }

    // Sysmon's fields alone: of all providers only this one writes UtcTime.
    private bool IsBareSysmon() =>
        _channel < 0 && _provider < 0 && _eventId is (>= 1 and <= 29) or 255 && _time >= 0 && _values[_time].Name.Name == "UtcTime";

    // Equal layouts get equal numbers; two that only hash alike do not. A layout that names its own log source has it in the number.
    private int Layout()
    {
        ulong hash = 14695981039346656037;
        foreach ((JsonName name, int start, int length) in _values)
        {
            hash = (hash ^ (uint)name.Id) * 1099511628211;
            if (name.TellsLogSource)
                foreach (char c in _text.AsSpan(start, Math.Max(length, 0))) hash = (hash ^ c) * 1099511628211;
        }

        ref (int Layout, int[] Ids) known = ref CollectionsMarshal.GetValueRefOrAddDefault(_layouts, hash, out bool exists);
        if (!exists || !Same(known.Ids)) known = (++_lastLayout, [.. _values.Select(value => value.Name.Id)]);
        return known.Layout;
    }

    private bool Same(int[] ids)
    {
        if (ids.Length != _values.Count) return false;
        for (int i = 0; i < ids.Length; i++)
            if (ids[i] != _values[i].Name.Id) return false;
        return true;
    }

    private SigmaLogSource? LogSource()
    {
        string? product = null, category = null, service = null;
        bool any = false;
        for (int slot = 0; slot < _values.Count; slot++)
        {
            switch (_values[slot].Name.Role)
            {
                case JsonRole.Product: product = At(slot).ToString(); any = true; break;
                case JsonRole.Category: category = At(slot).ToString(); any = true; break;
                case JsonRole.Service: service = At(slot).ToString(); any = true; break;
            }
        }

        return any ? new SigmaLogSource(product, category, service) : EcsLogSource();
    }

    private SigmaLogSource? EcsLogSource()
    {
        int system = -1, category = -1, type = -1;
        for (int slot = 0; slot < _values.Count; slot++)
        {
            JsonRole role = _values[slot].Name.Role;
            if (role == JsonRole.EcsSystem && system < 0) system = slot;
            if (role == JsonRole.EcsCategory && category < 0) category = slot;
            if (role == JsonRole.EcsType && type < 0) type = slot;
        }

        return category >= 0 && JsonShapes.EcsCategory(At(category), At(type)) is string sigma && (system >= 0 || _eventId < 0)
            ? new SigmaLogSource(JsonShapes.EcsProduct(At(system)), sigma, null) : null;
    }

    private void Add<TReader>(ref TReader reader, JsonName place, int listStart)
        where TReader : struct, IJsonReader, allows ref struct
    {
        if (place.IsEventData && reader.TokenType == JsonTokenType.String)
        {
            AddWithin(ref reader, place);
            return;
        }

        if (place.IsNoValue) return;
        if (listStart >= 0 && listStart < _values.Count && reader.TokenType != JsonTokenType.Null)
        {
            // A further item of a list of plain values.
            (JsonName name, int start, int length) = _values[^1];
            Reserve(1);
            _text[_used++] = '\n';
            int added = Append(ref reader);
            _values[^1] = (name, length < 0 ? _used - added : start, length < 0 ? added : length + 1 + added);
            return;
        }

        if (_values.Count >= MaximumFields)
        {
            IsCut = true;
            return;
        }

        int slot = _values.Count, begin = _used;
        _values.Add((place, begin, reader.TokenType == JsonTokenType.Null ? -1 : Append(ref reader)));
        if (place.IsCommandLine && At(slot).Contains("&quot;", StringComparison.Ordinal)) Unescape(slot);
        _tellsLogSource |= place.TellsLogSource;
        switch (place.Role)
        {
            case JsonRole.Channel when _channel < 0: _channel = slot; break;
            case JsonRole.Provider when _provider < 0: _provider = slot; break;
            case JsonRole.Host when place.Rank < _hostRank: (_host, _hostRank) = (slot, place.Rank); break;
            case JsonRole.Action when _action < 0: _action = slot; break;
            case JsonRole.JournalProgram when _program < 0: _program = slot; break;
            case JsonRole.EqlType when _eqlType < 0: _eqlType = slot; break;
            case JsonRole.EqlSubtype when _eqlSubtype < 0: _eqlSubtype = slot; break;
            case JsonRole.EqlProcess when _eqlProcess < 0: _eqlProcess = slot; break;
            case JsonRole.UnifiedLog: (_program, _place) = (slot, "UnifiedLog"); break;
            case JsonRole.EndpointSecurity: _place = _place is null || place.Rank > 0 ? JsonShapes.EndpointSecurity(place.Name) : _place; break;
            case JsonRole.Inner when _inner < 0: _inner = slot; break;
            case JsonRole.EventId when _eventIdSlot < 0: _eventIdSlot = slot; break;
            case JsonRole.RecordId when _recordId < 0: _recordId = slot; break;
            case JsonRole.Time when place.Rank < _timeRank: (_time, _timeRank) = (slot, place.Rank); break;
        }
    }

    // Some collectors hand command lines on as they stood in XML. What is unescaped is never longer.
    private void Unescape(int slot)
    {
        (JsonName name, int start, int length) = _values[slot];
        string plain = System.Net.WebUtility.HtmlDecode(_text.AsSpan(start, length).ToString());
        if (plain.Length > length) return;
        plain.CopyTo(_text.AsSpan(start));
        _values[slot] = (name, start, plain.Length);
        _used = start + plain.Length;
    }

    // Words of a command line stand in one row; journald writes text that is not plain as a list of its bytes.
    private void JoinList(JsonName place)
    {
        (JsonName name, int start, int length) = _values[^1];
        if (length <= 0) return;
        Span<char> text = _text.AsSpan(start, length);
        if (place.Role == JsonRole.Words)
        {
            text.Replace('\n', ' ');
        }
        else if (JsonShapes.IsJournal(place.Name) && text.IndexOfAnyExcept("0123456789\n") < 0)
        {
            byte[] bytes = new byte[(length / 2) + 1];
            int count = 0;
            foreach (Range item in ((ReadOnlySpan<char>)text).Split('\n'))
            {
                if (!byte.TryParse(text[item], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[count++])) return;
            }

            int written = System.Text.Encoding.UTF8.GetChars(bytes.AsSpan(0, count), text);
            _values[^1] = (name, start, written);
            _used = start + written;
        }
    }

    /// <summary>A field of a journal's entry by its own name; empty when there is none or this is no such entry.</summary>
    public ReadOnlySpan<char> Journal(string name)
    {
        if (_program < 0) return [];
        for (int slot = 0; slot < _values.Count; slot++)
            if (_values[slot].Name.Name == name) return At(slot);
        return [];
    }

    private int Append<TReader>(ref TReader reader)
        where TReader : struct, IJsonReader, allows ref struct
    {
        Reserve(reader.ValueSpan.Length);
        int added;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                added = reader.CopyString(_text.AsSpan(_used));
                break;
            case JsonTokenType.Number: added = System.Text.Encoding.ASCII.GetChars(reader.ValueSpan, _text.AsSpan(_used)); break;
            default:
                ReadOnlySpan<char> word = reader.TokenType == JsonTokenType.True ? "true" : reader.TokenType == JsonTokenType.False ? "false" : "";
                Reserve(word.Length);
                word.CopyTo(_text.AsSpan(_used));
                added = word.Length;
                break;
        }

        _used += added;
        return added;
    }

    // Records of one kind name their fields in one order: the next name is a comparison, not a search.
    private JsonName Child<TReader>(ref TReader reader, int depth)
        where TReader : struct, IJsonReader, allows ref struct
    {
        JsonName parent = _stack[depth];
        ref int next = ref _nextKey[depth];
        if (!reader.ValueIsEscaped && parent.ChildAt(next, reader.ValueSpan) is { } expected)
        {
            next++;
            return expected;
        }

        if (_key.Length < reader.ValueSpan.Length) _key = new char[reader.ValueSpan.Length * 2];
        JsonName child = parent.Child(_key.AsSpan(0, reader.CopyString(_key)), ref _places, out int index);
        next = index + 1;
        return child;
    }

    private void Reserve(int chars)
    {
        if (_text.Length - _used < chars) Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + chars));
    }

    private ReadOnlySpan<char> At(int slot) =>
        slot < 0 || _values[slot].Length < 0 ? [] : _text.AsSpan(_values[slot].Start, _values[slot].Length);
}
