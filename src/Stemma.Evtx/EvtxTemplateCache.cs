using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Stemma.Evtx.BinXml;

namespace Stemma.Evtx;

/// <summary>
/// What a run has learned of templates and shapes: each template definition is decoded once, however many
/// chunks, files and threads hold a copy of it. Share one among all parsers of a run. Safe for use by
/// several threads; bounded, so that crafted files cannot fill the memory (what comes after the bound is
/// decoded anew each time it is met).
/// </summary>
/// <remarks>
/// Definitions are compared by their whole content with names spelled out, never by their GUID: the file
/// chooses the GUID, so a crafted one could pass its template off as another's.
/// </remarks>
public sealed class EvtxTemplateCache
{
    private readonly ConcurrentDictionary<string, Template> _templates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Template>.AlternateLookup<ReadOnlySpan<char>> _byForm;
    private readonly ConcurrentDictionary<string, EvtxShape> _shapes = new(StringComparer.Ordinal);
    private long _units;
    private int _layouts;

    /// <summary>An empty cache.</summary>
    public EvtxTemplateCache() => _byForm = _templates.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many different templates are known; definitions and inline forms together.</summary>
    public int Count => _templates.Count;

    /// <summary>The template of that canonical form.</summary>
    internal Template Get(ReadOnlySpan<char> form)
    {
        if (_byForm.TryGetValue(form, out Template? known)) return known;
        string canonical = form.ToString();
        Template template = new(canonical, this);
        if (Interlocked.Add(ref _units, canonical.Length) > Limits.CanonicalInCache || _templates.Count >= Limits.Templates)
            return template;
        return _templates.GetOrAdd(canonical, template);
    }

    /// <summary>Counts a layout to be remembered; false when enough are.</summary>
    internal bool TryCountLayout() => _layouts < Limits.Layouts && Interlocked.Increment(ref _layouts) <= Limits.Layouts;

    /// <summary>The one shape with these fields.</summary>
    internal EvtxShape Intern(ImmutableArray<EvtxField> fields)
    {
        StringBuilder key = new();
        foreach (EvtxField field in fields) key.Append((char)field.Section).Append((char)field.Name.Length).Append(field.Name);
        if (_shapes.Count >= Limits.Layouts) return _shapes.GetValueOrDefault(key.ToString()) ?? new EvtxShape(fields);
        return _shapes.GetOrAdd(key.ToString(), static (_, f) => new EvtxShape(f), fields);
    }
}
