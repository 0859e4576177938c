using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>
/// A Windows program or library (PE/COFF): its machine, sections with their entropy, what it imports, whether it is signed or of .NET, and what hints at
/// packing. Only looked at, nothing in it is decoded.
/// </summary>
internal static class ProgramFile
{
    private const int MostSections = 96, MostLibraries = 200, MostFunctions = 2_000, SectionSize = 40, Packed = 72;

    public static void Read(byte[] content, DocumentReading document)
    {
        ReadOnlySpan<byte> file = content;
        long header = Bytes.U32(file, 60);
        if (Bytes.U32(file, header) != 0x4550) { document.Line($"program of DOS, {content.Length:N0} bytes"); return; }
        int machine = Bytes.U16(file, header + 4), sections = Bytes.U16(file, header + 6), optional = Bytes.U16(file, header + 20), traits = Bytes.U16(file, header + 22);
        bool wide = Bytes.U16(file, header + 24) == 0x20B;
        string type = machine switch { 0x14C => "x86", 0x8664 => "x64", 0xAA64 => "ARM64", 0x1C4 => "ARM", _ => $"machine {machine:X}" };
        document.Line($"Windows {((traits & 0x2000) != 0 ? "library" : "program")}, {type}, {content.Length:N0} bytes, linked {DateTimeOffset.FromUnixTimeSeconds(Bytes.U32(file, header + 8)):yyyy-MM-dd}");
        long directories = header + 24 + (wide ? 112 : 96), table = header + 24 + optional;
        List<Section> known = Sections(file, table, Math.Min(sections, MostSections), document);
        if (sections > MostSections) { document.NoteHere($"the program says that it has {sections:N0} sections"); }
        uint certificate = Bytes.U32(file, directories + (4 * 8)), clr = Bytes.U32(file, directories + (14 * 8));
        if (certificate != 0) { document.Line($"signature, {Bytes.U32(file, directories + (4 * 8) + 4):N0} bytes{(certificate < file.Length ? "" : ", cut off")} (not checked)"); }
        else { document.Line("not signed"); }
        if (clr != 0) { Managed(file, Offset(clr, known), known, document); }
        int functions = Imports(file, Offset(Bytes.U32(file, directories + 8), known), known, wide, document);
        if (known.Any(s => s.Name.StartsWith("UPX", StringComparison.Ordinal))) { document.NoteHere("the program is packed with UPX (T1027.002)"); }
        else if (clr == 0 && functions < 10 && known.Any(s => s.Runs && s.Entropy >= Packed)) { document.NoteHere("the program may be packed: its code looks random and it imports next to nothing (T1027.002)"); }
        long end = known.Count == 0 ? content.Length : known.Max(s => s.Start + s.Size);
        if (end < content.Length && certificate == 0) { document.NoteHere($"{content.Length - end:N0} bytes stand behind the program's last section"); }
    }

    private static List<Section> Sections(ReadOnlySpan<byte> file, long table, int count, DocumentReading document)
    {
        List<Section> known = [];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = Bytes.Part(file, table + (i * (long)SectionSize), SectionSize);
            if (section.Length < SectionSize) { break; }
            string name = Encoding.Latin1.GetString(section[..8]).TrimEnd('\0');
            uint address = Bytes.U32(section, 12), start = Bytes.U32(section, 20), size = Bytes.U32(section, 16), flags = Bytes.U32(section, 36);
            ReadOnlySpan<byte> data = Bytes.Part(file, start, size);
            document.Budget.Spend(1 + (data.Length >> 6));
            int entropy = Entropy(data);
            bool runs = (flags & 0x20000000) != 0, writes = (flags & 0x80000000) != 0;
            document.Line($"section {name}, {size:N0} bytes, entropy {entropy / 10.0:0.0} bits{(runs ? ", runs" : "")}{(writes ? ", written to" : "")}");
            if (runs && writes) { document.NoteHere($"section {name} is both written to and run"); }
            known.Add(new Section(name, address, Math.Max(size, Bytes.U32(section, 8)), start, size, entropy, runs));
        }
        return known;
    }

    // Bits a byte, times ten.
    private static int Entropy(ReadOnlySpan<byte> data)
    {
        if (data.Length == 0) { return 0; }
        Span<int> counts = stackalloc int[256];
        foreach (byte b in data) { counts[b]++; }
        double bits = 0;
        foreach (int count in counts) { if (count > 0) { double part = count / (double)data.Length; bits -= part * Math.Log2(part); } }
        return (int)Math.Round(bits * 10);
    }

    private static int Imports(ReadOnlySpan<byte> file, long table, List<Section> sections, bool wide, DocumentReading document)
    {
        int functions = 0, width = wide ? 8 : 4;
        List<string> names = [];
        for (int i = 0; table >= 0 && i < MostLibraries; i++)
        {
            long entry = table + (i * 20L);
            uint name = Bytes.U32(file, entry + 12), lookup = Bytes.U32(file, entry) is var first and not 0 ? first : Bytes.U32(file, entry + 16);
            if (name == 0 || lookup == 0) { break; }
            string library = Printable(Bytes.Narrow(file, Offset(name, sections), 256));
            List<string> imported = [];
            for (long at = Offset(lookup, sections); at >= 0 && functions < MostFunctions && Bytes.U32(file, at) is var target and not 0; at += width)
            {
                document.Budget.Spend();
                functions++;
                bool byNumber = ((wide ? Bytes.U32(file, at + 4) : target) & 0x80000000) != 0;
                imported.Add(byNumber ? $"#{target & 0xFFFF}" : Printable(Bytes.Narrow(file, Offset(target, sections) is var o and >= 0 ? o + 2 : -1, 256)));
            }
            document.Line($"imports {library}: {string.Join(' ', imported.Take(60))}{(imported.Count > 60 ? " …" : "")}");
            names.AddRange(imported.Select(f => $"{library}!{f}"));
        }
        document.Hidden(ScriptKind.Text, string.Join('\n', names), "imports of the program");
        return functions;
    }

    // The names of a .NET program stand in its metadata (ECMA-335 II.24): the heap of strings.
    private static void Managed(ReadOnlySpan<byte> file, long header, List<Section> sections, DocumentReading document)
    {
        long metadata = header < 0 ? -1 : Offset(Bytes.U32(file, header + 8), sections);
        if (metadata < 0 || Bytes.U32(file, metadata) != 0x424A5342) { document.NoteHere("the program is of .NET; its metadata is damaged"); return; }
        string version = Printable(Bytes.Narrow(file, metadata + 16, 64));
        document.Line($".NET program for {version}");
        long at = metadata + 16 + Math.Min(Bytes.U32(file, metadata + 12), 256);
        int streams = Math.Min(Bytes.U16(file, at + 2), 16);
        at += 4;
        for (int i = 0; i < streams; i++)
        {
            string name = Bytes.Narrow(file, at + 8, 32);
            if (name == "#Strings")
            {
                ReadOnlySpan<byte> heap = Bytes.Part(file, metadata + Bytes.U32(file, at), Math.Min(Bytes.U32(file, at + 4), 1 << 18));
                document.Budget.Reserve(heap.Length);
                document.Hidden(ScriptKind.Text, Encoding.UTF8.GetString(heap).Replace('\0', '\n').Trim('\n'), "names of the .NET program");
            }
            at += 8 + ((name.Length + 4) & ~3);
        }
    }

    private static long Offset(uint address, List<Section> sections)
    {
        foreach (Section section in sections)
        {
            if (address >= section.Address && address - section.Address < section.Length) { return section.Start + (long)(address - section.Address); }
        }
        return -1;
    }

    private static string Printable(string text) => string.Concat(text.Select(c => c is > ' ' and < '\u007F' ? c : '?'));

    private readonly record struct Section(string Name, uint Address, uint Length, long Start, long Size, int Entropy, bool Runs);
}
