using Stemma.Sigma.Matching;

namespace Stemma.Sigma;

public sealed partial class SigmaMatcher
{
    /// <summary>Characters of a value that an explanation shows at most.</summary>
    public const int MaximumShown = 512;

    // Several rules, and several items of a rule, show the same values of an event.
    private readonly Dictionary<int, string> _shown = [];

    /// <summary>
    /// The items of a rule that the event satisfied: for each alternative those that hold. What a rule excludes is not listed, since it
    /// is not there. Call after <see cref="Match"/>, for the same event and one of the rules it gave.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">The rule is not about events of this kind.</exception>
    public IReadOnlyList<MatchedItem> Explain(SigmaEvent e, SigmaRule rule)
    {
        ArgumentNullException.ThrowIfNull(e);
        MatchProgram program = e.Kind.Program;
        int matched = _matchedIndexes.FindIndex(index => index < program.Rules.Length && program.Rules[index].Rule == rule);
        int found = matched >= 0 ? _matchedIndexes[matched] : Array.FindIndex(program.Rules, candidate => candidate.Rule == rule);
        if (found < 0) throw new ArgumentException($"'{rule?.Title}' is not about events of this kind", nameof(rule));
        CompiledRule compiled = program.Rules[found];
        if (!ReferenceEquals(e, _event) || _state.Program != program) Begin(e);
        List<MatchedItem> items = [];
        CollectEventId(compiled, items);
        Collect(compiled.Own, items);
        return items;
    }

    private void CollectEventId(CompiledRule rule, List<MatchedItem> items)
    {
        foreach (SigmaTest.Number number in rule.EventIds)
        {
            foreach (int slot in _event.Kind.Find("EventID"))
            {
                if (NumberText.TryParse(_event.Text(slot), out double id) && Numbers.Compare(id, number.Comparison, number.Value))
                    items.Add(new MatchedItem("EventID", _event.Text(slot).ToString(), number.Pattern));
            }
        }
    }

    private void Collect(Node node, List<MatchedItem> items)
    {
        if (node.Kind == NodeKind.Not || !Holds(node)) return;
        if (node.Kind == NodeKind.Test && Item(_state.Program.Predicates[node.Predicate]) is var item && !items.Contains(item)) items.Add(item);
        foreach (Node term in node.Terms) Collect(term, items);
    }

    private MatchedItem Item(Predicate predicate)
    {
        if (predicate.Field < 0)
        {
            for (int slot = 0; slot < _event.Kind.Names.Length; slot++)
                if (Passes(predicate, slot)) return new(_event.Kind.Names[slot], Shown(predicate, slot), predicate.Test.Pattern);
        }
        else
        {
            foreach (int slot in _event.Kind.FieldSlots[predicate.Field])
                if (predicate is StructuralPredicate || Passes(predicate, slot))
                    return new(predicate.Test.Field!, _event.IsNull(slot) ? null : Shown(predicate, slot), predicate.Test.Pattern);
        }

        return new(predicate.Test.Field ?? "", null, predicate.Test.Pattern);
    }

    // A long value is cut around the hit.
    private string Shown(Predicate predicate, int slot)
    {
        ReadOnlySpan<char> text = _event.Text(slot);
        if (text.Length <= MaximumShown) return _shown.TryGetValue(slot, out string? shown) ? shown : _shown[slot] = text.ToString();
        int hit = predicate is LiteralPredicate literal ? literal.Find(text, _folded.Get(_event, slot, out _)) : 0;
        int start = Math.Clamp(hit - MaximumShown / 4, 0, text.Length - MaximumShown), end = start + MaximumShown;
        if (start > 0 && char.IsLowSurrogate(text[start])) start++;
        if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        return $"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }
}
