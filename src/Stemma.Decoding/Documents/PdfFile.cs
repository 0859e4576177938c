using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Documents;

/// <summary>PDF: scripts, programs that it launches, files in it, addresses. Objects are found by their look, not by the table, which may lie.</summary>
internal static partial class PdfFile
{
    private const int MostObjects = 20_000, MostStream = 8 << 20, MostFound = 200;

    public static void Read(byte[] content, DocumentReading document)
    {
        document.Budget.Reserve(content.Length * 2L);
        string text = Encoding.Latin1.GetString(content);
        var objects = new Dictionary<string, (string Head, int StreamAt)>();
        var bodies = new List<string>();
        for (Match match = Object().Match(text); match.Success && objects.Count < MostObjects; match = match.NextMatch())
        {
            document.Budget.Spend(16);
            int from = match.Index + match.Length, end = text.IndexOf("endobj", from, StringComparison.Ordinal), stream = text.IndexOf("stream", from, StringComparison.Ordinal);
            if (end < 0) { end = text.Length; }
            string head = Names(text[from..(stream >= 0 && stream < end ? stream : end)], document.Budget);
            int data = stream >= 0 && stream < end ? stream + 6 : -1;
            if (data >= 0 && data < text.Length && text[data] == '\r') { data++; }
            if (data >= 0 && data < text.Length && text[data] == '\n') { data++; }
            objects[match.Groups[1].Value] = (head, data);
            bodies.Add(head);
        }
        document.Line($"PDF, {objects.Count:N0} objects");
        if (text.Contains("/Encrypt", StringComparison.Ordinal)) { document.NoteHere("the PDF is encrypted; its strings and streams are not read"); }
        byte[] Stream((string Head, int StreamAt) o) => Inflated(content, o.Head, o.StreamAt, document);
        foreach ((string head, int at) in objects.Values.ToList())
        {
            if (at < 0) { continue; }
            if (head.Contains("/ObjStm", StringComparison.Ordinal)) { bodies.Add(Names(Encoding.Latin1.GetString(Stream((head, at))), document.Budget)); }
            else if (EmbeddedFile().IsMatch(head)) { document.Line("embedded file"); document.Embedded(Stream((head, at)), "embedded file"); }
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
                        string? script = Text(body, at, out _);
                        if (script is null && Reference().Match(body, at) is { Success: true } to && objects.TryGetValue(to.Groups[1].Value, out var target))
                        {
                            script = target.StreamAt >= 0 ? Decoded(Stream(target)) : Text(target.Head, 0, out _);
                        }
                        document.Line("script");
                        document.Hidden(ScriptKind.JavaScript, script ?? "", "PDF script");
                        break;
                    case "Launch":
                        Launch(body, at, document);
                        break;
                    default:
                        if (Text(body, at, out _) is { Length: > 0 } address) { document.Line($"link: {address}"); }
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
            string value = Text(near, match.Index + match.Length, out _) ?? "";
            if (match.Groups[1].Value == "F" && program.Length == 0) { program = value; }
            if (match.Groups[1].Value == "P" && parameters.Length == 0) { parameters = value; }
        }
        document.Line($"launches: {program} {parameters}");
        document.Hidden(ScriptKind.CommandLine, $"{program} {parameters}".Trim(), "PDF launch");
    }

    private static byte[] Inflated(byte[] content, string head, int at, DocumentReading document)
    {
        int end = at < 0 || at > content.Length ? -1 : content.AsSpan(at).IndexOf("endstream"u8);
        int length = end < 0 ? Math.Max(0, content.Length - Math.Max(at, 0)) : end;
        if (at < 0 || length == 0) { return []; }
        if (!head.Contains("/Filter", StringComparison.Ordinal)) { document.Budget.Reserve(length); return content.AsSpan(at, length).ToArray(); }
        if (!Flate().IsMatch(head)) { document.NoteHere("a stream in a filter that is not read"); return []; }
        try
        {
            using var stream = new ZLibStream(new MemoryStream(content, at, length, writable: false), CompressionMode.Decompress);
            return document.Inflate(stream, MostStream);
        }
        catch (InvalidDataException) { document.NoteHere("a damaged stream"); return []; }
    }

    // Names may write any character as #xx.
    private static string Names(string text, DecodeBudget budget)
    {
        budget.Reserve(text.Length);
        return text.Contains('#', StringComparison.Ordinal) ? Escape().Replace(text, m => m.Groups[1].Value + EscapedChar().Replace(m.Groups[2].Value, c => ((char)Convert.ToInt32(c.Value[1..], 16)).ToString())) : text;
    }

    private static string Decoded(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(bytes[2..]) : FileFormats.TextOf(bytes, MostStream);

    /// <summary>The string that stands at a place, blanks before it allowed; null when there is none.</summary>
    private static string? Text(string text, int at, out int end)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) { at++; }
        end = at;
        if (at >= text.Length || text[at] is not ('(' or '<') || text.AsSpan(at).StartsWith("<<")) { return null; }
        using var made = new MemoryStream();
        if (text[at] == '<')
        {
            int close = text.IndexOf('>', at);
            string digits = new([.. text[(at + 1)..(close < 0 ? text.Length : close)].Where(char.IsAsciiHexDigit)]);
            end = close < 0 ? text.Length : close + 1;
            return Decoded(Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0"));
        }
        int depth = 0;
        for (; at < text.Length; at++)
        {
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
        end = Math.Min(at + 1, text.Length);
        return Decoded(made.ToArray());
    }

    [GeneratedRegex(@"\b(\d{1,10})\s{1,8}\d{1,5}\s{1,8}obj\b", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Object();

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

    [GeneratedRegex(@"(/)([A-Za-z0-9#]{1,60})", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Escape();

    [GeneratedRegex(@"#[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 500)]
    private static partial Regex EscapedChar();
}
