namespace Stemma.Evtx;

/// <summary>Which store an <see cref="EvtxValue"/>'s offset counts in.</summary>
internal enum EvtxValueSource : byte
{
    /// <summary>The buffer that holds the chunk.</summary>
    Buffer,
    /// <summary>The constant text of the record's layout.</summary>
    Constant,
    /// <summary>The parser's scratch, for text put together from several parts.</summary>
    Scratch,
}
