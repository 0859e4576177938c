namespace Stemma.Decoding;

/// <summary>How far one artifact may be decoded. When a limit is reached, what was found until then is the answer, and a note says which limit it was.</summary>
public sealed record DecodeLimits
{
    /// <summary>The limits that everything is decoded with unless told otherwise.</summary>
    public static DecodeLimits Default { get; } = new();

    /// <summary>Wall time for the whole artifact.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Bytes that decoding may allocate, all layers together.</summary>
    public long Memory { get; init; } = 192 << 20;

    /// <summary>Steps of evaluation, all layers together.</summary>
    public long Steps { get; init; } = 5_000_000;

    /// <summary>Layers, layer 0 among them.</summary>
    public int Layers { get; init; } = 64;

    /// <summary>How deep layers may lie in one another.</summary>
    public int Depth { get; init; } = 24;

    /// <summary>Characters of one text that are decoded. A longer one is kept and searched for indicators up to here.</summary>
    public int TextLength { get; init; } = 1 << 20;

    /// <summary>Characters of all layers together, layer 0 apart.</summary>
    public int OutputLength { get; init; } = 16 << 20;
}
