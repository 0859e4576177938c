using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>Joins what all files hold: filters into the rules they name, correlations with the rules they are about.</summary>
internal static class RuleLinker
{
    /// <summary>The set of all rules that run. Neither it nor its problems depend on how documents are spread over files.</summary>
    public static SigmaRuleSet Link(IReadOnlyList<RuleFile> files, SigmaLoadOptions options)
    {
        List<SigmaRule> rules = [.. files.SelectMany(file => file.Rules)];
        List<SigmaProblem> problems = [.. files.SelectMany(file => file.Problems)];
        foreach (RuleFilter filter in files.SelectMany(file => file.Filters)) Apply(filter, rules, problems);
        CorrelationLinker.Link(rules, problems, options);
        return new SigmaRuleSet(rules, problems);
    }

    /// <summary>The rules that an id or a name means.</summary>
    public static ILookup<string, SigmaRule> ByReference(IEnumerable<SigmaRule> rules) =>
        rules.SelectMany(rule => new[] { rule.Id, rule.Name }.Distinct().OfType<string>().Select(reference => (reference, rule)))
            .ToLookup(pair => pair.reference, pair => pair.rule, StringComparer.OrdinalIgnoreCase);

    private static void Apply(RuleFilter filter, List<SigmaRule> rules, List<SigmaProblem> problems)
    {
        if (filter.Rules is null)
        {
            int restricted = 0;
            foreach (SigmaRule rule in rules.SelectMany(Events).Where(rule => filter.Fits(rule.LogSource)))
            {
                rule.Restrict(filter.Condition);
                restricted++;
            }

            if (restricted == 0) Warn(filter.Line, "the filter has no effect: no rule is about its log source");
            return;
        }

        if (filter.Rules.Count == 0) Warn(filter.Line, "the filter has no effect: it names no rule");
        ILookup<string, SigmaRule> known = ByReference(rules);
        HashSet<SigmaRule> done = [];
        foreach (YamlScalar reference in filter.Rules)
        {
            if (!known.Contains(reference.Text)) Warn(reference.Line, $"the filter has no effect on '{reference.Text}': there is no such rule");
            foreach (SigmaRule rule in known[reference.Text])
            {
                if (rule.Correlation is not null && !Events(rule).Any())
                    Warn(reference.Line, $"the filter has no effect on '{reference.Text}': it is a correlation; name the rules it is about");
                foreach (SigmaRule about in Events(rule))
                {
                    if (!filter.Fits(about.LogSource)) Warn(reference.Line, $"the filter has no effect on '{reference.Text}': the rule's log source is {about.LogSource}");
                    else if (done.Add(about)) about.Restrict(filter.Condition);
                }
            }
        }

        void Warn(int line, string message) => problems.Add(new SigmaProblem(filter.Path, line, false, message, filter.Title));
    }

    // A rule that counts in its own condition is about the events that it counts.
    private static IEnumerable<SigmaRule> Events(SigmaRule rule) =>
        rule.Correlation is null ? [rule] : rule.Correlation.References.IsEmpty ? rule.Correlation.Rules : [];
}
