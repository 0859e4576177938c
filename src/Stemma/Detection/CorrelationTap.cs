using System.Buffers;
using System.Buffers.Binary;
using Stemma.Events;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Puts what correlations need before a detection, and leaves out detections of rules that only serve correlations.</summary>
internal sealed class CorrelationTap(CorrelationPlan plan, DetectionWriter? inner) : DetectionWriter
{
    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        if (plan.Needs(rule, out var need))
        {
            using MemoryStream kept = new();
            using (BinaryWriter writer = new(kept, System.Text.Encoding.UTF8, leaveOpen: true))
                CorrelationRecord.Write(writer, need.Index, plan.LogOf(e), e, need.Fields);
            Span<byte> head = output.GetSpan(CorrelationRecord.Head);
            head[0] = 0;
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], (int)kept.Length);
            output.Advance(CorrelationRecord.Head);
            output.Write(kept.GetBuffer().AsSpan(0, (int)kept.Length));
        }
        else if (inner is null)
        {
            output.Write(CorrelationRecord.Filler);
        }

        if (!plan.IsSilent(rule)) inner?.Write(output, e, rule, matched);
    }
}

/// <summary>An event of which only the envelope and the fields that correlations look at were kept.</summary>
internal sealed class KeptEvent : Event
{
    private readonly CorrelationRecord _record;

    public KeptEvent(IReadOnlyList<LogFile> logs, CorrelationRecord record, EventKind kind)
    {
        (_record, Kind) = (record, kind);
        Source = logs[record.Log].Source;
    }

    /// <summary>The log's index.</summary>
    public int Log => _record.Log;

    /// <inheritdoc/>
    public override EventKind Kind { get; }

    /// <inheritdoc/>
    public override long Position => _record.Position;

    /// <inheritdoc/>
    public override long Time => _record.Time;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Host => _record.Host;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Channel => _record.Channel;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Provider => _record.Provider;

    /// <inheritdoc/>
    public override int EventId => _record.EventId;

    /// <inheritdoc/>
    public override long RecordId => _record.RecordId;

    /// <inheritdoc/>
    public override bool IsRecovered => _record.Recovered;

    /// <inheritdoc/>
    public override int Layer => _record.Layer;

    /// <inheritdoc/>
    public override string LayerStep => _record.LayerStep;

    /// <inheritdoc/>
    public override bool IsNull(int slot) => _record.Texts[slot] is null;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> Text(int slot) => _record.Texts[slot];

    /// <inheritdoc/>
    public override bool IsPayload(int slot) => _record.Payload[slot];
}
