using System.Buffers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Writes a detection as bytes, one after another, in a format of <c>docs/formats.md</c>. One instance serves one thread.</summary>
public abstract class DetectionWriter
{
    /// <summary>What stands before the first detection.</summary>
    public virtual ReadOnlySpan<byte> Header => [];

    /// <summary>Writes one detection, its line end included.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="e">The event.</param>
    /// <param name="rule">The rule that fired.</param>
    /// <param name="matched">The values that made it fire.</param>
    public abstract void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched);

    /// <summary>The event's payload by Sigma name, in the order of the log; values of one name are joined by line feeds.</summary>
    protected static IEnumerable<KeyValuePair<string, string?>> Fields(Event e)
    {
        ArgumentNullException.ThrowIfNull(e);
        OrderedDictionary<string, string?> fields = [];
        for (int slot = 0; slot < e.Kind.Names.Length; slot++)
        {
            if (!e.IsPayload(slot)) continue;
            string name = e.Kind.Names[slot];
            string? text = e.IsNull(slot) ? null : e.Text(slot).ToString();
            if (!fields.TryAdd(name, text) && text is not null) fields[name] = fields[name] is { } before ? $"{before}\n{text}" : text;
        }

        return fields;
    }
}
