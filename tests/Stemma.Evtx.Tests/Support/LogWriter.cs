namespace Stemma.Evtx.Tests.Support;

/// <summary>Small logs by the product's own writer.</summary>
internal static class LogWriter
{
    public const int FirstChunk = EvtxFileHeader.Size;
    public const int FirstRecord = FirstChunk + 512;

    /// <summary>2024-01-02T03:04:05.6789012Z, a time with all its digits in use.</summary>
    public const long Noon = 133_486_382_456_789_012;

    public static EvtxEvent Event(params EvtxDatum[] data)
    {
        EvtxEvent e = new()
        {
            Provider = "Stemma-Test",
            EventId = 7,
            Channel = "Test/Operational",
            Computer = "HOST1",
            FileTime = Noon,
        };
        foreach (EvtxDatum datum in data) e.Data.Add(datum);
        return e;
    }

    public static byte[] Write(params IEnumerable<EvtxEvent> events)
    {
        using MemoryStream stream = new();
        using (EvtxWriter writer = new(stream, leaveOpen: true))
            foreach (EvtxEvent e in events) writer.Write(e);
        return stream.ToArray();
    }

    /// <summary>That many events alike but for their number.</summary>
    public static byte[] Many(int count) =>
        Write(Enumerable.Range(0, count).Select(i => Event(new("Index", i), new("Image", @"C:\Windows\System32\cmd.exe"))));

    /// <summary>One event with one value, read back.</summary>
    public static ReadRecord Reread(EvtxDataValue value) => ReadLog.Of(Write(Event(new EvtxDatum("Value", value)))).Only;
}
