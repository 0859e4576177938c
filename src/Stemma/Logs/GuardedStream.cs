namespace Stemma.Logs;

/// <summary>
/// Reads what a library unpacks. Whatever the library throws over hostile bytes becomes <see cref="InvalidDataException"/>, and what is packed
/// in several streams, one after another, is read to the last.
/// </summary>
/// <param name="packed">The packed bytes, which can be sought in.</param>
/// <param name="open">Opens the next stream of it.</param>
/// <param name="isSeveral">More streams may follow the first: the library reads one.</param>
/// <param name="isOwner">Closing this closes the packed bytes.</param>
internal sealed class GuardedStream(Stream packed, Func<Stream, Stream> open, bool isSeveral, bool isOwner = true) : Stream
{
    private Stream? _inner;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Runs a step of a library: its exceptions become one that readers expect.</summary>
    /// <exception cref="InvalidDataException">The step failed.</exception>
    public static T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
#pragma warning disable CA1031 // Libraries that unpack index, cast and allocate as hostile bytes tell them.
        catch (Exception e) when (e is not IOException and not InvalidDataException)
#pragma warning restore CA1031
        {
            throw new InvalidDataException($"damaged, encrypted or packed in a way that is not known ({e.Message.TrimEnd('.')})", e);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Guard(() =>
    {
        while (true)
        {
            _inner ??= open(packed);
            int read = _inner.Read(buffer, offset, count);
            if (read > 0 || count == 0 || !isSeveral || !SkipPadding()) return read;
            _inner = null;
        }
    });

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The library may read on to the end of what it opened, and throw.
        if (disposing && !isOwner && _inner is not null) Guard(() => { _inner.Dispose(); return 0; });
        if (disposing && isOwner) packed.Dispose();
        base.Dispose(disposing);
    }

    // Zero bytes may stand between streams. Whether another follows.
    private bool SkipPadding()
    {
        while (packed.Position < packed.Length)
        {
            if (packed.ReadByte() == 0) continue;
            packed.Position--;
            return true;
        }

        return false;
    }
}
