using System.Buffers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>A detection as an event of Splunk's HTTP Event Collector: the JSON line of <see cref="JsonDetectionWriter"/> under <c>event</c>.</summary>
public sealed class SplunkDetectionWriter : DetectionWriter
{
    private readonly JsonLine _line = new();
    private readonly JsonDetectionWriter _json = new();

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        _line.Clear();
        // Seconds since 1970, as the collector wants them.
        long ticks = e.Time > 0 ? e.Time - DateTime.UnixEpoch.ToFileTimeUtc() : 0;
        _line.Raw("{\"time\":"u8);
        _line.Number(ticks / TimeSpan.TicksPerSecond);
        _line.Raw("."u8);
        _line.Digits(Math.Abs(ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMillisecond, 3);
        _line.Raw(",\"host\":"u8);
        _line.Text(e.Host);
        _line.Raw(",\"source\":"u8);
        _line.Text(e.Source);
        _line.Raw(",\"sourcetype\":\"stemma:detection\",\"event\":"u8);
        _json.WriteObject(_line, e, rule, matched);
        _line.Raw("}\n"u8);
        output.Write(_line.Written);
    }
}
