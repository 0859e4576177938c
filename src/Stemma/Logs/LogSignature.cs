namespace Stemma.Logs;

/// <summary>Knows text formats by their first bytes.</summary>
internal static class LogSignature
{
    // A log that was cut begins within a line; a format is known by any of the first lines.
    private const int Lines = 8;

    /// <summary>A line begins as an audit record does: <c>type=X msg=audit(</c>, perhaps behind <c>node=X</c>.</summary>
    public static bool IsAudit(ReadOnlySpan<byte> head)
    {
        for (int i = 0; i < Lines && !head.IsEmpty; i++)
        {
            int feed = head.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = feed < 0 ? head : head[..feed];
            if (line.StartsWith("node="u8) && line.IndexOf((byte)' ') is >= 0 and int space) line = line[(space + 1)..];
            if (line.StartsWith("type="u8) && line.IndexOf("audit("u8) is > 0 and < 64) return true;
            head = feed < 0 ? [] : head[(feed + 1)..];
        }

        return false;
    }
}
