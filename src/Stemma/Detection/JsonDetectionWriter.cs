using System.Buffers;
using System.Runtime.CompilerServices;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>A detection as one line of JSON (<c>docs/formats.md</c>, "Detections as JSON lines").</summary>
public sealed class JsonDetectionWriter : DetectionWriter
{
    private readonly ConditionalWeakTable<SigmaRule, byte[]> _rules = [];
    private readonly JsonLine _line = new();

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        _line.Clear();
        WriteObject(_line, e, rule, matched);
        _line.Raw("\n"u8);
        output.Write(_line.Written);
    }

    /// <summary>Writes the object alone.</summary>
    internal void WriteObject(JsonLine line, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        line.Raw("{\"time\":"u8);
        DetectionJson.Time(line, e);
        line.Raw(",\"host\":"u8);
        line.Text(e.Host);
        line.Raw(_rules.GetValue(rule, Describe));
        WriteOrigin(line, e);
        line.Raw(",\"matched\":["u8);
        for (int i = 0; i < matched.Count; i++)
        {
            line.Raw(i == 0 ? "{\"field\":"u8 : ",{\"field\":"u8);
            line.Text(matched[i].Field);
            line.Raw(",\"value\":"u8);
            line.Text(matched[i].Value);
            line.Raw(",\"pattern\":"u8);
            line.Text(matched[i].Pattern);
            line.Raw("}"u8);
        }

        line.Raw("]"u8);
        if (e.Layer == 0) line.Raw(",\"layer\":0"u8);
        DetectionJson.Layer(line, e);
        line.Raw(",\"fields\":"u8);
        DetectionJson.Fields(line, e);
        line.Raw("}"u8);
    }

    // What is the same for all detections of a rule.
    private static byte[] Describe(SigmaRule rule)
    {
        JsonLine line = new();
        line.Raw(",\"rule\":{\"id\":"u8);
        line.Text(rule.Id);
        line.Raw(",\"title\":"u8);
        line.Text(rule.Title);
        line.Raw(",\"level\":"u8);
        line.Text(rule.Level.Name());
        line.Raw(",\"path\":"u8);
        line.Text(rule.Path);
        line.Raw("},\"techniques\":"u8);
        DetectionJson.Strings(line, rule.Techniques);
        return line.Written.ToArray();
    }

    private static void WriteOrigin(JsonLine line, Event e)
    {
        line.Raw(",\"event\":{\"source\":"u8);
        line.Text(e.Source);
        line.Raw(",\"position\":"u8);
        line.Number(e.Position);
        line.Raw(",\"channel\":"u8);
        line.Text(e.Channel);
        line.Raw(",\"provider\":"u8);
        line.Text(e.Provider);
        line.Raw(",\"event_id\":"u8);
        DetectionJson.NumberOrNull(line, e.EventId);
        line.Raw(",\"record_id\":"u8);
        DetectionJson.NumberOrNull(line, e.RecordId);
        DetectionJson.Recovered(line, e);
        line.Raw("}"u8);
    }
}
