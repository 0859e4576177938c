namespace Stemma.Logs;

/// <summary>
/// Records of comma-separated text (RFC 4180): quoted values may hold separators, doubled quotes and line breaks. A quote that never closes
/// costs at most <see cref="MaximumRecord"/> characters.
/// </summary>
internal sealed class CsvReader
{
    /// <summary>Characters that a record may have.</summary>
    public const int MaximumRecord = 8 << 20;

    private readonly LineReader _lines = new();
    private readonly List<(int Start, int Length)> _values = [];
    private char[] _text = new char[4096];
    private int _used;
    private char _separator = ',';

    /// <summary>Where the last record begins.</summary>
    public long Position { get; private set; }

    /// <summary>How many values the last record has.</summary>
    public int Count => _values.Count;

    /// <summary>The last record ended within quotes: the text's end or the limit came first.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>A value of the last record.</summary>
    public ReadOnlySpan<char> Value(int index) => _text.AsSpan(_values[index].Start, _values[index].Length);

    /// <summary>Starts a text. The separator (comma, semicolon or tab) is the one that the first line has most of.</summary>
    public void Open(Stream stream, LogSink sink)
    {
        _lines.Open(stream, sink);
        _separator = '\0';
    }

    /// <summary>The next record; blank lines are none.</summary>
    public bool Next()
    {
        _values.Clear();
        (_used, IsOpen) = (0, false);
        ReadOnlySpan<char> line;
        do
        {
            if (!_lines.Next(out line)) return false;
            Position = _lines.Position;

            // PowerShell begins with the type of what it exports.
            if (_separator == '\0' && line.StartsWith("#TYPE")) line = [];
        }
        while (line.IsWhiteSpace());
        if (_separator == '\0') _separator = Separator(line);
        int start = 0;
        bool isQuoted = false, atStart = true;
        while (true)
        {
            for (int i = 0; i < line.Length; i++)
            {
                char c = line[i];
                if (isQuoted)
                {
                    if (c != '"') Store(c);
                    else if (i + 1 < line.Length && line[i + 1] == '"') Store(line[++i]);
                    else isQuoted = false;
                }
                else if (c == '"' && atStart)
                {
                    (isQuoted, atStart) = (true, false);
                }
                else if (c == _separator)
                {
                    _values.Add((start, _used - start));
                    (start, atStart) = (_used, true);
                }
                else
                {
                    Store(c);
                    atStart = false;
                }
            }

            IsOpen = isQuoted && (_used > MaximumRecord || !_lines.Next(out line));
            if (!isQuoted || IsOpen) break;
            Store('\n');
        }

        _values.Add((start, _used - start));
        return true;
    }

    private static char Separator(ReadOnlySpan<char> header)
    {
        int commas = header.Count(','), semicolons = header.Count(';'), tabs = header.Count('\t');
        return commas >= semicolons && commas >= tabs ? ',' : semicolons >= tabs ? ';' : '\t';
    }

    private void Store(char c)
    {
        if (_used == _text.Length) Array.Resize(ref _text, _text.Length * 2);
        _text[_used++] = c;
    }
}
