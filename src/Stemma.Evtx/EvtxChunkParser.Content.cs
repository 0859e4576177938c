using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Stemma.Evtx.BinXml;

namespace Stemma.Evtx;

// A record's content: a template and its values, or an element tree written out.
public sealed partial class EvtxChunkParser
{
    private const string TemplatesTooLong = "the chunk's templates spell out beyond any real chunk";

    private bool TryReadContent(int at, int size)
    {
        LayoutState? state = null;
        // The trailing size is no content; where it is missing, the fragment's end says where to stop.
        if (!TryReadFragment(at + RecordHeaderSize, at + size - 4, 0, 0, ref state)) return false;
        Layout layout = state!.Layout;
        if (layout.Failure is { } failure) return Refuse(at, EvtxProblemKind.Limit, failure);
        if (layout.Uses is { } uses && !RepeatsFit(uses)) return Refuse(at, EvtxProblemKind.Limit, "values used again and again add up beyond any real event");
        _layout = layout;
        _isFilled = false;
        return true;
    }

    /// <summary>Reads the fragment between two places of the chunk and takes the step it means.</summary>
    private bool TryReadFragment(int at, int end, int flat, int depth, ref LayoutState? state)
    {
        ReadOnlySpan<byte> chunk = Chunk;
        if (depth >= Limits.FragmentDepth) return Refuse(at, EvtxProblemKind.Limit, "fragments nest too deeply");
        if (end - at >= 4 && chunk[at] == Token.FragmentHeader) at += 4;
        if (at >= end) return Refuse(at, EvtxProblemKind.RecordContent, "a fragment is empty");
        return (chunk[at] & ~Token.More) == Token.TemplateInstance
            ? TryReadInstance(at, end, flat, depth, ref state)
            : TryReadElements(at, end, flat, ref state);
    }

    /// <summary>
    /// Token, version (1), template id (4), definition's offset (4), the definition itself at its first use,
    /// then the number of values (4), size and type of each (4), and the values ([MS-EVEN6] 2.2.12, TemplateInstanceData).
    /// </summary>
    private bool TryReadInstance(int at, int end, int flat, int depth, ref LayoutState? state)
    {
        ReadOnlySpan<byte> chunk = Chunk;
        if (end - at < 14) return Refuse(at, EvtxProblemKind.RecordContent, "a template instance is cut short");
        uint definition = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 6)..]);
        int counts = at + 10;
        if (definition == (uint)counts && !(IsDoubtful && IsForeign(at, counts, end)))
        {
            if (end - counts < Limits.DefinitionHeaderSize) return Refuse(at, EvtxProblemKind.RecordContent, "a template definition is cut short");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(counts + 20)..]);
            if (length > (uint)(end - counts - Limits.DefinitionHeaderSize)) return Refuse(at, EvtxProblemKind.RecordContent, "a template definition's size is out of bounds");
            counts += Limits.DefinitionHeaderSize + (int)length;
        }
        if (end - counts < 4) return Refuse(counts, EvtxProblemKind.RecordContent, "the number of values is cut short");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(chunk[counts..]);
        if (count > (uint)(end - counts - 4) / 4) return Refuse(counts, EvtxProblemKind.RecordContent, "the number of values is out of bounds");

        Template? template = IsDoubtful ? RecoverTemplate(at, definition, (int)count, depth) : null;
        if (template is null && !_slots.TryGet(definition, out template) && !TryDefine(definition, out template)) return false;
        int wanted = template.ValueCount;
        int first = _read.Count;
        _valueBudget -= wanted;
        if (first + wanted > Limits.ValuesPerRecord || _valueBudget < 0) return Refuse(at, EvtxProblemKind.Limit, "too many values");
        ReadOnlySpan<uint> descriptors = MemoryMarshal.Cast<byte, uint>(chunk.Slice(counts + 4, (int)count * 4));
        int nested = ReadDescriptors(descriptors, _read.Extend(wanted), counts + 4 + ((int)count * 4), out int valuesEnd);
        if (valuesEnd > end) return Refuse(counts, EvtxProblemKind.RecordContent, "values reach beyond their record");

        state = state is null ? template.Root : state.Next(flat, template);
        nested = Math.Min(nested, template.FirstFragment);
        return nested == wanted || TryReadNested(template, first, nested, depth, ref state);
    }

    /// <summary>Reads sizes and types; returns the first value that is a nested fragment, their number when none is.</summary>
    private int ReadDescriptors(ReadOnlySpan<uint> descriptors, Span<EvtxValue> values, int offset, out int end)
    {
        int nested = values.Length;
        int present = Math.Min(values.Length, descriptors.Length);
        for (int i = 0; i < present; i++)
        {
            uint descriptor = descriptors[i];
            int length = (int)(descriptor & 0xFFFF);
            EvtxType type = (EvtxType)(byte)(descriptor >> 16);
            if (type == EvtxType.BinXml && nested == values.Length) nested = i;
            values[i] = new EvtxValue(type, _start + offset, length);
            offset += length;
        }
        // Values the template has and the record has not are missing ones.
        values[present..].Clear();
        foreach (uint descriptor in descriptors[present..]) offset += (ushort)descriptor;
        end = offset;
        return nested;
    }

    private bool TryReadNested(Template template, int first, int from, int depth, ref LayoutState state)
    {
        for (int i = from; i < template.ValueCount; i++)
        {
            EvtxValue value = _read.Span[first + i];
            if (value.Length == 0 || value.Type == EvtxType.Null) continue;
            if (value.Type == EvtxType.BinXml)
            {
                LayoutState? next = state;
                int at = value.Offset - _start;
                if (!TryReadFragment(at, at + value.Length, first + i, depth + 1, ref next)) return false;
                state = next!;
            }
            else if (template.HoldsFragment(i))
            {
                state = state.Next(first + i, null);
            }
        }
        return true;
    }

    /// <summary>An element tree without template: its names make the form, its texts the values.</summary>
    private bool TryReadElements(int at, int end, int flat, ref LayoutState? state)
    {
        int values = _read.Count;
        if (!TryWalk(at, end, _read, EvtxProblemKind.RecordContent)) return false;
        _valueBudget -= _read.Count - values;
        if (_valueBudget < 0) return Refuse(at, EvtxProblemKind.Limit, "too many values");
        Template template = _cache.Get(_form.Span);
        state = state is null ? template.Root : state.Next(flat, template);
        return true;
    }

    /// <summary>Next in bucket (4), GUID (16), size (4), then the fragment.</summary>
    private bool TryDefine(uint offset, [NotNullWhen(true)] out Template? template)
    {
        template = null;
        ReadOnlySpan<byte> chunk = Chunk;
        EvtxProblemKind kind = IsDoubtful ? EvtxProblemKind.RecordTemplate : EvtxProblemKind.RecordContent;
        if (offset < Limits.ChunkHeaderSize || offset > (uint)(chunk.Length - Limits.DefinitionHeaderSize))
            return Refuse(0, kind, "a template definition's offset is out of bounds");
        int at = (int)offset;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 20)..]);
        if (length > (uint)(chunk.Length - at - Limits.DefinitionHeaderSize)) return Refuse(at, kind, "a template definition's size is out of bounds");
        int fragment = at + Limits.DefinitionHeaderSize;
        template = IsDoubtful ? null : _copies.Find(chunk, at, (int)length);
        if (template is null)
        {
            _copies.Sites.Clear();
            if (!TryWalk(fragment, fragment + (int)length, null, kind)) return false;
            template = _cache.Get(_form.Span);
            if (!IsDoubtful) _copies.Add(chunk, at, (int)length, template);
        }
        else
        {
            // Costs what decoding would, so that a chunk is read to the same record either way.
            if (_canonicalBudget <= 0) return Refuse(fragment, EvtxProblemKind.Limit, TemplatesTooLong);
            _canonicalBudget -= template.Canonical.Length + 16;
        }
        _slots.Add(offset, template);
        if (RecoverDeleted) _known[BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 4)..])] = template;
        return true;
    }

    private bool TryWalk(int at, int end, ValueList? values, EvtxProblemKind kind)
    {
        if (_canonicalBudget <= 0) return Refuse(at, EvtxProblemKind.Limit, TemplatesTooLong);
        _form.Clear();
        FragmentWalker walker = new(Chunk, at, end, _form, values, _start, checkNames: IsDoubtful, values is null ? _copies.Sites : null);
        bool ok = walker.TryWalk();
        // Failed walks cost, too.
        _canonicalBudget -= _form.Length + 16;
        return ok || Refuse(walker.Position, kind, walker.Failure ?? "the fragment cannot be read");
    }

    private bool RepeatsFit(int[] uses)
    {
        long bytes = 0;
        ReadOnlySpan<EvtxValue> values = _read.Span;
        for (int i = 0; i < uses.Length && i < values.Length; i++) bytes += (long)uses[i] * values[i].Length;
        return bytes <= Limits.RepeatedBytesPerRecord;
    }

    private bool Refuse(int at, EvtxProblemKind kind, string message)
    {
        Note(at, kind, message);
        return false;
    }
}
