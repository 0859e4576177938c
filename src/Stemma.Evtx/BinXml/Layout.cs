using Stemma.Evtx.Rendering;

namespace Stemma.Evtx.BinXml;

/// <summary>Everything about a kind of record that does not change from one to the next.</summary>
internal sealed class Layout
{
    private JsonStep[]? _json;

    public required EvtxShape Shape { get; init; }

    /// <summary>For each field of the shape: the record's value (0 and up) or the complement of an index into <see cref="Constants"/>.</summary>
    public required int[] Plan { get; init; }

    /// <summary>Fields whose text the template holds. Those of <see cref="Composed"/> have a place here, too, filled per record.</summary>
    public required EvtxValue[] Constants { get; init; }

    /// <summary>UTF-16 text of the constants.</summary>
    public required byte[] ConstantBytes { get; init; }

    /// <summary>Fields put together from several parts.</summary>
    public required ComposedField[] Composed { get; init; }

    /// <summary>The tree's top: elements, and rarely instructions.</summary>
    public required List<LayoutNode> Roots { get; init; }

    /// <summary>How a record becomes JSON; made when the renderer first asks.</summary>
    public JsonStep[] Json => _json ??= JsonPlanner.Plan(Roots);

    /// <summary>How often each value is used; null when none is used twice.</summary>
    public required int[]? Uses { get; init; }

    /// <summary>Why records of this layout are refused; null for all real ones.</summary>
    public string? Failure { get; init; }
}

/// <summary>A field whose text has several parts, at least one of them a value.</summary>
internal sealed record ComposedField(int Field, List<LayoutNode> Parts);
