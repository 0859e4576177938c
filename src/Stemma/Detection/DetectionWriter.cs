using System.Buffers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Writes a detection as bytes, one after another, in a format of <c>docs/formats.md</c>. One instance serves one thread.</summary>
public abstract class DetectionWriter
{
    /// <summary>What stands before the first detection.</summary>
    public virtual ReadOnlySpan<byte> Header => [];

    /// <summary>What stands between two detections.</summary>
    public virtual ReadOnlySpan<byte> Separator => [];

    /// <summary>What stands after the last detection.</summary>
    public virtual ReadOnlySpan<byte> Footer => [];

    /// <summary>Writes one detection, its line end included.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="e">The event.</param>
    /// <param name="rule">The rule that fired.</param>
    /// <param name="matched">The values that made it fire.</param>
    public abstract void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched);
}
