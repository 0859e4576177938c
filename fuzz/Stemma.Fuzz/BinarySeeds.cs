using Stemma.Evtx;

namespace Stemma.Fuzz;

/// <summary>Seeds of the binary targets by the product's own writer: small, and with all that the format has.</summary>
internal static class BinarySeeds
{
    public static void Write(string folder)
    {
        foreach ((string sample, byte[] content) in Stemma.Decoding.Tests.DocumentSamples.All("echo 12345"))
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "documents")).FullName, sample), content);
        EvtxEvent typed = Event();
        for (int type = 0; type <= 0x23; type++)
            if (type != (int)EvtxType.BinXml) typed.Data.Add(new EvtxDatum($"V{type}", EvtxDataValue.Raw((EvtxType)type, [1, 0, 2, 0, 3, 0, 4, 0])));
        typed.Data.Add(new EvtxDatum("Array", EvtxDataValue.Strings("a", "b")));
        typed.Data.Add(new EvtxDatum(null, "x"));
        EvtxEvent tree = Event();
        tree.UserData = new EvtxElement("Cleared")
        {
            Namespace = "urn:x",
            Children = { new EvtxElement("Who") { Value = "me", Attributes = { new("id", 5) } }, new EvtxElement("Who") { Value = "you" } },
        };
        EvtxEvent plain = Event();
        plain.Data.Add(new EvtxDatum("Image", @"C:\Windows\System32\cmd.exe"));
        (string, EvtxEvent[])[] logs = [("typed", [typed]), ("tree", [tree, tree]), ("plain", [plain, plain, plain]), ("all", [plain, typed, tree, plain])];
        foreach ((string name, EvtxEvent[] events) in logs)
        {
            byte[] file = Log(events);
            Save("evtx", file);
            Save("binxml", file[EvtxFileHeader.Size..]);
            // A chunk without header, and one that starts at no boundary.
            Save("carve", [1, 2, 3, .. file[(EvtxFileHeader.Size + 512)..], .. file[EvtxFileHeader.Size..]]);

            void Save(string target, byte[] bytes) =>
                File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, target)).FullName, name), bytes);
        }
    }

    private static EvtxEvent Event() => new() { Provider = "Stemma-Test", EventId = 7, Channel = "Test/Operational", Computer = "HOST1", FileTime = 133_486_382_456_789_012 };

    // Without the zeros at the chunk's end.
    private static byte[] Log(IEnumerable<EvtxEvent> events)
    {
        using MemoryStream stream = new();
        using (EvtxWriter writer = new(stream, leaveOpen: true))
            foreach (EvtxEvent e in events) writer.Write(e);
        byte[] bytes = stream.ToArray();
        return bytes[..(bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1)];
    }
}
