namespace Stemma.Decoding;

/// <summary>A limit of <see cref="DecodeLimits"/> is reached. Caught where layers are decoded, which keeps what was found and notes the limit.</summary>
internal sealed class DecodeLimitException(string limit) : Exception($"limit of {limit} reached")
{
    /// <summary>What there was too much of.</summary>
    public string Limit => limit;
}
