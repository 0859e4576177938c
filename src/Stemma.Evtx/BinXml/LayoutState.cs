using System.Collections.Concurrent;

namespace Stemma.Evtx.BinXml;

/// <summary>
/// A step on the way to a record's layout. A record is a template whose values may hold further fragments;
/// the parser meets them in a fixed order, so the sequence of (value, template) pairs names the layout.
/// The states form a tree below each outermost template; the step taken last is tried first, so that
/// a log of one kind of event takes two comparisons a record.
/// </summary>
internal sealed class LayoutState
{
    private readonly EvtxTemplateCache _cache;
    private ConcurrentDictionary<(int, Template?), LayoutState>? _children;
    private LayoutState? _last;
    private volatile Layout? _layout;

    public LayoutState(EvtxTemplateCache cache, Template root)
    {
        _cache = cache;
        Template = root;
        Total = root.ValueCount;
    }

    private LayoutState(LayoutState parent, int flat, Template? template)
    {
        _cache = parent._cache;
        Parent = parent;
        Flat = flat;
        Template = template;
        Base = parent.Total;
        Total = parent.Total + (template?.ValueCount ?? 0);
    }

    /// <summary>The step before; null at the outermost template.</summary>
    public LayoutState? Parent { get; }

    /// <summary>Which value, counted over the whole record, holds this step's fragment.</summary>
    public int Flat { get; }

    /// <summary>The fragment's template; null when a value declared as a fragment holds something else.</summary>
    public Template? Template { get; }

    /// <summary>Where the fragment's own values start in the record's.</summary>
    public int Base { get; }

    /// <summary>Values of the record up to here.</summary>
    public int Total { get; }

    /// <summary>The step for a fragment (or, with null, a plain value) found at this value.</summary>
    public LayoutState Next(int flat, Template? template)
    {
        LayoutState? last = _last;
        if (last is not null && last.Flat == flat && ReferenceEquals(last.Template, template)) return last;
        return FindNext(flat, template);
    }

    /// <summary>The layout of a record that ends here.</summary>
    public Layout Layout => _layout ??= new LayoutBuilder(_cache, this).Build();

    private LayoutState FindNext(int flat, Template? template)
    {
        _children ??= Interlocked.CompareExchange(ref _children, new(), null) ?? _children;
        if (!_children.TryGetValue((flat, template), out LayoutState? next))
        {
            next = new LayoutState(this, flat, template);
            // Past the limit a layout is built, used and forgotten: slower, but bounded.
            if (!_cache.TryCountLayout()) return next;
            next = _children.GetOrAdd((flat, template), next);
        }
        _last = next;
        return next;
    }
}
