using System.Buffers.Binary;
using Stemma.Evtx.BinXml;

namespace Stemma.Evtx;

// Deleted records: what an older use of the chunk, or a cleared log, left behind the records that count.
public sealed partial class EvtxChunkParser
{
    private readonly Dictionary<uint, Template> _known = [];
    private bool _recovering;

    /// <summary>
    /// Whether to look for deleted records, too: behind the chunk's last record, and in parts of the file
    /// whose chunk signature is gone. False unless set. They come after the chunk's own records and have <see cref="IsRecovered"/> set.
    /// </summary>
    public bool RecoverDeleted { get; set; }

    /// <summary>Whether the current record is a deleted one: the log itself no longer counts it among its own.</summary>
    public bool IsRecovered { get; private set; }

    /// <summary>The next place behind the records that has a record's signature and two equal sizes.</summary>
    private bool TryRecover(out int at, out int size)
    {
        at = size = 0;
        if (!RecoverDeleted) return false;
        ReadOnlySpan<byte> chunk = Chunk;
        _recovering = true;
        if (_next < chunk.Length && TrySearch(chunk, _next, chunk.Length, out at)) return TrySized(chunk, at, chunk.Length, out size);
        _next = chunk.Length;
        return false;
    }

    /// <summary>
    /// A deleted record's template may have given way to another's, which would put its values under wrong
    /// names. So the id beside the offset must be the start of the definition's GUID, as every writer leaves
    /// it; where it is not, a template of the same chunk with that id and as many values is the same one.
    /// </summary>
    private Template RecoverTemplate(int instance, uint definition, int count, int depth)
    {
        ReadOnlySpan<byte> chunk = Chunk;
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(instance + 2)..]);
        if (_known.TryGetValue(id, out Template? template) && template.ValueCount == count) return template;
        if (definition > (uint)(chunk.Length - 24) || BinaryPrimitives.ReadUInt32LittleEndian(chunk[((int)definition + 4)..]) != id)
            Note(instance, EvtxProblemKind.RecordTemplate, "a deleted record's template has been overwritten; its values have no names");
        else if (_slots.TryGet(definition, out template) || TryDefine(definition, out template)) return template;
        return Nameless(count, depth);
    }

    /// <summary>
    /// Stands in for a template that is lost: the values in their order, as data without names. Better than
    /// under another template's names, and better than not at all.
    /// </summary>
    private Template Nameless(int count, int depth)
    {
        LacksNames = true;
        _form.Clear();
        if (depth == 0) Open("Event");
        Open("EventData");
        for (int i = 0; i < count; i++)
        {
            Open("Data");
            _form.TryAdd(CanonicalOp.Substitution, (char)i, (char)EvtxType.String);
            _form.TryAdd(CanonicalOp.EndElement);
        }
        _form.TryAdd(CanonicalOp.EndElement);
        if (depth == 0) _form.TryAdd(CanonicalOp.EndElement);
        _canonicalBudget -= _form.Length;
        return _cache.Get(_form.Span);
    }

    private void Open(string element)
    {
        _form.TryAdd(CanonicalOp.Element, element);
        _form.TryAdd(CanonicalOp.CloseStart);
    }
}
