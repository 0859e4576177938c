using System.Collections;

namespace Stemma.Decoding.PowerShell.Values;

/// <summary>Bytes seen as values, without a list of boxes.</summary>
internal sealed class ByteView(byte[] bytes) : IReadOnlyList<object?>
{
    private static readonly object[] Boxes = [.. Enumerable.Range(0, 256).Select(i => (object)(byte)i)];

    /// <inheritdoc/>
    public object? this[int index] => Boxes[bytes[index]];

    /// <inheritdoc/>
    public int Count => bytes.Length;

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator()
    {
        foreach (byte b in bytes) { yield return Boxes[b]; }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
