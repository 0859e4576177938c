namespace Stemma.Logs;

/// <summary>A stream from its beginning again, although its head was read already.</summary>
internal sealed class JoinedStream(byte[] head, Stream rest) : ForwardStream
{
    private int _given;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_given == head.Length) return rest.Read(buffer);
        int count = Math.Min(buffer.Length, head.Length - _given);
        head.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}
