using Stemma.Sigma.Matching;

namespace Stemma.Sigma;

public sealed partial class SigmaMatcher
{
    /// <summary>Characters of a value that an explanation shows at most.</summary>
    public const int MaximumShown = 512;

    // Several rules, and several items of a rule, show the same values of an event.
    private readonly Dictionary<int, string> _shown = [];

    // A rule's tests alone, as it lists them. One table a rule: a table of all of them would be a large object, and growing it collects all garbage.
    private readonly Dictionary<SigmaRule, Dictionary<SigmaTest, Predicate>> _explained = new(ReferenceEqualityComparer.Instance);
    private Dictionary<SigmaTest, Predicate> _explaining = [];

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
        if (!_matched.Contains(rule) && !Array.Exists(e.Kind.Program.Rules, candidate => candidate.Rule == rule))
            throw new ArgumentException($"'{rule?.Title}' is not about events of this kind", nameof(rule));
        if (!ReferenceEquals(e, _event) || _state.Program != e.Kind.Program) Begin(e);
        Take(rule);
        List<MatchedItem> items = [];
        Collect(rule.EventCondition, items);
        return items;
    }

    private void Take(SigmaRule rule)
    {
        if (!_explained.TryGetValue(rule, out _explaining!)) _explained.Add(rule, _explaining = new(ReferenceEqualityComparer.Instance));
    }

    // Whether an expression holds, and what of it; nothing is listed of one that does not.
    private bool Collect(SigmaExpression expression, List<MatchedItem> items)
    {
        int before = items.Count;
        bool holds;
        switch (expression)
        {
            case SigmaExpression.And and:
                holds = true;
                foreach (SigmaExpression term in and.Terms)
                    if (!(holds = Collect(term, items))) break;
                break;
            case SigmaExpression.Or or:
                holds = false;
                foreach (SigmaExpression term in or.Terms) holds |= Collect(term, items);
                break;
            case SigmaExpression.Not not:
                holds = !Collect(not.Term, []);
                break;
            default:
                return Collect(((SigmaExpression.Leaf)expression).Value, items);
        }

        if (!holds) items.RemoveRange(before, items.Count - before);
        return holds;
    }

    private bool Collect(SigmaTest test, List<MatchedItem> items)
    {
        if (!_explaining.TryGetValue(test, out Predicate? predicate)) _explaining.Add(test, predicate = Predicate.Create(test));
        ReadOnlySpan<int> slots = Slots(test.Field);
        if (!Holds(predicate, slots, test is SigmaTest.FieldReference reference ? Slots(reference.Other) : [])) return false;
        if (Item(predicate, slots) is var item && !items.Contains(item)) items.Add(item);
        return true;
    }

    private ReadOnlySpan<int> Slots(string? field) => field is null ? [] : _event.Kind.Find(field);

    private MatchedItem Item(Predicate predicate, ReadOnlySpan<int> slots)
    {
        SigmaTest test = predicate.Tests[0];
        if (test.Field is null)
        {
            for (int slot = 0; slot < _event.Kind.Names.Length; slot++)
                if (Passes(predicate, slot)) return new(_event.Kind.Names[slot], Shown(predicate, slot), test.Pattern);
        }
        else
        {
            foreach (int slot in slots)
                if (predicate is StructuralPredicate || Passes(predicate, slot))
                    return new(test.Field, _event.IsNull(slot) ? null : Shown(predicate, slot), test.Pattern);
        }

        return new(test.Field ?? "", null, test.Pattern);
    }

    // A long value is cut around the hit.
    private string Shown(Predicate predicate, int slot)
    {
        ReadOnlySpan<char> text = _event.Text(slot);
        if (text.Length <= MaximumShown) return _shown.TryGetValue(slot, out string? shown) ? shown : _shown[slot] = text.ToString();
        int hit = predicate is LiteralPredicate literal ? literal.Find(text, _folded.Get(_event, slot).Bytes) : 0;
        int start = Math.Clamp(hit - MaximumShown / 4, 0, text.Length - MaximumShown), end = start + MaximumShown;
        if (start > 0 && char.IsLowSurrogate(text[start])) start++;
        if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        return $"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }
}
