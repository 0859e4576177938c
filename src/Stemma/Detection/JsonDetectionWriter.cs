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
        _line.Raw("{\"time\":"u8);
        if (e.Time > 0) _line.Time(EventTime.ToDateTime(e.Time));
        else _line.Raw("null"u8);
        _line.Raw(",\"host\":"u8);
        _line.Text(e.Host);
        _line.Raw(_rules.GetValue(rule, Describe));
        WriteOrigin(e);
        _line.Raw(",\"matched\":["u8);
        for (int i = 0; i < matched.Count; i++)
        {
            _line.Raw(i == 0 ? "{\"field\":"u8 : ",{\"field\":"u8);
            _line.Text(matched[i].Field);
            _line.Raw(",\"value\":"u8);
            _line.Text(matched[i].Value);
            _line.Raw(",\"pattern\":"u8);
            _line.Text(matched[i].Pattern);
            _line.Raw("}"u8);
        }

        _line.Raw("],\"layer\":0,\"fields\":{"u8);
        WriteFields(e);
        _line.Raw("}}\n"u8);
        output.Write(_line.Written);
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
        line.Raw("},\"techniques\":["u8);
        for (int i = 0; i < rule.Techniques.Length; i++)
        {
            if (i > 0) line.Raw(","u8);
            line.Text(rule.Techniques[i]);
        }

        line.Raw("]"u8);
        return line.Written.ToArray();
    }

    private void WriteOrigin(Event e)
    {
        _line.Raw(",\"event\":{\"source\":"u8);
        _line.Text(e.Source);
        _line.Raw(",\"position\":"u8);
        _line.Number(e.Position);
        _line.Raw(",\"channel\":"u8);
        _line.Text(e.Channel);
        _line.Raw(",\"provider\":"u8);
        _line.Text(e.Provider);
        _line.Raw(",\"event_id\":"u8);
        NumberOrNull(e.EventId);
        _line.Raw(",\"record_id\":"u8);
        NumberOrNull(e.RecordId);
        _line.Raw("}"u8);
    }

    private void WriteFields(Event e)
    {
        if (e.Kind.HasRepeatedNames)
        {
            string comma = "";
            foreach ((string name, string? value) in Fields(e))
            {
                _line.Inner(comma);
                _line.Text(name);
                _line.Raw(":"u8);
                _line.Text(value);
                comma = ",";
            }

            return;
        }

        bool any = false;
        for (int slot = 0; slot < e.Kind.Names.Length; slot++)
        {
            if (!e.IsPayload(slot)) continue;
            if (any) _line.Raw(","u8);
            any = true;
            _line.Text(e.Kind.Names[slot]);
            _line.Raw(":"u8);
            if (e.IsNull(slot)) _line.Raw("null"u8);
            else _line.Text(e.Text(slot));
        }
    }

    private void NumberOrNull(long number)
    {
        if (number < 0) _line.Raw("null"u8);
        else _line.Number(number);
    }
}
