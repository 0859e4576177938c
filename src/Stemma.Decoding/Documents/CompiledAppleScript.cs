using System.Text;

namespace Stemma.Decoding.Documents;

/// <summary>
/// A compiled AppleScript (<c>FasdUAS</c>): its instructions are not read, its texts are. Saved run-only it holds no
/// source, which hides what it does from its reader (T1059.002).
/// </summary>
internal static class CompiledAppleScript
{
    private const int Least = 6, MostTexts = 5_000;

    public static void Read(byte[] content, DocumentReading document)
    {
        document.Line($"compiled AppleScript, {content.Length:N0} bytes");
        document.NoteHere("a compiled AppleScript, which may have been saved run-only to hide its source: only its texts are read");
        List<string> texts = [];
        Collect(content, 1, 0, texts, document.Budget);
        Collect(content, 2, 0, texts, document.Budget);
        Collect(content, 2, 1, texts, document.Budget);
        document.Hidden(ScriptKind.Text, string.Join('\n', texts), "texts of the compiled AppleScript");
    }

    // Runs of printable characters, in one byte each or in two with the higher first.
    private static void Collect(ReadOnlySpan<byte> content, int width, int from, List<string> texts, DecodeBudget budget)
    {
        var run = new StringBuilder();
        for (int i = from; i + width <= content.Length && texts.Count < MostTexts; i += width)
        {
            if ((i & 63) == 0) { budget.Spend(); }
            byte c = content[i + width - 1];
            if (c is >= 32 and < 127 && (width == 1 || content[i] == 0)) { run.Append((char)c); continue; }
            if (run.Length >= Least) { texts.Add(run.ToString()); }
            run.Clear();
        }
        if (run.Length >= Least && texts.Count < MostTexts) { texts.Add(run.ToString()); }
    }
}
