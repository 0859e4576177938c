using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>Rich text: embedded objects, whose bytes are written in hexadecimal digits, and DDE fields.</summary>
internal static class RichText
{
    private const int MostObjects = 200, MostFields = 2_000, Longest = 65_536;

    public static void Read(byte[] content, DocumentReading document)
    {
        document.Line("rich text");
        int objects = 0;
        for (int at = 0, found; (found = content.AsSpan(at).IndexOf("\\objdata"u8)) >= 0;)
        {
            at += found + 8;
            if (++objects > MostObjects) { document.NoteHere($"more than {MostObjects} objects"); break; }
            document.Budget.Check();
            Object(Digits(content, at, document.Budget), document);
        }
        int fields = 0;
        for (int at = 0, found; (found = content.AsSpan(at).IndexOf("\\fldinst"u8)) >= 0;)
        {
            at += found + 8;
            if (++fields > MostFields) { document.NoteHere($"more than {MostFields:N0} fields"); break; }
            document.Budget.Spend();
            Fields.Instruction(Text(Bytes.Part(content, at, Longest), document.Budget), document);
        }
        if (content.AsSpan().IndexOf("\\objupdate"u8) >= 0 && objects > 0) { document.NoteHere("an object loads when the document opens (objupdate)"); }
    }

    // Digits until the group ends; control words and groups between them are there to mislead.
    private static byte[] Digits(ReadOnlySpan<byte> content, int at, DecodeBudget budget)
    {
        budget.Reserve(Math.Min(content.Length - at, budget.Limits.OutputLength));
        using var made = new MemoryStream();
        int high = -1;
        for (int depth = 0; at < content.Length && depth >= 0; at++)
        {
            if ((at & 63) == 0) { budget.Spend(); }
            byte c = content[at];
            if (c == '{') { depth++; }
            else if (c == '}') { depth--; }
            else if (c == '\\')
            {
                if (at + 1 < content.Length && content[at + 1] == '\'') { at += 3; continue; }
                while (at + 1 < content.Length && (char.IsAsciiLetterOrDigit((char)content[at + 1]) || content[at + 1] is (byte)'-' or (byte)'*')) { at++; }
            }
            else if (depth == 0 && char.IsAsciiHexDigit((char)c))
            {
                int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
                if (high < 0) { high = digit; }
                else { made.WriteByte((byte)((high << 4) | digit)); high = -1; }
            }
        }
        return made.ToArray();
    }

    // An OLE 1.0 object: version, format, names with their lengths, then the data.
    private static void Object(byte[] data, DocumentReading document)
    {
        int compound = data.AsSpan().IndexOf(CompoundFile.Signature);
        uint length = Math.Min(Bytes.U32(data, 8), 256);
        string name = Bytes.Narrow(data, 12, (int)length);
        document.Line($"object of class {name}, {data.Length:N0} bytes");
        if (name.StartsWith("Equation", StringComparison.OrdinalIgnoreCase)) { document.NoteHere("an object of the equation editor, which has holes that run what it is given (CVE-2017-11882)"); }
        if (compound >= 0) { document.Embedded(data[compound..], "object"); return; }
        long at = 12 + (long)length;
        at += 4 + (long)Bytes.U32(data, at);
        at += 4 + (long)Bytes.U32(data, at);
        if (name.Equals("Package", StringComparison.OrdinalIgnoreCase) && at + 4 < data.Length) { CompoundDocument.Package(data, (int)at + 4, document); }
    }

    // The characters of a field's instruction, without control words.
    private static string Text(ReadOnlySpan<byte> content, DecodeBudget budget)
    {
        var text = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < content.Length && depth >= 0; at++)
        {
            if ((at & 63) == 0) { budget.Spend(); }
            char c = (char)content[at];
            if (c == '{') { depth++; }
            else if (c == '}') { depth--; }
            else if (c is '\r' or '\n') { }
            else if (c != '\\') { text.Append(c); }
            else if (at + 1 < content.Length && (char)content[at + 1] is '\\' or '{' or '}') { text.Append((char)content[++at]); }
            else if (at + 3 < content.Length && content[at + 1] == '\'' && char.IsAsciiHexDigit((char)content[at + 2]) && char.IsAsciiHexDigit((char)content[at + 3]))
            {
                text.Append((char)Convert.ToInt32(Encoding.ASCII.GetString(content.Slice(at + 2, 2)), 16));
                at += 3;
            }
            else
            {
                while (at + 1 < content.Length && (char.IsAsciiLetterOrDigit((char)content[at + 1]) || content[at + 1] is (byte)'-' or (byte)'*')) { at++; }
                if (at + 1 < content.Length && content[at + 1] == ' ') { at++; }
            }
        }
        return text.ToString();
    }
}
