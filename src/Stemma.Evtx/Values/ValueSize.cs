namespace Stemma.Evtx.Values;

/// <summary>Bytes of the types that have one size.</summary>
internal static class ValueSize
{
    /// <summary>The type's size in bytes; −1 when it varies.</summary>
    public static int Fixed(EvtxType type) => type switch
    {
        EvtxType.Null => 0,
        EvtxType.Int8 or EvtxType.UInt8 => 1,
        EvtxType.Int16 or EvtxType.UInt16 => 2,
        EvtxType.Int32 or EvtxType.UInt32 or EvtxType.Single or EvtxType.Boolean or EvtxType.HexInt32 => 4,
        EvtxType.Int64 or EvtxType.UInt64 or EvtxType.Double or EvtxType.FileTime or EvtxType.HexInt64 => 8,
        EvtxType.Guid or EvtxType.SystemTime => 16,
        _ => -1,
    };
}
