namespace Stemma.Logs;

/// <summary>A stream that may give so many bytes; more of them are taken for a bomb.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : ForwardStream
{
    private long _given;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _given += read;
        return _given <= limit ? read : throw new InvalidDataException($"more than {limit:N0} bytes: taken for a bomb and cut");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
