namespace Stemma.Logs;

/// <summary>
/// Reads what a library unpacks. Whatever the library throws over hostile bytes becomes <see cref="InvalidDataException"/>, and what is packed
/// in several streams, one after another, is read to the last.
/// </summary>
/// <param name="packed">The packed bytes, which can be sought in.</param>
/// <param name="open">Opens the next stream of it.</param>
/// <param name="isSeveral">More streams may follow the first: the library reads one.</param>
/// <param name="isOwner">Closing this closes the packed bytes.</param>
internal sealed class GuardedStream(Stream packed, Func<Stream, Stream> open, bool isSeveral, bool isOwner = true) : ForwardStream
{
    private Stream? _inner;

    /// <summary>Runs a step of a library: its exceptions become one that readers expect.</summary>
    /// <exception cref="InvalidDataException">The step failed.</exception>
    public static T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (IsLibrarys(e))
        {
            throw Damaged(e);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            while (true)
            {
                _inner ??= open(packed);
                int read = _inner.Read(buffer);
                if (read > 0 || buffer.IsEmpty || !isSeveral || !SkipPadding()) return read;
                _inner = null;
            }
        }
        catch (Exception e) when (IsLibrarys(e))
        {
            throw Damaged(e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The library may read on to the end of what it opened, and throw.
        if (disposing && !isOwner && _inner is not null) Guard(() => { _inner.Dispose(); return 0; });
        if (disposing && isOwner) packed.Dispose();
        base.Dispose(disposing);
    }

    // Libraries that unpack index, cast and allocate as hostile bytes tell them.
    private static bool IsLibrarys(Exception e) => e is not IOException and not InvalidDataException;

    private static InvalidDataException Damaged(Exception e) => new($"damaged, encrypted or packed in a way that is not known ({e.Message.TrimEnd('.')})", e);

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
