namespace Stemma.Sigma;

public sealed partial class SigmaMatcher
{
    /// <summary>
    /// Of each test of the event in a rule's condition, in order, whether it holds (1 or 0); tests of other processes are left out. Call after
    /// <see cref="Match"/>, for the same event.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="rule">The rule.</param>
    public byte[] Decide(SigmaEvent e, SigmaRule rule)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rule);
        if (!ReferenceEquals(e, _event) || _state.Program != e.Kind.Program) Begin(e);
        Take(rule);
        List<byte> decided = [];
        AddDecided(rule.Condition, decided);
        return [.. decided];
    }

    private void AddDecided(SigmaExpression expression, List<byte> decided)
    {
        switch (expression)
        {
            case SigmaExpression.And and:
                foreach (SigmaExpression term in and.Terms) AddDecided(term, decided);
                break;
            case SigmaExpression.Or or:
                foreach (SigmaExpression term in or.Terms) AddDecided(term, decided);
                break;
            case SigmaExpression.Not not:
                AddDecided(not.Term, decided);
                break;
            case SigmaExpression.Leaf { Value: not SigmaTest.Related } leaf:
                decided.Add(Collect(leaf.Value, []) ? (byte)1 : (byte)0);
                break;
        }
    }
}
