namespace Stemma.Decoding.Documents;

/// <summary>DDE fields of Word: a program, a topic and an item, which is a command line in three parts.</summary>
internal static class Fields
{
    private const int Longest = 4096;

    /// <summary>Every DDE field in the text of a binary document, where a field stands between 0x13 and 0x14 or 0x15.</summary>
    public static void InText(string text, DocumentReading document)
    {
        for (int at = 0; (at = text.IndexOf('\u0013', at)) >= 0; at++)
        {
            document.Budget.Spend();
            int length = text.AsSpan(at + 1, Math.Min(Longest, text.Length - at - 1)).IndexOfAny('\u0014', '\u0015');
            if (length > 0) { Instruction(text.Substring(at + 1, length), document); }
        }
    }

    /// <summary>One field's instruction; nothing when it is no DDE.</summary>
    public static void Instruction(string instruction, DocumentReading document)
    {
        string field = instruction.Trim();
        int name = field.StartsWith("DDEAUTO", StringComparison.OrdinalIgnoreCase) ? 7 : field.StartsWith("DDE", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
        if (name == 0 || field.Length <= name || (!char.IsWhiteSpace(field[name]) && field[name] is not ('"' or '\u201C'))) { return; }
        string rest = field[name..].Replace('\u201C', '"').Replace('\u201D', '"').Trim();
        // Within a field, a backslash is written twice.
        string command = string.Join(' ', Parts(rest)).Replace(@"\\", @"\", StringComparison.Ordinal).Trim();
        document.Line($"field {field[..name]}: {command}");
        document.Hidden(ScriptKind.CommandLine, command, field[..name]);
    }

    private static List<string> Parts(string text)
    {
        List<string> parts = [];
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) { at++; continue; }
            bool quoted = text[at] == '"';
            int from = quoted ? at + 1 : at, to = from;
            while (to < text.Length && (quoted ? text[to] != '"' : !char.IsWhiteSpace(text[to]))) { to += quoted && text[to] == '\\' && to + 1 < text.Length ? 2 : 1; }
            to = Math.Min(to, text.Length);
            parts.Add(text[from..to].Replace("\\\"", "\"", StringComparison.Ordinal));
            at = to + 1;
        }
        return parts;
    }
}
