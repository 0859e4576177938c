using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Documents;

/// <summary>The objects of a PDF (ISO 32000-1, 7.3.10), found by their look in one pass over its bytes; the table of their places may lie.</summary>
internal static partial class PdfObjects
{
    private const int MostObjects = 20_000, MostHead = 1 << 20, MostNumber = 10;

    /// <summary>Every object in the order of the file.</summary>
    public static List<PdfObject> Find(ReadOnlySpan<byte> content, DocumentReading document)
    {
        List<PdfObject> objects = [];
        Cursor end = new("endobj"u8), stream = new("stream"u8), streamEnd = new("endstream"u8);
        (int Start, string Number, int Body) next = Next(content, 0);
        while (next.Start >= 0)
        {
            document.Budget.Spend(16);
            if (objects.Count >= MostObjects) { document.NoteHere($"objects after the first {MostObjects:N0} are not read"); break; }
            (int Start, string Number, int Body) current = next;
            int endAt = end.From(content, current.Body), streamAt = stream.From(content, current.Body);
            bool hasStream = streamAt < endAt;
            next = Next(content, hasStream ? streamAt : current.Body);
            int headEnd = Math.Min(Math.Min(endAt, streamAt), next.Start < 0 ? content.Length : next.Start);
            hasStream &= headEnd == streamAt;
            int from = streamAt + 6;
            if (hasStream && from < content.Length && content[from] == '\r') { from++; }
            if (hasStream && from < content.Length && content[from] == '\n') { from++; }
            int to = hasStream ? streamEnd.From(content, from) : 0;
            // What looks like an object within a stream is a part of it.
            if (hasStream && to < content.Length && next.Start >= 0 && next.Start < to) { next = Next(content, to); }
            objects.Add(new PdfObject(current.Number, Names(Head(content, current.Body, headEnd), document.Budget), hasStream ? from : -1, hasStream ? to : -1));
        }
        return objects;
    }

    /// <summary>A text in which names may write any character as #xx, with these characters in place.</summary>
    public static string Names(string text, DecodeBudget budget)
    {
        budget.Reserve(text.Length);
        return text.Contains('#', StringComparison.Ordinal) ? Name().Replace(text, m => m.Value.Contains('#', StringComparison.Ordinal) ? Escape().Replace(m.Value, c => ((char)Convert.ToInt32(c.Value[1..], 16)).ToString()) : m.Value) : text;
    }

    private static string Head(ReadOnlySpan<byte> content, int from, int to) => Encoding.Latin1.GetString(content.Slice(from, Math.Clamp(to - from, 0, MostHead)));

    // "12 0 obj": the word is searched for, and the two numbers looked for before it.
    private static (int Start, string Number, int Body) Next(ReadOnlySpan<byte> content, int from)
    {
        for (int at = from, found; at < content.Length && (found = content[at..].IndexOf("obj"u8)) >= 0; at += found + 3)
        {
            int word = at + found, i = word;
            if (!Blanks(content, ref i, from) || Digits(content, ref i, from).Length == 0 || !Blanks(content, ref i, from)) { continue; }
            string number = Digits(content, ref i, from);
            if (number.Length > 0) { return (i, number, word + 3); }
        }
        return (-1, "", content.Length);
    }

    private static bool Blanks(ReadOnlySpan<byte> content, ref int i, int from)
    {
        int start = i;
        while (i > from && start - i < 8 && content[i - 1] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t' or 0 or 12) { i--; }
        return i < start;
    }

    private static string Digits(ReadOnlySpan<byte> content, ref int i, int from)
    {
        int end = i;
        while (i > from && end - i < MostNumber && content[i - 1] is >= (byte)'0' and <= (byte)'9') { i--; }
        return Encoding.Latin1.GetString(content[i..end]);
    }

    /// <summary>Where a word stands next; asked with places that only grow, it passes over the file once.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> word)
    {
        private readonly ReadOnlySpan<byte> _word = word;
        private int _at = -1;

        public int From(ReadOnlySpan<byte> content, int from)
        {
            if (_at >= from) { return _at; }
            int found = from < content.Length ? content[from..].IndexOf(_word) : -1;
            return _at = found < 0 ? content.Length : from + found;
        }
    }

    [GeneratedRegex(@"/[A-Za-z0-9#]{1,60}", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Name();

    [GeneratedRegex(@"#[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Escape();
}

/// <summary>One object.</summary>
/// <param name="Number">Its number, as written.</param>
/// <param name="Head">Its text up to its stream or its end.</param>
/// <param name="StreamStart">Where its stream begins in the file; negative when it has none.</param>
/// <param name="StreamEnd">Where its stream ends.</param>
internal readonly record struct PdfObject(string Number, string Head, int StreamStart, int StreamEnd);
