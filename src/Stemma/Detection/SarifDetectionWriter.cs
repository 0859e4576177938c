using System.Buffers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Detections as one SARIF 2.1.0 log (OASIS): a result each, located by file and byte offset.</summary>
public sealed class SarifDetectionWriter : DetectionWriter
{
    private readonly byte[] _header;
    private readonly JsonLine _line = new();

    /// <summary>Describes the rules in the log's header.</summary>
    /// <param name="rules">The rules that ran.</param>
    public SarifDetectionWriter(IReadOnlyList<SigmaRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        JsonLine header = new();
        header.Raw("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"Stemma\",\"rules\":[\n"u8);
        foreach ((int index, SigmaRule rule) in rules.DistinctBy(rule => rule.Id).Index())
        {
            header.Raw(index == 0 ? "{\"id\":"u8 : ",\n{\"id\":"u8);
            header.Text(rule.Id);
            header.Raw(",\"shortDescription\":{\"text\":"u8);
            header.Text(rule.Title);
            header.Raw("},\"properties\":{\"tags\":"u8);
            DetectionJson.Strings(header, rule.Techniques);
            header.Raw("}}"u8);
        }

        header.Raw("]}},\"results\":[\n"u8);
        _header = header.Written.ToArray();
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Header => _header;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Separator => ",\n"u8;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Footer => "\n]}]}\n"u8;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(matched);
        _line.Clear();
        _line.Raw("{\"ruleId\":"u8);
        _line.Text(rule.Id);
        _line.Raw(",\"level\":"u8);
        _line.Text(rule.Level switch { SigmaLevel.Critical or SigmaLevel.High => "error", SigmaLevel.Medium => "warning", _ => "note" });
        _line.Raw(",\"message\":{\"text\":"u8);
        _line.Text($"{rule.Title}: {DetectionJson.Reason(matched)}");
        _line.Raw("},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":"u8);
        _line.Text(Uri.EscapeDataString(e.Source).Replace("%2F", "/", StringComparison.Ordinal));
        _line.Raw("},\"region\":{\"byteOffset\":"u8);
        _line.Number(e.Position);
        _line.Raw("}}}],\"properties\":{\"time\":"u8);
        DetectionJson.Time(_line, e);
        _line.Raw(",\"host\":"u8);
        _line.Text(e.Host);
        _line.Raw(",\"level\":"u8);
        _line.Text(rule.Level.Name());
        DetectionJson.Recovered(_line, e);
        DetectionJson.Layer(_line, e);
        _line.Raw(",\"fields\":"u8);
        DetectionJson.Fields(_line, e);
        _line.Raw("}}"u8);
        output.Write(_line.Written);
    }
}
