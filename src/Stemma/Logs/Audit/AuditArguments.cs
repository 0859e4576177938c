using System.Globalization;

namespace Stemma.Logs;

/// <summary>
/// The words of a program start, from all EXECVE records of the event: long ones come in parts (<c>a1[0]</c>, <c>a1[1]</c>), and many
/// come in several records.
/// </summary>
internal sealed class AuditArguments
{
    private readonly TextFields _words = new();

    /// <summary>The words: <c>a0</c>, <c>a1</c> …</summary>
    public TextFields Words => _words;

    /// <summary>All words with blanks between, as Sysmon for Linux has them.</summary>
    public string CommandLine { get; private set; } = "";

    /// <summary>How many words the record counts; −1 when it does not say.</summary>
    public int Expected { get; private set; }

    /// <summary>Reads an event's EXECVE records.</summary>
    public void Read(IReadOnlyList<AuditRecord> records)
    {
        _words.Clear();
        (CommandLine, Expected) = ("", -1);
        foreach (AuditRecord record in records)
            if (record.Type is "EXECVE") Read(record);
        DecodeParts();
        CommandLine = string.Join(' ', Enumerable.Range(0, _words.Count).Select(index => _words.Value(index).ToString()));
    }

    private bool _isInParts;

    private void Read(AuditRecord record)
    {
        TextFields fields = record.Fields;
        for (int i = 1; i < fields.Count; i++)
        {
            ReadOnlySpan<char> name = fields.Name(i), value = fields.Value(i);
            if (name is "argc" && Expected < 0 && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count)) Expected = count;
            if (name is not ['a', >= '0' and <= '9', ..] || name.EndsWith("_len")) continue;
            int bracket = name.IndexOf('[');
            ReadOnlySpan<char> word = bracket < 0 ? name : name[..bracket];
            if (_isInParts && bracket >= 0 && _words.Count > 0 && _words.Name(_words.Count - 1).SequenceEqual(word))
            {
                _words.Append(value);
                continue;
            }

            DecodeParts();
            _words.Add(word, value);
            _isInParts = bracket >= 0;
        }
    }

    // Parts may be cut within a character: they are decoded together.
    private void DecodeParts()
    {
        if (!_isInParts) return;
        _isInParts = false;
        if (AuditHex.Decode(_words.Value(_words.Count - 1)) is string decoded) _words.Replace(decoded);
    }
}
