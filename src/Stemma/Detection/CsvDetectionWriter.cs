using System.Buffers;
using System.Globalization;
using System.Text;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>
/// A detection as a line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it: log text
/// must not run when it is opened.
/// </summary>
/// <param name="recovered">A last column says <c>true</c> for recovered records.</param>
public sealed class CsvDetectionWriter(bool recovered = false) : DetectionWriter
{
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Header => recovered
        ? "time,host,level,title,techniques,channel,event_id,record_id,matched,source,position,rule_id,rule_path,recovered\r\n"u8
        : "time,host,level,title,techniques,channel,event_id,record_id,matched,source,position,rule_id,rule_path\r\n"u8;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        _line.Clear();
        Add(e.Time > 0 ? EventTime.Format(e.Time) : "");
        Add(e.Host);
        Add(rule.Level.Name());
        Add(rule.Title);
        Add(string.Join(' ', rule.Techniques));
        Add(e.Channel);
        Add(e.EventId >= 0 ? e.EventId.ToString(CultureInfo.InvariantCulture) : "");
        Add(e.RecordId >= 0 ? e.RecordId.ToString(CultureInfo.InvariantCulture) : "");
        Add(string.Join("; ", matched.Select(item => $"{item.Field}={item.Value}")));
        Add(e.Source);
        Add(e.Position.ToString(CultureInfo.InvariantCulture));
        Add(rule.Id);
        Add(rule.Path);
        if (recovered) Add(e.IsRecovered ? "true" : "");
        _line[^1] = '\r';
        _line.Append('\n');
        foreach (ReadOnlyMemory<char> chunk in _line.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, output);
    }

    private void Add(ReadOnlySpan<char> cell)
    {
        bool formula = !cell.IsEmpty && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        bool quoted = formula || cell.ContainsAny("\",\r\n");
        if (quoted) _line.Append('"');
        if (formula) _line.Append('\'');
        foreach (char c in cell)
        {
            if (c == '"') _line.Append('"');
            _line.Append(c);
        }

        _line.Append(quoted ? "\"," : ",");
    }
}
