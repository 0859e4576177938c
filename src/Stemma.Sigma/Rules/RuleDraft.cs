using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>A rule between reading and understanding: what pipelines look at and change.</summary>
/// <param name="document">The document that the rule stands in.</param>
/// <param name="logSource">Its log source; of a correlation, an empty one.</param>
internal sealed class RuleDraft(YamlMap document, SigmaLogSource logSource)
{
    // Stands for a selection of which nothing is left: it vanishes from the condition.
    private static readonly SigmaExpression Nothing = new SigmaExpression.Or([]);

    private const int MaxMade = 100_000;

    private int _made;

    /// <summary>The document.</summary>
    public YamlMap Document { get; } = document;

    /// <summary>What the draft becomes.</summary>
    public DraftKind Kind { get; init; }

    /// <summary>The log source.</summary>
    public SigmaLogSource LogSource { get; set; } = logSource;

    /// <summary>The log sources of the rules that a correlation is about.</summary>
    public IReadOnlyList<SigmaLogSource> About { get; init; } = [];

    /// <summary>The selections; null: a pipeline left nothing of it.</summary>
    public Dictionary<string, DetectionNode?> Selections { get; } = [];

    /// <summary>What pipelines add to the condition.</summary>
    public List<(DetectionNode? Node, bool IsNegated)> Added { get; } = [];

    /// <summary>The rule's <c>fields</c>.</summary>
    public List<string> Fields { get; set; } = [.. document.Scalars("fields").Select(field => field.Text)];

    /// <summary>Attributes that pipelines gave the rule.</summary>
    public Dictionary<string, YamlNode> Attributes { get; } = [];

    /// <summary>The pipelines' state.</summary>
    public Dictionary<string, YamlScalar> State { get; } = [];

    /// <summary>The ids of the pipeline items that were applied.</summary>
    public HashSet<string> Applied { get; } = [];

    /// <summary>The ids of the pipeline items that made a field's name.</summary>
    public Dictionary<string, HashSet<string>> AppliedToField { get; } = [];

    /// <summary>Field names that a pipeline mapped, and those they were mapped to.</summary>
    public HashSet<string> Mapped { get; } = [];

    /// <summary>The detection items of selections and of what pipelines added.</summary>
    public IEnumerable<DetectionItem> Items => Selections.Values.Concat(Added.Select(pair => pair.Node)).OfType<DetectionNode>().SelectMany(ItemsOf);

    /// <summary>Field names outside selections (<c>group-by</c>, what is counted) and what has become of each.</summary>
    public Dictionary<string, List<string>> Names { get; } = [];

    /// <summary>A draft with the selections of a map.</summary>
    /// <exception cref="RuleFault">A selection is not well formed.</exception>
    public static RuleDraft Read(YamlMap document, YamlMap detection, SigmaLogSource logSource, DraftKind kind = DraftKind.Rule)
    {
        RuleDraft draft = new(document, logSource) { Kind = kind };
        foreach ((YamlScalar name, YamlNode selection) in detection.Entries)
            if (name.Text is not ("condition" or "timeframe")) draft.Selections.Add(name.Text, DetectionNode.Read(selection));
        return draft;
    }

    /// <summary>Counts what pipelines make: names and values that double at every step must end.</summary>
    /// <exception cref="RuleFault">It is too much.</exception>
    public void Grow(int made)
    {
        _made += made;
        if (_made > MaxMade) throw new RuleFault(Document.Line, $"pipelines make more than {MaxMade:N0} names and values of this rule");
    }

    /// <summary>What has become of a name that was among <see cref="Names"/>.</summary>
    public IReadOnlyList<string> Renamed(string name) => Names.TryGetValue(name, out List<string>? now) ? now : [name];

    /// <summary>The selections with all modifiers applied.</summary>
    /// <exception cref="RuleFault">One cannot be honoured.</exception>
    public Dictionary<string, SigmaExpression> Expressions(SigmaLoadOptions options, Action<int, string> warn)
    {
        SelectionReader reader = new(options, warn);
        return Selections.ToDictionary(selection => selection.Key, selection => selection.Value is null ? Nothing : reader.Read(selection.Value));
    }

    /// <summary>A condition with what pipelines added to it and without what they left nothing of.</summary>
    /// <exception cref="RuleFault">Nothing is left.</exception>
    public SigmaExpression Complete(SigmaExpression condition, SigmaLoadOptions options, Action<int, string> warn)
    {
        SelectionReader reader = new(options, warn);
        if (Selections.ContainsValue(null)) condition = Without(condition);
        SigmaExpression[] added = [.. Added.Where(pair => pair.Node is not null).Select(pair => pair.IsNegated
            ? new SigmaExpression.Not(reader.Read(pair.Node!)) : reader.Read(pair.Node!))];
        if (ReferenceEquals(condition, Nothing) && added.Length == 0) throw new RuleFault(Document.Line, "a pipeline has left nothing of the condition");
        SigmaExpression[] all = ReferenceEquals(condition, Nothing) ? added : [.. added, condition];
        return all is [var only] ? only : new SigmaExpression.And([.. all]);
    }

    private static IEnumerable<DetectionItem> ItemsOf(DetectionNode node) => node is DetectionItem item ? [item] : ((DetectionGroup)node).Nodes.SelectMany(ItemsOf);

    private static SigmaExpression Without(SigmaExpression expression)
    {
        switch (expression)
        {
            case SigmaExpression.And and:
                SigmaExpression[] all = [.. and.Terms.Select(Without).Where(term => !ReferenceEquals(term, Nothing))];
                return all.Length == 0 && and.Terms.Length > 0 ? Nothing : new SigmaExpression.And([.. all]);
            case SigmaExpression.Or some when !ReferenceEquals(some, Nothing):
                SigmaExpression[] any = [.. some.Terms.Select(Without).Where(term => !ReferenceEquals(term, Nothing))];
                return any.Length == 0 && some.Terms.Length > 0 ? Nothing : new SigmaExpression.Or([.. any]);
            case SigmaExpression.Not not:
                SigmaExpression inner = Without(not.Term);
                return ReferenceEquals(inner, Nothing) ? Nothing : new SigmaExpression.Not(inner);
            default:
                return expression;
        }
    }
}

/// <summary>What a draft becomes.</summary>
internal enum DraftKind
{
    /// <summary>A rule about single events.</summary>
    Rule,

    /// <summary>A correlation rule.</summary>
    Correlation,

    /// <summary>A global filter.</summary>
    Filter,
}
