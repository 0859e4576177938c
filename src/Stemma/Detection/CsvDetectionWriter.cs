using System.Buffers;
using System.Globalization;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>A detection as a line of CSV; no cell is taken for a formula (<see cref="CsvLine"/>).</summary>
/// <param name="recovered">A last column says <c>true</c> for recovered records.</param>
public sealed class CsvDetectionWriter(bool recovered = false) : DetectionWriter
{
    private readonly CsvLine _line = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Header => recovered
        ? "time,host,level,title,techniques,channel,event_id,record_id,matched,source,position,rule_id,rule_path,layer,recovered\r\n"u8
        : "time,host,level,title,techniques,channel,event_id,record_id,matched,source,position,rule_id,rule_path,layer\r\n"u8;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        _line.Add(e.Time > 0 ? EventTime.Format(e.Time) : "");
        _line.Add(e.Host);
        _line.Add(rule.Level.Name());
        _line.Add(rule.Title);
        _line.Add(string.Join(' ', rule.Techniques));
        _line.Add(e.Channel);
        _line.Add(e.EventId >= 0 ? e.EventId.ToString(CultureInfo.InvariantCulture) : "");
        _line.Add(e.RecordId >= 0 ? e.RecordId.ToString(CultureInfo.InvariantCulture) : "");
        _line.Add(string.Join("; ", matched.Select(item => $"{item.Field}={item.Value}")));
        _line.Add(e.Source);
        _line.Add(e.Position.ToString(CultureInfo.InvariantCulture));
        _line.Add(rule.Id);
        _line.Add(rule.Path);
        _line.Add(e.Layer.ToString(CultureInfo.InvariantCulture));
        if (recovered) _line.Add(e.IsRecovered ? "true" : "");
        _line.WriteTo(output);
    }
}
