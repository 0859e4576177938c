using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Documents;

/// <summary>A ZIP archive: its members; of an Office document its macros, fields, embedded objects and the addresses it loads from; of another what in it is read here.</summary>
internal static partial class ZipDocument
{
    private const int MostMembers = 5_000, MostRecords = 100_000, MostMember = 8 << 20;

    public static void Read(byte[] content, DocumentReading document)
    {
        if (Records(content) > MostRecords) { document.NoteHere($"more than {MostRecords:N0} members"); return; }
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        bool office = archive.GetEntry("[Content_Types].xml") is not null;
        document.Line($"{(office ? "Office document" : "ZIP archive")}, {archive.Entries.Count:N0} members");
        int members = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            document.Budget.Check();
            if (++members > MostMembers) { document.NoteHere($"members after the first {MostMembers:N0} are not read"); break; }
            document.Line($"{entry.FullName}, {entry.Length:N0} bytes{(entry.IsEncrypted ? ", encrypted" : "")}");
            if (entry.IsEncrypted) { document.NoteHere($"{entry.FullName} is encrypted"); continue; }
            if (entry.Length == 0 || (office && !IsRead(entry.FullName))) { continue; }
            try { Member(entry, office, document); }
            catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException) { document.NoteHere($"{entry.FullName}: {e.Message}"); }
        }
    }

    private static void Member(ZipArchiveEntry entry, bool office, DocumentReading document)
    {
        using Stream stream = entry.Open();
        byte[] bytes = document.Inflate(stream, MostMember);
        if (bytes.Length == MostMember) { document.NoteHere($"{entry.FullName}: only the first {MostMember:N0} bytes are read"); }
        if (office && entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) { Relationships(FileFormats.TextOf(bytes, MostMember), document); }
        else if (office && entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)) { Part(entry.FullName, FileFormats.TextOf(bytes, MostMember), document); }
        else { document.Embedded(bytes, entry.FullName); }
    }

    private static bool IsRead(string name) =>
        name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase)
        || name.Contains("embeddings/", StringComparison.OrdinalIgnoreCase) || name.Contains("macrosheets/", StringComparison.OrdinalIgnoreCase)
        || name.Contains("externalLinks/", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("word/", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));

    // What a document loads from elsewhere when it opens; links that wait for a click are not among it.
    private static void Relationships(string xml, DocumentReading document)
    {
        foreach (Match match in Relationship().Matches(xml))
        {
            document.Budget.Spend();
            string element = match.Value, type = Attribute(element, "Type"), target = Attribute(element, "Target");
            if (!Attribute(element, "TargetMode").Equals("External", StringComparison.OrdinalIgnoreCase)) { continue; }
            type = type[(type.LastIndexOf('/') + 1)..];
            document.Line($"external {type}: {target}");
            if (type is "attachedTemplate" or "oleObject" or "frame" or "subDocument" or "externalLinkPath") { document.NoteHere($"the document loads its {type} from {target}"); }
        }
    }

    private static void Part(string name, string xml, DocumentReading document)
    {
        if (name.Contains("macrosheets/", StringComparison.OrdinalIgnoreCase)) { document.NoteHere($"{name} holds Excel 4 macros; they are not decoded"); }
        var field = new StringBuilder();
        foreach (Match match in FieldPart().Matches(xml))
        {
            document.Budget.Spend();
            if (match.Groups["simple"] is { Success: true } simple) { Fields.Instruction(Unescaped(simple.Value), document); }
            else if (match.Groups["text"] is { Success: true } text) { field.Append(Unescaped(text.Value)); }
            else
            {
                if (field.Length > 0) { Fields.Instruction(field.ToString(), document); }
                field.Clear();
            }
        }
        if (field.Length > 0) { Fields.Instruction(field.ToString(), document); }
        foreach (Match match in DdeLink().Matches(xml))
        {
            string command = $"{Attribute(match.Value, "ddeService")} {Attribute(match.Value, "ddeTopic")}".Trim();
            document.Line($"DDE link: {command}");
            document.Hidden(ScriptKind.CommandLine, command, "DDE link");
        }
    }

    private static string Attribute(string element, string name)
    {
        int at = element.IndexOf($" {name}=", StringComparison.Ordinal) + name.Length + 2;
        if (at < name.Length + 2 || at >= element.Length) { return ""; }
        int end = element.IndexOf(element[at], at + 1);
        return end < 0 ? "" : Unescaped(element[(at + 1)..end]);
    }

    private static string Unescaped(string text) => System.Net.WebUtility.HtmlDecode(text);

    private static int Records(ReadOnlySpan<byte> content)
    {
        int count = 0;
        for (int at; (at = content.IndexOf("PK\u0001\u0002"u8)) >= 0 && count <= MostRecords; count++) { content = content[(at + 4)..]; }
        return count;
    }

    [GeneratedRegex(@"<(?:\w+:)?Relationship\s[^>]{0,8192}>", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Relationship();

    [GeneratedRegex(@"<w:fldSimple\s[^>]{0,200}?w:instr=""(?<simple>[^""]{0,8192})""|<w:instrText(?:\s[^>]{0,200})?>(?<text>[^<]*)<|w:fldCharType=""(?:separate|end|begin)""", RegexOptions.CultureInvariant, 500)]
    private static partial Regex FieldPart();

    [GeneratedRegex(@"<(?:\w+:)?ddeLink\s[^>]{0,8192}>", RegexOptions.CultureInvariant, 500)]
    private static partial Regex DdeLink();
}
