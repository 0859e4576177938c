using System.Buffers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>A detection as a line that Timesketch imports: <c>message</c>, <c>datetime</c>, <c>timestamp_desc</c> and the event's fields.</summary>
public sealed class TimesketchDetectionWriter : DetectionWriter
{
    private readonly JsonLine _line = new();

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        _line.Clear();
        _line.Raw("{\"message\":"u8);
        _line.Text($"{rule.Title}: {DetectionJson.Reason(matched)}");
        _line.Raw(",\"datetime\":"u8);
        _line.Text(e.Time > 0 ? EventTime.Format(e.Time) : "1601-01-01T00:00:00.0000000Z");
        _line.Raw(",\"timestamp_desc\":\"Event Logged\",\"host\":"u8);
        _line.Text(e.Host);
        _line.Raw(",\"level\":"u8);
        _line.Text(rule.Level.Name());
        _line.Raw(",\"rule\":"u8);
        _line.Text(rule.Title);
        _line.Raw(",\"rule_id\":"u8);
        _line.Text(rule.Id);
        _line.Raw(",\"tag\":"u8);
        DetectionJson.Strings(_line, rule.Techniques);
        _line.Raw(",\"channel\":"u8);
        _line.Text(e.Channel);
        _line.Raw(",\"event_id\":"u8);
        DetectionJson.NumberOrNull(_line, e.EventId);
        _line.Raw(",\"record_id\":"u8);
        DetectionJson.NumberOrNull(_line, e.RecordId);
        DetectionJson.Recovered(_line, e);
        DetectionJson.Layer(_line, e);
        _line.Raw(",\"source_file\":"u8);
        _line.Text(e.Source);
        _line.Raw(",\"position\":"u8);
        _line.Number(e.Position);
        _line.Raw(",\"fields\":"u8);
        DetectionJson.Fields(_line, e);
        _line.Raw("}\n"u8);
        output.Write(_line.Written);
    }
}
