namespace Stemma.Sigma.Rules;

/// <summary>Finds the rules that correlations are about.</summary>
internal static class CorrelationLinker
{
    /// <summary>Resolves the references of all correlations. One that cannot be resolved is taken out, and is an error.</summary>
    public static void Link(List<SigmaRule> rules, List<SigmaProblem> problems, SigmaLoadOptions options)
    {
        bool changed = rules.Exists(rule => rule.Correlation is not null);
        if (!changed) return;
        while (changed)
        {
            // Taking one out may leave another without its rule.
            ILookup<string, SigmaRule> known = RuleLinker.ByReference(rules);
            changed = rules.RemoveAll(rule => rule.Correlation is { References.IsEmpty: false } && Fault(rule, known, options) is { } fault && Note(rule, fault)) > 0;
        }

        foreach (SigmaRule rule in rules.Where(rule => IsCircular(rule, rule, [])).ToArray())
        {
            Note(rule, "it is about itself, directly or through another correlation");
            rules.Remove(rule);
        }

        if (rules.Exists(rule => rule.Correlation?.Rules.Any(about => about.Correlation is not null && !rules.Contains(about)) == true))
        {
            Link(rules, problems, options);
            return;
        }

        SigmaCorrelation[] correlations = [.. rules.Select(rule => rule.Correlation).OfType<SigmaCorrelation>()];
        HashSet<SigmaRule> generating = [.. correlations.Where(correlation => correlation.Generate).SelectMany(correlation => correlation.Rules)];
        foreach (SigmaRule rule in correlations.SelectMany(correlation => correlation.Rules).Where(rule => !generating.Contains(rule))) rule.Silence();

        bool Note(SigmaRule rule, string message)
        {
            problems.Add(new SigmaProblem(rule.Path, rule.Correlation!.Line, true, message, rule.Title));
            return true;
        }
    }

    private static string? Fault(SigmaRule rule, ILookup<string, SigmaRule> known, SigmaLoadOptions options)
    {
        SigmaCorrelation correlation = rule.Correlation!;
        List<SigmaRule> about = [];
        foreach (string reference in correlation.References)
        {
            SigmaRule[] all = [.. known[reference]];
            SigmaRule[] near = [.. all.Where(other => other.Path == rule.Path)];
            if (all.Length == 0) return $"there is no rule '{reference}'; a rule is named by its 'id' or 'name', and must load";
            if (all.Length > 1 && near.Length != 1) return $"'{reference}' means more than one rule: {string.Join(", ", all.Select(other => other.Path).Distinct())}";
            SigmaRule meant = near is [var only] ? only : all[0];
            if (about.Contains(meant)) return $"'{reference}' is a rule that 'rules' names already";
            about.Add(meant);
        }

        correlation.Rules = [.. about];
        if (correlation.Expression is not null && !Enumerable.Range(0, about.Count).Any(correlation.IsWanted))
            return "the condition names no rule that must match";
        foreach ((string alias, Dictionary<string, string> fields) in correlation.Aliases)
        {
            string? stranger = fields.Keys.FirstOrDefault(key => !correlation.References.Contains(key) && !about.Exists(one => one.Name == key || one.Id == key));
            if (stranger is not null) return $"the alias '{alias}' is about '{stranger}', which is not among 'rules'";
        }

        if (Process(correlation, options) is { } fault) return fault;
        for (int i = 0; i < about.Count; i++)
            foreach (string name in correlation.GroupBy.Concat(correlation.Fields))
                if (correlation.FieldOf(name, i) is null) return $"the alias '{name}' has no field for '{correlation.References[i]}'";
        return null;
    }

    // Pipelines rename what a correlation groups by and measures, once its rules are known.
    private static string? Process(SigmaCorrelation correlation, SigmaLoadOptions options)
    {
        if (correlation.IsProcessed || correlation.Document is null || options.Pipelines.Count == 0) return null;
        correlation.IsProcessed = true;
        RuleDraft draft = new(correlation.Document, new SigmaLogSource(null, null, null))
        {
            Kind = DraftKind.Correlation,
            About = [.. LogSources(correlation, 0)],
        };
        string[] own = [.. correlation.GroupBy.Concat(correlation.Fields).Where(name => !correlation.Aliases.ContainsKey(name))];
        foreach (string name in own.Concat(correlation.Aliases.Values.SelectMany(fields => fields.Values))) draft.Names.TryAdd(name, [name]);
        try
        {
            options.Process(draft);
        }
        catch (RuleFault fault)
        {
            return fault.Message;
        }

        string? many = correlation.Fields.Concat(correlation.Aliases.Values.SelectMany(fields => fields.Values)).FirstOrDefault(name => draft.Renamed(name).Count != 1);
        if (many is not null) return $"a pipeline gives '{many}' {draft.Renamed(many).Count} names: what is measured or an alias needs one";
        correlation.GroupBy = [.. correlation.GroupBy.SelectMany(Now)];
        correlation.Fields = [.. correlation.Fields.SelectMany(Now)];
        correlation.Aliases = correlation.Aliases.ToDictionary(alias => alias.Key,
            alias => alias.Value.ToDictionary(field => field.Key, field => draft.Renamed(field.Value)[0]));
        return null;

        IReadOnlyList<string> Now(string name) => correlation.Aliases.ContainsKey(name) ? [name] : draft.Renamed(name);
    }

    private static IEnumerable<SigmaLogSource> LogSources(SigmaCorrelation correlation, int depth) => depth > 16 ? [] : correlation.Rules.SelectMany(rule =>
        rule.Correlation is null ? [rule.LogSource] : LogSources(rule.Correlation, depth + 1));

    private static bool IsCircular(SigmaRule start, SigmaRule rule, HashSet<SigmaRule> seen) =>
        rule.Correlation is { } correlation && correlation.Rules.Any(next => next == start || (seen.Add(next) && IsCircular(start, next, seen)));
}
