using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Documents;

/// <summary>PDF: scripts, programs that it launches, files in it, addresses. Objects are found by their look, not by the table, which may lie.</summary>
internal static partial class PdfFile
{
    private const int MostStream = 8 << 20, MostFound = 200, MostText = 1 << 20;

    public static void Read(byte[] content, DocumentReading document)
    {
        List<PdfObject> objects = PdfObjects.Find(content, document);
        // Of two objects with one number, the later one counts.
        var byNumber = new Dictionary<string, PdfObject>();
        foreach (PdfObject each in objects) { byNumber[each.Number] = each; }
        List<string> bodies = [.. objects.Select(o => o.Head)];
        document.Line($"PDF, {objects.Count:N0} objects");
        if (content.AsSpan().IndexOf("/Encrypt"u8) >= 0) { document.NoteHere("the PDF is encrypted; its strings and streams are not read"); }
        foreach (PdfObject each in objects)
        {
            if (each.StreamStart < 0) { continue; }
            document.Budget.Spend();
            if (each.Head.Contains("/ObjStm", StringComparison.Ordinal)) { bodies.Add(PdfObjects.Names(Encoding.Latin1.GetString(Inflated(content, each, document)), document.Budget)); }
            else if (EmbeddedFile().IsMatch(each.Head)) { document.Line("embedded file"); document.Embedded(Inflated(content, each, document), "embedded file"); }
        }
        int found = 0;
        foreach (string body in bodies)
        {
            foreach (Match match in Action().Matches(body))
            {
                if (++found > MostFound) { document.NoteHere($"more than {MostFound} actions"); return; }
                document.Budget.Spend(16);
                int at = match.Index + match.Length;
                switch (match.Groups[1].Value)
                {
                    case "JS":
                        string? script = Text(body, at, document.Budget);
                        if (script is null && Reference().Match(body, at) is { Success: true } to && byNumber.TryGetValue(to.Groups[1].Value, out PdfObject target))
                        {
                            script = target.StreamStart >= 0 ? Decoded(Inflated(content, target, document)) : Text(target.Head, 0, document.Budget);
                        }
                        document.Line("script");
                        document.Hidden(ScriptKind.JavaScript, script ?? "", "PDF script");
                        break;
                    case "Launch":
                        Launch(body, at, document);
                        break;
                    default:
                        if (Text(body, at, document.Budget) is { Length: > 0 } address) { document.Line($"link: {address}"); }
                        break;
                }
            }
        }
    }

    // The program and its parameters stand in the same dictionary or one within: whichever comes first after the name, or before it.
    private static void Launch(string body, int at, DocumentReading document)
    {
        int from = Math.Max(0, at - 1000);
        string near = body[from..Math.Min(body.Length, at + 8000)];
        string program = "", parameters = "";
        foreach (Match match in LaunchPart().Matches(near))
        {
            string value = Text(near, match.Index + match.Length, document.Budget) ?? "";
            if (match.Groups[1].Value == "F" && program.Length == 0) { program = value; }
            if (match.Groups[1].Value == "P" && parameters.Length == 0) { parameters = value; }
        }
        document.Line($"launches: {program} {parameters}");
        document.Hidden(ScriptKind.CommandLine, $"{program} {parameters}".Trim(), "PDF launch");
    }

    private static byte[] Inflated(byte[] content, PdfObject from, DocumentReading document)
    {
        int length = from.StreamEnd - from.StreamStart;
        if (length <= 0) { return []; }
        if (!from.Head.Contains("/Filter", StringComparison.Ordinal)) { document.Budget.Reserve(length); return content.AsSpan(from.StreamStart, length).ToArray(); }
        if (!Flate().IsMatch(from.Head)) { document.NoteHere("a stream in a filter that is not read"); return []; }
        try
        {
            using var stream = new ZLibStream(new MemoryStream(content, from.StreamStart, length, writable: false), CompressionMode.Decompress);
            return document.Inflate(stream, MostStream);
        }
        catch (InvalidDataException) { document.NoteHere("a damaged stream"); return []; }
    }

    private static string Decoded(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(bytes[2..]) : FileFormats.TextOf(bytes, MostStream);

    /// <summary>The string that stands at a place, blanks before it allowed; null when there is none.</summary>
    private static string? Text(string text, int at, DecodeBudget budget)
    {
        if (text.Length - at > MostText) { text = text[..(at + MostText)]; }
        while (at < text.Length && char.IsWhiteSpace(text[at])) { at++; }
        if (at >= text.Length || text[at] is not ('(' or '<') || text.AsSpan(at).StartsWith("<<")) { return null; }
        using var made = new MemoryStream();
        if (text[at] == '<')
        {
            int close = text.IndexOf('>', at);
            string digits = new([.. text[(at + 1)..(close < 0 ? text.Length : close)].Where(char.IsAsciiHexDigit)]);
            return Decoded(Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0"));
        }
        int depth = 0;
        for (; at < text.Length; at++)
        {
            if ((at & 63) == 0) { budget.Spend(); }
            char c = text[at];
            if (c == '(' && depth++ == 0) { continue; }
            if (c == ')' && --depth == 0) { break; }
            if (c != '\\' || at + 1 >= text.Length) { made.WriteByte((byte)c); continue; }
            char next = text[++at];
            if (next is >= '0' and <= '7')
            {
                int value = 0, digits = 0;
                for (; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7'; digits++, at++) { value = (value * 8) + text[at] - '0'; }
                at--;
                made.WriteByte((byte)value);
            }
            else if (next == '\r') { if (at + 1 < text.Length && text[at + 1] == '\n') { at++; } }
            else if (next != '\n') { made.WriteByte((byte)(next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => next })); }
        }
        return Decoded(made.ToArray());
    }

    [GeneratedRegex(@"/(JS|Launch|URI)(?![A-Za-z])", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Action();

    [GeneratedRegex(@"\G\s{0,8}(\d{1,10})\s{1,8}\d{1,5}\s{1,8}R\b", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Reference();

    [GeneratedRegex(@"/(F|P)\s{0,8}(?=[(<])", RegexOptions.CultureInvariant, 500)]
    private static partial Regex LaunchPart();

    [GeneratedRegex(@"/EmbeddedFile(?![A-Za-z])", RegexOptions.CultureInvariant, 500)]
    private static partial Regex EmbeddedFile();

    [GeneratedRegex(@"/Filter\s*\[?\s*/(?:FlateDecode|Fl)(?![A-Za-z])\s*(?:\]|/(?!\w*Decode)|>)", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Flate();
}
