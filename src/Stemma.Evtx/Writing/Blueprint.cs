using System.Security.Cryptography;
using System.Text;

namespace Stemma.Evtx.Writing;

/// <summary>A template to write: its tokens before they have a place. A chunk that needs it holds one copy.</summary>
internal sealed class Blueprint
{
    public Blueprint(List<BlueprintStep> steps, int valueCount)
    {
        Steps = [.. steps];
        ValueCount = valueCount;
        // The same template has the same GUID in every file, so that equal input gives equal bytes.
        StringBuilder text = new();
        foreach (BlueprintStep step in steps)
            text.Append((char)step.Kind).Append((char)step.Index).Append((char)step.Type).Append(step.Text).Append('\0');
        Id = new Guid(SHA256.HashData(Encoding.Unicode.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    public BlueprintStep[] Steps { get; }

    public int ValueCount { get; }

    public Guid Id { get; }

    /// <summary>The chunk that holds it last, counted from one.</summary>
    public long Chunk { get; set; }

    /// <summary>Where its definition stands in that chunk.</summary>
    public int Offset { get; set; }
}

/// <summary>One token of a blueprint.</summary>
internal readonly record struct BlueprintStep(BlueprintStepKind Kind, string? Text = null, int Index = 0, EvtxType Type = EvtxType.Null);

internal enum BlueprintStepKind : byte
{
    Open,
    OpenWithAttributes,
    Attribute,
    EndAttributes,
    CloseStart,
    CloseEmpty,
    End,
    Text,
    Substitution,
    OptionalSubstitution,
}
