namespace Stemma.Evtx;

/// <summary>
/// Where a value lies and what it is; the bytes stay where they are. Ask the parser that gave it for
/// them (<see cref="EvtxChunkParser.Bytes"/>, <see cref="EvtxChunkParser.Text"/>), before its next record.
/// </summary>
public readonly struct EvtxValue
{
    private readonly EvtxType _type;
    private readonly EvtxValueSource _source;

    internal EvtxValue(EvtxType type, int offset, int length, EvtxValueSource source = EvtxValueSource.Buffer)
    {
        _type = type;
        _source = source;
        Offset = offset;
        Length = length;
    }

    /// <summary>The value's type; an array has <see cref="EvtxType.Array"/> added to its element's type.</summary>
    public EvtxType Type => _type;

    /// <summary>First byte, counted from the start of what <see cref="IsInBuffer"/> names.</summary>
    public int Offset { get; }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    /// <summary>
    /// True: <see cref="Offset"/> counts in the buffer given to <see cref="EvtxChunkParser.Load"/>.
    /// False: the value is a constant of the template or was put together from several parts.
    /// </summary>
    public bool IsInBuffer => _source == EvtxValueSource.Buffer;

    /// <summary>True when there is no value at all.</summary>
    public bool IsNull => _type == EvtxType.Null;

    internal EvtxValueSource Source => _source;
}
