using System.Collections.Immutable;
using Stemma.Sigma.Matching;

namespace Stemma.Sigma;

/// <summary>
/// What events of one kind have in common: field names in order, log source, and the rules that may match them. Made once by
/// <see cref="SigmaEngine.GetKind"/>, then shared by all events of the kind.
/// </summary>
public sealed class EventKind
{
    private readonly Dictionary<string, int[]> _slots;
    private readonly Dictionary<string, string> _aliases;

    internal EventKind(ImmutableArray<string> names, Dictionary<string, string> aliases, MatchProgram program, ImmutableArray<SigmaLogSource> logSources)
    {
        (_aliases, LogSources) = (aliases, logSources);
        Dictionary<string, List<int>> byName = [];
        for (int slot = 0; slot < names.Length; slot++)
        {
            if (!byName.TryGetValue(names[slot], out List<int>? own)) byName.Add(names[slot], own = []);
            own.Add(slot);
        }

        _slots = new(byName.Count);
        foreach ((string name, List<int> own) in byName) _slots.Add(name, [.. own]);
        string[] normal = [.. names];

        // Resolved against the log's own names first: ProcessId of 4688 becomes ParentProcessId while NewProcessId becomes ProcessId.
        Dictionary<string, int[]> renamed = [];
        foreach ((string name, string own) in aliases)
            if (_slots.TryGetValue(own, out int[]? slots)) renamed.Add(name, slots);
        foreach ((string name, int[] slots) in renamed)
        {
            _slots[name] = slots;
            foreach (int slot in slots) normal[slot] = name;
        }

        // Some providers put spaces into names (Threat Name); rules write them without.
        for (int slot = 0; slot < normal.Length; slot++)
        {
            string spaced = names[slot];
            if (!spaced.Contains(' ', StringComparison.Ordinal)) continue;
            string closed = spaced.Replace(" ", "", StringComparison.Ordinal);
            if (normal[slot] == spaced) normal[slot] = closed;
            _slots.TryAdd(closed, _slots[spaced]);
        }

        Names = ImmutableArray.Create(normal);
        HasRepeatedNames = normal.Distinct().Count() < normal.Length;
        OwnNames = names;
        Program = program;
        FieldSlots = [.. program.Fields.Select(field => FindSlots(field))];
        HashSet<int> searched = [.. program.Searches.Where(search => search.Field >= 0).SelectMany(search => FieldSlots[search.Field])];
        OtherSlots = [.. Enumerable.Range(0, normal.Length).Where(slot => !searched.Contains(slot))];
    }

    /// <summary>The fields' Sigma names, one a slot; a name may occur more than once.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The fields' names as the log has them, one a slot.</summary>
    public ImmutableArray<string> OwnNames { get; }

    /// <summary>Whether two slots have the same name.</summary>
    public bool HasRepeatedNames { get; }

    /// <summary>The log sources that the events belong to; of some only those that have certain values besides.</summary>
    public ImmutableArray<SigmaLogSource> LogSources { get; }

    /// <summary>Whether any rule is about events of this kind.</summary>
    public bool HasRules => !Program.IsEmpty;

    /// <summary>Whether a rule about events of this kind looks at a field, by its Sigma name.</summary>
    /// <param name="field">The field.</param>
    public bool LooksAt(string field) => Array.IndexOf(Program.Fields, field) >= 0;

    /// <summary>The same kind for events that have more fields, behind those of this kind. A field may be there a second time: a test of it holds when one of its values passes.</summary>
    /// <param name="names">The fields to add, as the log names them (<see cref="OwnNames"/>).</param>
    public EventKind With(params ReadOnlySpan<string> names) => new([.. OwnNames, .. names], _aliases, Program, LogSources);

    internal MatchProgram Program { get; }

    /// <summary>For each field of the program, the slots that hold it.</summary>
    internal int[][] FieldSlots { get; }

    /// <summary>The slots of fields without a search of their own.</summary>
    internal int[] OtherSlots { get; }

    /// <summary>The slots that hold a field, by its Sigma name or its own; empty when the events do not have it.</summary>
    public ReadOnlySpan<int> Find(string field) => FindSlots(field);

    internal int[] FindSlots(string field) => _slots.TryGetValue(field, out int[]? slots) ? slots : [];
}
