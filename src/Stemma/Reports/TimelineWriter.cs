using System.Buffers;
using System.Globalization;
using System.Text;
using Stemma.Detection;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Reports;

/// <summary>An event as one line for people: time (UTC), host, what happened, and the fields that the rule says tell most.</summary>
public sealed class TimelineWriter : DetectionWriter
{
    private const int LongestValue = 300;
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        _line.Clear();
        _line.Append(CultureInfo.InvariantCulture, $"{(e.Time > 0 ? EventTime.ToDateTime(e.Time).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) : "no time"),-23}  ");
        Append(e.Host);
        _line.Append("  ");
        _line.Append(rule.Level > SigmaLevel.Informational ? $"{rule.Level.Name().ToUpperInvariant()} {rule.Title}" : rule.Title);
        foreach (string field in rule.Fields.IsEmpty ? matched.Select(item => item.Field).Distinct() : rule.Fields)
        {
            foreach (int slot in e.Kind.Find(field))
            {
                if (e.IsNull(slot) || e.Text(slot) is "" or "-") continue;
                _line.Append(CultureInfo.InvariantCulture, $"  {field}=");
                Append(e.Text(slot));
            }
        }

        _line.Append('\n');
        foreach (ReadOnlyMemory<char> chunk in _line.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, output);
    }

    // One line stays one line, and cannot drive a terminal.
    private void Append(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text[..Math.Min(text.Length, LongestValue)].EnumerateRunes())
        {
            bool visible = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
            _line.Append(visible ? rune.ToString() : rune.Value is '\n' or '\r' or '\t' ? " " : "\uFFFD");
        }

        if (text.Length > LongestValue) _line.Append('…');
    }
}
