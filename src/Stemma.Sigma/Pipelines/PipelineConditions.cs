using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>A condition of a pipeline item.</summary>
/// <param name="draft">The rule.</param>
/// <param name="subject">What it is about: an item, a field, or nothing but the rule.</param>
/// <param name="applied">The pipeline items applied to the detection item whose field it is about; null where there is none.</param>
internal delegate bool PipelineCondition<in T>(RuleDraft draft, T subject, IReadOnlySet<string>? applied);

/// <summary>The conditions of one kind: all must hold, or one (<c>…_cond_op: or</c>), or an expression of them (<c>…_cond_expr</c>).</summary>
internal sealed class PipelineConditions<T>
{
    private readonly Dictionary<string, PipelineCondition<T>> _conditions = [];
    private SigmaExpression? _expression;
    private bool _isNegated;

    private PipelineConditions()
    {
    }

    /// <summary>Reads the conditions of a kind.</summary>
    /// <exception cref="RuleFault">They are not well formed.</exception>
    public static PipelineConditions<T> Read(PipelineMap map, string kind, Func<PipelineMap, PipelineCondition<T>> read)
    {
        PipelineConditions<T> conditions = new();
        string key = kind + "_conditions";
        IEnumerable<(string, YamlNode)> nodes = map.Node(key) switch
        {
            null or YamlScalar { IsNull: true } => [],
            YamlList list => list.Items.Select((item, index) => ($"{index + 1}", item)),
            YamlMap named => named.Entries.Select(entry => (entry.Key.Text, entry.Value)),
            { } other => throw new RuleFault(other.Line, $"'{key}' must be a list or a map"),
        };
        foreach ((string name, YamlNode node) in nodes)
        {
            PipelineMap condition = new(node as YamlMap ?? throw new RuleFault(node.Line, "a condition must be a map with a 'type'"));
            conditions._conditions.Add(name, read(condition));
            condition.CheckKeys();
        }

        string op = map.OneOf(kind + "_cond_op", "and", "or");
        conditions._isNegated = map.Flag(kind + "_cond_not");
        Dictionary<string, SigmaExpression> leaves = conditions._conditions.Keys.ToDictionary(name => name,
            name => (SigmaExpression)new SigmaExpression.Leaf(new SigmaTest.Exists(name, name, true)));
        if (map.Text(kind + "_cond_expr") is { } text)
        {
            if (map.Node(key) is not YamlMap) throw new RuleFault(map.Line, $"'{kind}_cond_expr' needs '{key}' as a map of names to conditions");
            if (map.Node(kind + "_cond_op") is not null) throw new RuleFault(map.Line, $"'{kind}_cond_expr' beside '{kind}_cond_op'");
            conditions._expression = ConditionReader.Read(new YamlScalar(text, YamlKind.Text, map.Node(kind + "_cond_expr")!.Line), leaves);
        }
        else
        {
            conditions._expression = op == "or" ? new SigmaExpression.Or([.. leaves.Values]) : new SigmaExpression.And([.. leaves.Values]);
        }

        return conditions;
    }

    /// <summary>Whether they hold; without conditions, they do.</summary>
    public bool Hold(RuleDraft draft, T subject, IReadOnlySet<string>? applied = null)
    {
        return _conditions.Count == 0 || Holds(_expression!) != _isNegated;

        bool Holds(SigmaExpression expression) => expression switch
        {
            SigmaExpression.And and => and.Terms.All(Holds),
            SigmaExpression.Or or => or.Terms.Any(Holds),
            SigmaExpression.Not not => !Holds(not.Term),
            _ => _conditions[((SigmaExpression.Leaf)expression).Value.Field!](draft, subject, applied),
        };
    }
}
