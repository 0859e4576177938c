using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>
/// The macros of a compound file (MS-OVBA): the source of each module, and whether that source is what would run. Office runs the compiled code before the
/// source when its version fits, so a source that was emptied or exchanged ("stomped") hides the macro.
/// </summary>
internal static class MacroProject
{
    private const int MostModules = 300, LargeCode = 4096, ShortSource = 16, LeastLiteral = 6;

    public static void Read(CompoundFile file, DocumentReading document)
    {
        foreach (CompoundFile.Entry directory in file.Streams.Where(s => s.Path.Equals("dir", StringComparison.OrdinalIgnoreCase) || s.Path.EndsWith("/dir", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            string folder = directory.Path[..^3];
            byte[]? records = OvbaCompression.Decompress(file.Read(directory), document.Budget);
            if (records is null) { document.NoteHere("the macros' directory is damaged"); continue; }
            int modules = 0;
            foreach ((string name, uint offset, Encoding encoding) in Modules(records))
            {
                if (++modules > MostModules) { document.NoteHere($"more than {MostModules} modules"); break; }
                if (file.Find(folder + name) is not { } stream) { document.NoteHere($"macro {name}: its stream is missing"); continue; }
                Module(file.Read(stream), offset, encoding, name, document);
            }
        }
    }

    private static List<(string Name, uint Offset, Encoding Encoding)> Modules(ReadOnlySpan<byte> records)
    {
        List<(string, uint, Encoding)> modules = [];
        Encoding encoding = Encoding.Latin1;
        string name = "";
        uint offset = 0;
        for (long at = 0; at + 6 <= records.Length;)
        {
            int id = Bytes.U16(records, at);
            // The version's record says 4, and has 6.
            uint size = id == 9 ? 6 : Bytes.U32(records, at + 2);
            ReadOnlySpan<byte> data = Bytes.Part(records, at + 6, size);
            at += 6L + size;
            switch (id)
            {
                case 0x03: encoding = CodePagesEncodingProvider.Instance.GetEncoding(Bytes.U16(data, 0)) ?? Encoding.Latin1; break;
                case 0x1A: name = encoding.GetString(data); break;
                case 0x32 when data.Length > 0: name = Encoding.Unicode.GetString(data); break;
                case 0x31: offset = Bytes.U32(data, 0); break;
                case 0x2B when name.Length > 0 && modules.Count <= MostModules:
                    modules.Add((name, offset, encoding));
                    (name, offset) = ("", 0);
                    break;
            }
        }
        return modules;
    }

    private static void Module(byte[] stream, uint offset, Encoding encoding, string name, DocumentReading document)
    {
        byte[]? bytes = OvbaCompression.Decompress(Bytes.Part(stream, offset, stream.Length), document.Budget);
        if (bytes is null && Container(stream) is var found and >= 0) { (offset, bytes) = ((uint)found, OvbaCompression.Decompress(stream.AsSpan(found), document.Budget)); }
        string source = encoding.GetString(bytes ?? []);
        string code = string.Join('\n', source.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => !l.StartsWith("Attribute VB_", StringComparison.OrdinalIgnoreCase)));
        document.Line($"macro {name}: {code.Length:N0} characters of source, {Math.Min(offset, stream.Length):N0} bytes of compiled code");
        document.Hidden(ScriptKind.VisualBasic, code, $"macro {name}");
        Compare(Bytes.Part(stream, 0, offset), code, name, document);
    }

    // Strings in the compiled code that the source has not: they were compiled from another source.
    private static void Compare(ReadOnlySpan<byte> compiled, string source, string name, DocumentReading document)
    {
        List<string> missing = [];
        for (int at = 0; at + 4 < compiled.Length && missing.Count < 200; at += 2)
        {
            int length = Bytes.U16(compiled, at + 2);
            if ((Bytes.U16(compiled, at) & 0x3FF) != 0xB9 || length < LeastLiteral || at + 4 + length > compiled.Length) { continue; }
            ReadOnlySpan<byte> literal = compiled.Slice(at + 4, length);
            if (literal.IndexOfAnyExceptInRange((byte)32, (byte)126) >= 0) { continue; }
            document.Budget.Spend(1 + (source.Length >> 6));
            string text = Encoding.Latin1.GetString(literal);
            if (!source.Contains(text.Replace("\"", "\"\"", StringComparison.Ordinal), StringComparison.Ordinal)) { missing.Add(text); }
            at += 2 + ((length + 1) & ~1);
        }
        if (missing.Count > 0)
        {
            document.NoteHere($"macro {name} is stomped: its compiled code holds {missing.Count} strings that its source does not");
            document.Hidden(ScriptKind.Text, string.Join('\n', missing), $"strings of the compiled macro {name}");
        }
        else if (source.Trim().Length < ShortSource && compiled.Length > LargeCode)
        {
            document.NoteHere($"macro {name} may be stomped: no source, {compiled.Length:N0} bytes of compiled code");
        }
    }

    // A container of source begins with these, whatever the directory says: 01, a chunk's header, a flag byte of zero, "Attribut".
    private static int Container(ReadOnlySpan<byte> stream)
    {
        int at = stream.IndexOf("\0Attribut"u8);
        return at >= 3 && stream[at - 3] == 1 ? at - 3 : -1;
    }
}
