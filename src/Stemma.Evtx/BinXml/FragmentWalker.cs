using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Stemma.Evtx.Values;

namespace Stemma.Evtx.BinXml;

/// <summary>
/// Walks the tokens of one element tree and writes its canonical form. Two modes: in a template definition,
/// text is constant and values come from substitutions; in a fragment without template (the inline form of
/// collectors) every text is a value of the record, so that all records of one kind give one form.
/// A flat loop with a depth count: no recursion, every step moves forward, all reads checked.
/// </summary>
internal ref struct FragmentWalker
{
    private readonly ReadOnlySpan<byte> _chunk;
    private readonly int _end;
    private readonly bool _inTemplate;
    private readonly CanonicalBuffer _form;
    private readonly ValueList? _values;
    private readonly int _bufferStart;
    private readonly bool _checkNames;
    private readonly List<NameSite>? _sites;
    private readonly int _firstValue;
    private int _position;
    private int _depth;
    private bool _inStartTag;
    private bool _hasDependencyId;
    private bool _constantAttribute;
    private bool _isDataElement;

    /// <param name="chunk">The chunk; name offsets count from its start.</param>
    /// <param name="start">Where the first token stands.</param>
    /// <param name="end">Where the fragment ends at the latest.</param>
    /// <param name="form">Receives the canonical form.</param>
    /// <param name="values">Receives texts as values (inline form); null within a template definition.</param>
    /// <param name="bufferStart">Where the chunk starts in the buffer that value offsets count in.</param>
    /// <param name="checkNames">Whether names must have the hash that stands with them: what was deleted may be overwritten in part.</param>
    /// <param name="sites">Receives where a template definition's names stand; null when nobody asks.</param>
    public FragmentWalker(ReadOnlySpan<byte> chunk, int start, int end, CanonicalBuffer form, ValueList? values, int bufferStart, bool checkNames,
        List<NameSite>? sites = null)
    {
        _chunk = chunk;
        _position = start;
        _end = end;
        _form = form;
        _values = values;
        _bufferStart = bufferStart;
        _checkNames = checkNames;
        _sites = sites;
        _firstValue = values?.Count ?? 0;
        _inTemplate = values is null;
        _hasDependencyId = _inTemplate;
    }

    /// <summary>Why the walk failed; null when it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Where the walk failed or ended, from the chunk's start.</summary>
    public readonly int Position => _position;

    /// <summary>Walks to the end of the fragment. False: <see cref="Failure"/> says why.</summary>
    public bool TryWalk()
    {
        while (_position < _end)
        {
            byte token = (byte)(_chunk[_position] & ~Token.More);
            if (token == Token.EndOfFragment)
            {
                if (_depth != 0) return Fail("the fragment ends within an element");
                _position++;
                return true;
            }
            bool ok = token switch
            {
                Token.OpenStartElement => OpenElement(),
                Token.CloseStartElement => CloseStart(),
                Token.CloseEmptyElement => CloseEmpty(),
                Token.EndElement => EndElement(),
                Token.Value => Value(),
                Token.Attribute => Attribute(),
                Token.CData => Text16(CanonicalOp.CData),
                Token.CharReference => CharReference(),
                Token.EntityReference => EntityReference(),
                Token.InstructionTarget => InstructionTarget(),
                Token.InstructionData => Text16(CanonicalOp.InstructionData),
                Token.NormalSubstitution => Substitution(CanonicalOp.Substitution),
                Token.OptionalSubstitution => Substitution(CanonicalOp.OptionalSubstitution),
                Token.FragmentHeader => FragmentHeader(),
                _ => Fail("unknown or misplaced token"),
            };
            if (!ok) return false;
        }
        // Some writers leave the end token out at the end of a value.
        return _depth == 0 || Fail("the fragment is cut short");
    }

    private bool FragmentHeader()
    {
        if (_depth != 0 || _end - _position < 4) return Fail("misplaced fragment header");
        _position += 4;
        return true;
    }

    private bool OpenElement()
    {
        if (_inStartTag) return Fail("an element opens within a start tag");
        if (_depth >= Limits.ElementDepth) return Fail("elements nest too deeply");
        bool hasAttributes = (_chunk[_position] & Token.More) != 0;
        // Only definitions should carry a dependency id, but not all writers keep to that:
        // take the reading whose name offset makes sense.
        if (_depth == 0 && !_inTemplate) _hasDependencyId = !NamePlausible(_position + 5) && NamePlausible(_position + 7);
        int nameField = _position + (_hasDependencyId ? 7 : 5);
        if (!TryName(nameField, out ReadOnlySpan<char> name, out int next)) return Fail("an element's name is out of bounds");
        if (hasAttributes) next += 4;
        if (next > _end) return Fail("an element is cut short");
        _position = next;
        _depth++;
        _inStartTag = true;
        _isDataElement = name is "Data";
        return _form.TryAdd(CanonicalOp.Element, name) || TooLong();
    }

    private bool Attribute()
    {
        if (!_inStartTag) return Fail("an attribute outside a start tag");
        if (!TryName(_position + 1, out ReadOnlySpan<char> name, out int next)) return Fail("an attribute's name is out of bounds");
        _position = next;
        // The name of a Data element names a field, so it belongs to the shape and not to the values.
        _constantAttribute = name.StartsWith("xmlns") || (_isDataElement && name is "Name");
        return _form.TryAdd(CanonicalOp.Attribute, name) || TooLong();
    }

    private bool CloseStart()
    {
        if (!_inStartTag) return Fail("a start tag ends twice");
        _position++;
        _inStartTag = false;
        return _form.TryAdd(CanonicalOp.CloseStart) || TooLong();
    }

    private bool CloseEmpty()
    {
        if (!_inStartTag) return Fail("an empty element ends twice");
        _position++;
        _inStartTag = false;
        _depth--;
        return _form.TryAdd(CanonicalOp.CloseEmpty) || TooLong();
    }

    private bool EndElement()
    {
        if (_inStartTag || _depth == 0) return Fail("an element ends that is not open");
        _position++;
        _depth--;
        return _form.TryAdd(CanonicalOp.EndElement) || TooLong();
    }

    private bool Value()
    {
        if (_end - _position < 2) return Fail("a value is cut short");
        EvtxType type = (EvtxType)_chunk[_position + 1];
        int start = _position + 2, length;
        if (type is EvtxType.String or EvtxType.EvtXml)
        {
            if (_end - start < 2) return Fail("a text is cut short");
            length = BinaryPrimitives.ReadUInt16LittleEndian(_chunk[start..]) * 2;
            start += 2;
        }
        else
        {
            // The grammar knows only strings here; fixed sizes are unambiguous, so they are taken too.
            length = ValueSize.Fixed(type);
            if (length < 0) return Fail("a value of a type without a length");
        }
        if (length > _end - start) return Fail("a value is cut short");
        _position = start + length;
        ReadOnlySpan<byte> bytes = _chunk.Slice(start, length);
        if (_inTemplate || (_inStartTag && _constantAttribute))
            return type is EvtxType.String or EvtxType.EvtXml
                ? _form.TryAdd(CanonicalOp.Text, Utf16.Trimmed(bytes)) || TooLong()
                : _form.TryAdd(CanonicalOp.Text, ValueText.ToText(type, bytes)) || TooLong();
        return AddValue(type, start, length);
    }

    private bool Text16(char op)
    {
        if (_end - _position < 3) return Fail("a text is cut short");
        int length = BinaryPrimitives.ReadUInt16LittleEndian(_chunk[(_position + 1)..]) * 2;
        int start = _position + 3;
        if (length > _end - start) return Fail("a text is cut short");
        _position = start + length;
        if (!_inTemplate && op == CanonicalOp.CData) return AddValue(EvtxType.String, start, length);
        return _form.TryAdd(op, Utf16.Of(_chunk.Slice(start, length))) || TooLong();
    }

    private bool CharReference()
    {
        if (_end - _position < 3) return Fail("a character reference is cut short");
        int start = _position + 1;
        _position += 3;
        // The reference's operand is the character itself in UTF-16, so in the inline form it is a text of one unit.
        if (!_inTemplate && !_inStartTag) return AddValue(EvtxType.String, start, 2);
        return _form.TryAdd(CanonicalOp.CharReference, (char)BinaryPrimitives.ReadUInt16LittleEndian(_chunk[start..])) || TooLong();
    }

    private bool EntityReference()
    {
        if (!TryName(_position + 1, out ReadOnlySpan<char> name, out int next)) return Fail("an entity's name is out of bounds");
        _position = next;
        return _form.TryAdd(CanonicalOp.EntityReference, name) || TooLong();
    }

    private bool InstructionTarget()
    {
        if (!TryName(_position + 1, out ReadOnlySpan<char> name, out int next)) return Fail("an instruction's name is out of bounds");
        _position = next;
        return _form.TryAdd(CanonicalOp.InstructionTarget, name) || TooLong();
    }

    private bool Substitution(char op)
    {
        if (!_inTemplate) return Fail("a substitution outside a template");
        if (_end - _position < 4) return Fail("a substitution is cut short");
        char index = (char)BinaryPrimitives.ReadUInt16LittleEndian(_chunk[(_position + 1)..]);
        char type = (char)_chunk[_position + 3];
        if (index >= Limits.ValuesPerRecord) return Fail("a substitution's index is too large");
        _position += 4;
        return _form.TryAdd(op, index, type) || TooLong();
    }

    private bool AddValue(EvtxType type, int start, int length)
    {
        char index = (char)(_values!.Count - _firstValue);
        _values.Add(new EvtxValue(type, _bufferStart + start, length));
        return _form.TryAdd(CanonicalOp.Substitution, index, (char)type) || TooLong();
    }

    private readonly bool NamePlausible(int field) => TryName(field, out ReadOnlySpan<char> name, out _) && name.Length > 0;

    /// <summary>
    /// Reads the name that the offset at <paramref name="field"/> names: inline when the offset is the place
    /// just after itself, elsewhere in the chunk otherwise. A name is: next in bucket (4), hash (2),
    /// length (2), characters, NUL.
    /// </summary>
    private readonly bool TryName(int field, out ReadOnlySpan<char> name, out int next)
    {
        name = default;
        next = field + 4;
        if (next > _end) return false;
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(_chunk[field..]);
        if (offset > (uint)(_chunk.Length - 8)) return false;
        int at = (int)offset;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(_chunk[(at + 6)..]) * 2;
        if (length > _chunk.Length - at - 8) return false;
        name = MemoryMarshal.Cast<byte, char>(_chunk.Slice(at + 8, length));
        if (_checkNames && BinaryPrimitives.ReadUInt16LittleEndian(_chunk[(at + 4)..]) != NameHash.Of(name)) return false;
        // Every caller adds an operation with the name next.
        _sites?.Add(new NameSite(field, _form.Length + 2, name.Length, at == next));
        if (at == next)
        {
            next = at + 8 + length + 2;
            return next <= _end;
        }
        return true;
    }

    private bool TooLong() => Fail("the fragment spells out too long");

    private bool Fail(string why)
    {
        Failure = why;
        return false;
    }
}
