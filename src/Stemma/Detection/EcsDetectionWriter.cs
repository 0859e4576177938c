using System.Buffers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>A detection as a line of JSON in the Elastic Common Schema 8.11, the event's fields under <c>winlog.event_data</c>.</summary>
public sealed class EcsDetectionWriter : DetectionWriter
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
        _line.Raw("{\"@timestamp\":"u8);
        DetectionJson.Time(_line, e);
        _line.Raw(",\"ecs\":{\"version\":\"8.11.0\"},\"event\":{\"kind\":\"alert\",\"category\":[\"intrusion_detection\"],\"code\":"u8);
        _line.Text(e.EventId >= 0 ? e.EventId.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        _line.Raw(",\"provider\":"u8);
        _line.Text(e.Provider);
        _line.Raw(",\"severity\":"u8);
        _line.Number((int)rule.Level);
        _line.Raw("},\"message\":"u8);
        _line.Text($"{rule.Title}: {DetectionJson.Reason(matched)}");
        _line.Raw(",\"host\":{\"name\":"u8);
        _line.Text(e.Host);
        _line.Raw("},\"rule\":{\"id\":"u8);
        _line.Text(rule.Id);
        _line.Raw(",\"name\":"u8);
        _line.Text(rule.Title);
        _line.Raw("},\"threat\":{\"framework\":\"MITRE ATT&CK\",\"technique\":{\"id\":"u8);
        DetectionJson.Strings(_line, rule.Techniques);
        _line.Raw("}},\"log\":{\"level\":"u8);
        _line.Text(rule.Level.Name());
        _line.Raw(",\"file\":{\"path\":"u8);
        _line.Text(e.Source);
        _line.Raw("},\"offset\":"u8);
        _line.Number(e.Position);
        _line.Raw("},\"winlog\":{\"channel\":"u8);
        _line.Text(e.Channel);
        _line.Raw(",\"record_id\":"u8);
        DetectionJson.NumberOrNull(_line, e.RecordId);
        DetectionJson.Recovered(_line, e);
        _line.Raw(",\"event_data\":"u8);
        DetectionJson.Fields(_line, e);
        _line.Raw("}"u8);
        if (e.Layer > 0)
        {
            _line.Raw(",\"stemma\":{\"layer\":"u8);
            _line.Number(e.Layer);
            _line.Raw(",\"layer_step\":"u8);
            _line.Text(e.LayerStep);
            _line.Raw("}"u8);
        }

        _line.Raw("}\n"u8);
        output.Write(_line.Written);
    }
}
