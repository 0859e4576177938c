using Stemma.Detection.Layers;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>Tries a rule on examples as a scan would: on the event as it is, then on what its command line or script block hides.</summary>
internal sealed class RuleTrial
{
    private readonly SigmaRule _rule;
    private readonly SigmaEngine _engine;
    private readonly SigmaMatcher _matcher = new();
    private readonly LayerMatcher _layers;
    private readonly SigmaRelationJudge _judge;

    /// <summary>Compiles the rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="logSources">Which events its log source means.</param>
    public RuleTrial(SigmaRule rule, LogSourceMap logSources)
    {
        (_rule, _engine, _judge) = (rule, new SigmaEngine([rule], logSources), new SigmaRelationJudge([rule]));
        _layers = new LayerMatcher(_engine, _matcher, new LayerCache());
    }

    /// <summary>What makes the rule fire on an example; null when it does not.</summary>
    /// <param name="example">The example.</param>
    /// <exception cref="InvalidDataException">It names no log.</exception>
    public IReadOnlyList<MatchedItem>? Explain(RuleExample example)
    {
        Event e = example.ToEvent(_engine);
        IReadOnlyList<MatchedItem>? matched = null;
        if (_matcher.Match(e).Count > 0) Take(e);
        if (matched is null) _layers.Match(e, [], (layer, _) => Take(layer), (_, _) => { });
        return matched;

        void Take(Event on)
        {
            if (matched is null && Holds(on)) matched = _matcher.Explain(on, _rule);
        }

        bool Holds(Event on) => !_rule.LooksAtLineage || SigmaRelationJudge.Holds(_rule, _matcher.Decide(on, _rule),
            test => example.Related(test, _judge.Kind).Any(process => _judge.Passed(process).Contains(test)));
    }
}
