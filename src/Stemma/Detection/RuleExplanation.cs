using System.Buffers;
using System.Text;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Detection;

/// <summary>
/// Says why a rule did or did not match records: its condition as a tree, each item with the value that it saw. Runs as a scan with one
/// more rule for each item and one that fires on every event of the log source.
/// </summary>
public sealed class RuleExplanation
{
    private readonly SigmaRule _rule;
    private readonly SigmaRule _probe;
    private readonly Dictionary<SigmaTest, SigmaRule> _items = [];
    private readonly IReadOnlyCollection<long> _records;

    /// <summary>Prepares.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="records">The record ids to explain; empty: those that match.</param>
    public RuleExplanation(SigmaRule rule, IReadOnlyCollection<long> records)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (_rule, _records) = (rule, records);
        _probe = Part("probe", new SigmaExpression.And([]));
        foreach (SigmaTest test in Tests(rule.Condition))
            if (!_items.ContainsKey(test)) _items.Add(test, Part($"item {_items.Count}", new SigmaExpression.Leaf(test)));
    }

    /// <summary>The rules to scan with.</summary>
    public IReadOnlyList<SigmaRule> Rules => [_rule, _probe, .. _items.Values];

    /// <summary>Writes the explanations; one instance a thread.</summary>
    public DetectionWriter CreateWriter() => new Writer(this);

    private SigmaRule Part(string name, SigmaExpression condition) => new()
    {
        Id = $"explain {name}",
        Title = name,
        Level = SigmaLevel.Informational,
        LogSource = _rule.LogSource,
        Condition = condition,
        Path = _rule.Path,
    };

    private static IEnumerable<SigmaTest> Tests(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => and.Terms.SelectMany(Tests),
        SigmaExpression.Or or => or.Terms.SelectMany(Tests),
        SigmaExpression.Not not => Tests(not.Term),
        SigmaExpression.Leaf leaf => [leaf.Value],
        _ => [],
    };

    private sealed class Writer(RuleExplanation owner) : DetectionWriter
    {
        private const int LongestValue = 160;
        private readonly SigmaMatcher _matcher = new();
        private readonly StringBuilder _text = new();
        private HashSet<SigmaRule> _holding = [];

        public override void Write(IBufferWriter<byte> output, Event e, SigmaRule rule, IReadOnlyList<MatchedItem> matched)
        {
            if (rule != owner._probe) return;
            if (owner._records.Count > 0 && !owner._records.Contains(e.RecordId)) return;
            _holding = [.. _matcher.Match(e)];
            bool matches = _holding.Contains(owner._rule);
            if (owner._records.Count == 0 && !matches) return;
            _text.Clear();
            _text.Append($"{e.Source}, record {e.RecordId}, {(e.Time > 0 ? EventTime.Format(e.Time) : "no time")}, {e.Host}: {(matches ? "matches" : "does not match")}\n");
            Describe(owner._rule.Condition, e, "  ");
            foreach (ReadOnlyMemory<char> chunk in _text.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, output);
        }

        private bool Holds(SigmaExpression expression) => expression switch
        {
            SigmaExpression.And and => and.Terms.All(Holds),
            SigmaExpression.Or or => or.Terms.Any(Holds),
            SigmaExpression.Not not => !Holds(not.Term),
            SigmaExpression.Leaf leaf => _holding.Contains(owner._items[leaf.Value]),
            _ => false,
        };

        private void Describe(SigmaExpression expression, Event e, string indent)
        {
            string answer = Holds(expression) ? "yes" : "no ";
            switch (expression)
            {
                case SigmaExpression.Leaf leaf:
                    _text.Append($"{indent}{answer}  {leaf.Value.Field ?? "any value"}: {leaf.Value.Pattern}   saw {Saw(leaf.Value.Field, e)}\n");
                    return;
                case SigmaExpression.Not not:
                    _text.Append($"{indent}{answer}  not\n");
                    Describe(not.Term, e, indent + "  ");
                    return;
                case SigmaExpression.And and:
                    _text.Append($"{indent}{answer}  all of\n");
                    foreach (SigmaExpression term in and.Terms) Describe(term, e, indent + "  ");
                    return;
                case SigmaExpression.Or or:
                    _text.Append($"{indent}{answer}  any of\n");
                    foreach (SigmaExpression term in or.Terms) Describe(term, e, indent + "  ");
                    return;
            }
        }

        private static string Saw(string? field, Event e)
        {
            if (field is null) return "all of them";
            List<string> values = [];
            foreach (int slot in e.Kind.Find(field))
                values.Add(e.IsNull(slot) ? "(null)" : e.Text(slot) is { Length: > LongestValue } text ? $"{text[..LongestValue]}…" : $"'{e.Text(slot)}'");
            return values.Count == 0 ? "(absent)" : string.Join(", ", values);
        }
    }
}
