namespace Stemma.Evtx.Values;

/// <summary>Takes an array apart, one item after another.</summary>
internal static class ArrayItem
{
    /// <summary>Takes the next item off <paramref name="rest"/>; false when nothing is left. Each call makes the rest shorter.</summary>
    public static bool TryTake(EvtxType element, ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> item)
    {
        item = default;
        if (rest.IsEmpty) return false;
        int size = element switch
        {
            EvtxType.Sid => rest.Length >= 8 ? Math.Min(rest.Length, 8 + (rest[1] * 4)) : rest.Length,
            EvtxType.String or EvtxType.EvtXml => TakeText(rest),
            EvtxType.AnsiString => TakeAnsi(rest),
            _ => ValueText.ElementSize(element),
        };
        if (size <= 0 || size > rest.Length) size = rest.Length;
        item = rest[..size];
        rest = rest[size..];
        return true;
    }

    private static int TakeText(ReadOnlySpan<byte> rest)
    {
        int end = Utf16.Of(rest).IndexOf('\0');
        return end < 0 ? rest.Length : (end + 1) * 2;
    }

    private static int TakeAnsi(ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)0);
        return end < 0 ? rest.Length : end + 1;
    }
}
