using System.Diagnostics;
using Stemma.Sigma.Matching;

namespace Stemma.Sigma;

/// <summary>Matches events one after another. For one thread; allocates nothing for an event that matches nothing.</summary>
public sealed partial class SigmaMatcher
{
    private readonly Dictionary<MatchProgram, ProgramState> _states = [];
    private readonly List<SigmaRule> _matched = [];
    private readonly List<int> _matchedIndexes = [];
    private readonly FoldedValues _folded = new();

    // The event being matched.
    private SigmaEvent _event = null!;
    private ProgramState _state = null!;

    /// <summary>Where the time that each rule takes is noted; null, as it is unless set: nowhere.</summary>
    public RuleProfile? Profile { get; init; }

    /// <summary>The rules that an event matches, in the order of the rule set; valid until the next call.</summary>
    /// <param name="e">The event; its kind is from <see cref="SigmaEngine.GetKind"/>.</param>
    public IReadOnlyList<SigmaRule> Match(SigmaEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        _matched.Clear();
        EventKind kind = e.Kind;
        if (!kind.HasRules) return _matched;
        Begin(e);
        Search();
        _matchedIndexes.Clear();
        foreach (int rule in _state.Candidates.Rules)
            if (Profile is null ? Holds(_state.Program.Rules[rule].Condition) : HoldsTimed(_state.Program.Rules[rule])) _matchedIndexes.Add(rule);
        if (_matchedIndexes.Count == 0) return _matched;
        _matchedIndexes.Sort();
        foreach (int rule in _matchedIndexes) _matched.Add(_state.Program.Rules[rule].Rule);
        return _matched;
    }

    private void Begin(SigmaEvent e)
    {
        _event = e;
        if (_shown.Count > 0) _shown.Clear();
        MatchProgram program = e.Kind.Program;
        if (_state?.Program != program && !_states.TryGetValue(program, out _state!))
            _states.Add(program, _state = new ProgramState(program));
        _state.Begin();
        _folded.Begin(e.Kind.Names.Length);
    }

    private void Search()
    {
        EventKind kind = _event.Kind;
        foreach (FieldSearch search in _state.Program.Searches)
        {
            if (search.Field >= 0)
                foreach (int slot in kind.FieldSlots[search.Field]) Search(search, slot);
            else
                foreach (int slot in kind.OtherSlots)
                    if (search.NeedsPlain || !_event.IsPlain(slot)) SearchUnlessBarren(search, slot);
        }
    }

    private void Search(FieldSearch search, int slot)
    {
        if (!_event.IsNull(slot)) search.Scan(_event.Text(slot), _folded.Get(_event, slot), _state.Candidates);
    }

    private void SearchUnlessBarren(FieldSearch search, int slot)
    {
        if (_event.IsNull(slot)) return;
        ReadOnlySpan<char> text = _event.Text(slot);
        if (_state.Barren.Contains(slot, text)) return;
        int found = _state.Candidates.Found;
        search.Scan(text, _folded.Get(_event, slot), _state.Candidates);
        if (_state.Candidates.Found == found) _state.Barren.Add(slot, text);
    }

    private bool HoldsTimed(CompiledRule rule)
    {
        long start = Stopwatch.GetTimestamp();
        bool holds = Holds(rule.Condition);
        Profile!.Add(rule.Rule, Stopwatch.GetTimestamp() - start);
        return holds;
    }

    private bool Holds(Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.And:
                foreach (Node term in node.Terms)
                    if (!Holds(term)) return false;
                return true;
            case NodeKind.Or:
                foreach (Node term in node.Terms)
                    if (Holds(term)) return true;
                return false;
            case NodeKind.Not:
                return !Holds(node.Terms[0]);
            default:
                if (!_state.TryRecall(node.Id, out bool holds))
                    _state.Remember(node.Id, holds = Holds(node.Test!, Slots(node.Field), Slots(node.OtherField)));
                return holds;
        }
    }

    private ReadOnlySpan<int> Slots(int field) => field >= 0 ? _event.Kind.FieldSlots[field] : [];

    // The slots are those of the test's field and of the one that it refers to.
    private bool Holds(Predicate predicate, ReadOnlySpan<int> slots, ReadOnlySpan<int> others)
    {
        switch (predicate)
        {
            case StructuralPredicate structural:
                return Holds(structural.Tests[0], slots, others);
            case { Field: null }:
                for (int slot = 0; slot < _event.Kind.Names.Length; slot++)
                    if (Passes(predicate, slot)) return true;
                return false;
            default:
                foreach (int slot in slots)
                    if (Passes(predicate, slot)) return true;
                return false;
        }
    }

    private bool Holds(SigmaTest test, ReadOnlySpan<int> slots, ReadOnlySpan<int> others)
    {
        switch (test)
        {
            case SigmaTest.Exists exists:
                return slots.Length > 0 == exists.Wanted;
            case SigmaTest.Null:
                foreach (int slot in slots)
                    if (!_event.IsNull(slot)) return false;
                return true;
            default:
                return Refers((SigmaTest.FieldReference)test, slots, others);
        }
    }

    private bool Passes(Predicate predicate, int slot) =>
        !_event.IsNull(slot) && predicate.Passes(_event.Text(slot), _folded.Get(_event, slot).Bytes);

    private bool Refers(SigmaTest.FieldReference reference, ReadOnlySpan<int> slots, ReadOnlySpan<int> others)
    {
        StringComparison comparison = reference.Cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        foreach (int slot in slots)
        {
            foreach (int other in others)
            {
                if (_event.IsNull(slot) || _event.IsNull(other)) continue;
                ReadOnlySpan<char> text = _event.Text(slot), wanted = _event.Text(other);
                bool holds = reference.Anchor switch
                {
                    TextAnchor.Equals => text.Equals(wanted, comparison),
                    TextAnchor.StartsWith => text.StartsWith(wanted, comparison),
                    TextAnchor.EndsWith => text.EndsWith(wanted, comparison),
                    _ => text.Contains(wanted, comparison),
                };
                if (holds) return true;
            }
        }

        return false;
    }
}
