using System.Diagnostics.CodeAnalysis;

namespace Stemma.Evtx.BinXml;

/// <summary>
/// A chunk's templates by the offset of their definition: open addressing, emptied in no time by counting
/// generations. When half full it takes no more; such a chunk has a template for every third record,
/// which the budget for decoding ends sooner or later.
/// </summary>
internal sealed class TemplateSlots
{
    private const int Size = 1024;
    private readonly long[] _keys = new long[Size];
    private readonly Template[] _templates = new Template[Size];
    private long _generation = 1L << 32;
    private int _count;

    public void Clear()
    {
        _generation += 1L << 32;
        _count = 0;
    }

    public bool TryGet(uint offset, [NotNullWhen(true)] out Template? template)
    {
        long key = _generation | offset;
        for (uint slot = Slot(offset); (_keys[slot] & ~0xFFFFFFFFL) == _generation; slot = (slot + 1) % Size)
        {
            if (_keys[slot] != key) continue;
            template = _templates[slot];
            return true;
        }
        template = null;
        return false;
    }

    public void Add(uint offset, Template template)
    {
        if (_count >= Size / 2) return;
        uint slot = Slot(offset);
        while ((_keys[slot] & ~0xFFFFFFFFL) == _generation) slot = (slot + 1) % Size;
        _keys[slot] = _generation | offset;
        _templates[slot] = template;
        _count++;
    }

    private static uint Slot(uint offset) => (offset * 0x9E3779B1u) >> 22;
}
