namespace Stemma.Evtx.BinXml;

/// <summary>A template definition decoded once for the whole run, known by its canonical form.</summary>
internal sealed class Template
{
    private readonly bool[] _holdsFragment;

    public Template(string canonical, EvtxTemplateCache cache)
    {
        Canonical = canonical;
        int count = 0;
        foreach ((int index, _) in Substitutions(canonical)) count = Math.Max(count, index + 1);
        _holdsFragment = new bool[count];
        foreach ((int index, EvtxType declared) in Substitutions(canonical))
            if (declared == EvtxType.BinXml) _holdsFragment[index] = true;
        ValueCount = count;
        FirstFragment = Array.IndexOf(_holdsFragment, true) is >= 0 and int first ? first : count;
        Root = new LayoutState(cache, this);
    }

    /// <summary>The canonical form.</summary>
    public string Canonical { get; }

    /// <summary>How many of a record's values the template can use: its highest index and one.</summary>
    public int ValueCount { get; }

    /// <summary>The first value declared to be a nested fragment; <see cref="ValueCount"/> when none is.</summary>
    public int FirstFragment { get; }

    /// <summary>The layouts of records whose outermost template this is.</summary>
    public LayoutState Root { get; }

    /// <summary>Whether the template says that this value is a nested fragment.</summary>
    public bool HoldsFragment(int index) => _holdsFragment[index];

    private static IEnumerable<(int Index, EvtxType Declared)> Substitutions(string form)
    {
        for (int i = 0; i < form.Length;)
        {
            if (form[i] is CanonicalOp.Substitution or CanonicalOp.OptionalSubstitution)
                yield return (form[i + 1], (EvtxType)form[i + 2]);
            i = CanonicalForm.Next(form, i);
        }
    }
}
