using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Documents;

/// <summary>
/// One document being read, with all that lies in it: lists what it holds, collects what it would run. Damage ends one part and is noted, it does not
/// throw. All in memory; inflated bytes, parts, depth and time are bounded.
/// </summary>
internal sealed class DocumentReading(DecodeBudget budget)
{
    private const int MostLines = 2_000, MostLine = 1_000, MostDepth = 5, MostParts = 400;

    private const long MostInflated = 40 << 20;

    private readonly StringBuilder _listing = new();
    private readonly List<(ScriptKind Kind, string Text, string Step)> _found = [];
    private readonly List<string> _notes = [];
    private string _where = "";
    private int _depth, _lines, _parts;
    private long _inflated;

    /// <summary>What reading may still cost.</summary>
    public DecodeBudget Budget => budget;

    /// <summary>What the document holds, one thing a line.</summary>
    public string Listing => _listing.ToString();

    /// <summary>What it would run, and how.</summary>
    public IReadOnlyList<(ScriptKind Kind, string Text, string Step)> Found => _found;

    /// <summary>What could not be read, and what is suspicious.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Reads the document; a limit that is reached is noted.</summary>
    public void ReadAll(byte[] content, FileFormat format)
    {
        try { Read(content, format); }
        catch (DecodeLimitException e) { Note($"the document: {e.Message}"); }
    }

    /// <summary>Reads a file that lies in this document: a script is collected, a document read in its turn.</summary>
    public void Embedded(byte[] content, string name)
    {
        FileFormat format = FileFormats.Of(content);
        if (format == FileFormat.Text)
        {
            ScriptKind kind = FileFormats.KindByName(name);
            string text = FileFormats.TextOf(content, budget.Limits.TextLength);
            if (kind == ScriptKind.Auto) { kind = KindDetection.Of(text); }
            if (kind != ScriptKind.Text) { Hidden(kind, text, name.Length == 0 ? "embedded file" : name); }
            return;
        }
        if (++_parts > MostParts) { throw new DecodeLimitException("embedded files"); }
        if (_depth >= MostDepth) { Note($"{Place(name)}: documents lie in one another too deeply"); return; }
        string before = _where;
        (_where, _depth) = (Place(name), _depth + 1);
        try { Read(content, format); }
        finally { (_where, _depth) = (before, _depth - 1); }
    }

    /// <summary>What a stream inflates to, as far as one part may go.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="most">Bytes of this part.</param>
    /// <exception cref="DecodeLimitException">All parts together are more than is inflated.</exception>
    public byte[] Inflate(Stream stream, int most)
    {
        using var made = new MemoryStream();
        var block = new byte[32768];
        for (int read; made.Length < most && (read = stream.Read(block, 0, (int)Math.Min(block.Length, most - made.Length))) > 0;)
        {
            budget.Check();
            _inflated += read;
            if (_inflated > MostInflated) { throw new DecodeLimitException($"{MostInflated:N0} inflated bytes"); }
            made.Write(block, 0, read);
        }
        return made.ToArray();
    }

    /// <summary>One thing that the document holds.</summary>
    public void Line(string text)
    {
        budget.Spend();
        if (_lines >= MostLines)
        {
            if (_lines++ == MostLines) { _listing.Append("…\n"); }
            return;
        }
        _lines++;
        _listing.Append(' ', _depth * 2);
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MostLine))) { _listing.Append(char.IsControl(c) ? ' ' : c); }
        _listing.Append('\n');
    }

    /// <summary>Something that the document would run.</summary>
    public void Hidden(ScriptKind kind, string text, string step)
    {
        budget.Spend();
        if (string.IsNullOrWhiteSpace(text)) { return; }
        budget.Reserve(text.Length);
        _found.Add((kind, text, Place(step)));
    }

    /// <summary>Something that whoever reads the answer should know.</summary>
    public void Note(string text)
    {
        if (_notes.Count < 100) { _notes.Add(text); }
    }

    /// <summary>A note about the part that is being read.</summary>
    public void NoteHere(string text) => Note(Place(text));

    private string Place(string what) => _where.Length == 0 ? what : $"{_where}: {what}";

    private void Read(byte[] content, FileFormat format)
    {
        budget.Check();
        try
        {
            switch (format)
            {
                case FileFormat.Shortcut: Shortcut.Read(content, this); break;
                case FileFormat.Compound: CompoundDocument.Read(content, this); break;
                case FileFormat.Zip: ZipDocument.Read(content, this); break;
                case FileFormat.Rtf: RichText.Read(content, this); break;
                case FileFormat.Pdf: PdfFile.Read(content, this); break;
                case FileFormat.OneNote: OneNoteFile.Read(content, this); break;
                case FileFormat.CompiledAppleScript: CompiledAppleScript.Read(content, this); break;
                case FileFormat.DiscImage: DiscImage.Read(content, this); break;
                case FileFormat.Program: ProgramFile.Read(content, this); break;
                default:
                    Line($"unknown format, {content.Length:N0} bytes");
                    if (_where.Length == 0) { Note("files of this format are not read: nothing in it was decoded"); }
                    break;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or RegexMatchTimeoutException)
        {
            NoteHere($"damaged {format}: {e.Message}");
        }
        catch (Exception e) when (e is not (OutOfMemoryException or DecodeLimitException))
        {
            NoteHere($"{format}: {DecodingFault.Words(e)}");
        }
    }
}
