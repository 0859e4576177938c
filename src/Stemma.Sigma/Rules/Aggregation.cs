using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Rules;

/// <summary>
/// Reads a condition of Sigma 1.x that counts: <c>selection | count(field) by group &gt; 5</c>, <c>selection | near other</c>. The rule
/// becomes a correlation about the events of its own condition.
/// </summary>
internal static partial class Aggregation
{
    /// <summary>The condition that has an aggregation; null when there is none.</summary>
    public static YamlScalar? Find(YamlMap detection) =>
        detection["condition"] is YamlScalar { IsNull: false } or YamlList { Items.Count: 1 }
            ? detection.Scalars("condition").FirstOrDefault(condition => condition.Text.Contains('|', StringComparison.Ordinal))
            : null;

    /// <summary>Reads such a rule.</summary>
    /// <exception cref="RuleFault">It cannot be honoured.</exception>
    public static SigmaRule Read(RuleDraft draft, YamlMap detection, YamlScalar condition, string path, SigmaLoadOptions options, Action<int, string> warn)
    {
        int pipe = condition.Text.IndexOf('|', StringComparison.Ordinal);
        // With single blanks the form has one way to match.
        string text = string.Join(' ', condition.Text[(pipe + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Match match = Form().Match(text);
        string[] field = Names(match.Groups["field"].Value), groupBy = Names(match.Groups["group"].Value);
        foreach (string name in field.Concat(groupBy)) draft.Names.TryAdd(name, [name]);
        options.Process(draft);
        Dictionary<string, SigmaExpression> selections = draft.Expressions(options, warn);
        SigmaExpression counted = draft.Complete(ConditionReader.Read(condition with { Text = condition.Text[..pipe] }, selections), options, warn);
        warn(condition.Line, "aggregations in a condition are deprecated: write a correlation rule");
        YamlNode? timeframe = detection["timeframe"];
        if (timeframe is null) warn(condition.Line, "no 'timeframe': what is counted may lie any time apart");
        TimeSpan timespan = timeframe is null ? TimeSpan.MaxValue : Timespans.Read(timeframe, "timeframe");
        return text.StartsWith("near", StringComparison.Ordinal) ? Near() : Count();

        SigmaRule Count()
        {
            if (!match.Success) throw new RuleFault(condition.Line, $"the aggregation '{text}' is not of the form count(field) by group > number");
            string function = match.Groups["function"].Value;
            if (field.Length == 0 && function != "count") throw new RuleFault(condition.Line, $"{function}() needs a field");
            CorrelationBound bound = new(
                match.Groups["sign"].Value switch
                {
                    ">" => NumberComparison.Greater,
                    ">=" => NumberComparison.GreaterOrEqual,
                    "<" => NumberComparison.Less,
                    "<=" => NumberComparison.LessOrEqual,
                    _ => NumberComparison.Equal,
                },
                NumberText.TryParse(match.Groups["number"].Value, out double number) ? number : throw new RuleFault(condition.Line, "not a number"));
            return Whole([Part(counted, "")], new SigmaCorrelation
            {
                Type = function switch
                {
                    "count" => field.Length == 0 ? SigmaCorrelationType.EventCount : SigmaCorrelationType.ValueCount,
                    "sum" => SigmaCorrelationType.ValueSum,
                    "avg" => SigmaCorrelationType.ValueAvg,
                    "min" => SigmaCorrelationType.ValueMin,
                    _ => SigmaCorrelationType.ValueMax,
                },
                Fields = [.. field.SelectMany(draft.Renamed)],
                GroupBy = [.. groupBy.SelectMany(draft.Renamed)],
                Timespan = timespan,
                Bounds = [bound],
            });
        }

        // "a | near b and not c": a, b and no c close to one another.
        SigmaRule Near()
        {
            string[] words = text["near".Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            List<SigmaRule> parts = [Part(counted, "")];
            List<SigmaExpression> terms = [Matched(parts[0])];
            for (int i = 0; i < words.Length;)
            {
                if (i > 0 && words[i++] != "and") throw Malformed();
                bool not = i < words.Length && words[i] == "not";
                if (not) i++;
                if (i >= words.Length || !selections.TryGetValue(words[i], out SigmaExpression? selection)) throw Malformed();
                SigmaRule part = Part(selection, words[i++]);
                if (parts.Exists(other => other.Id == part.Id)) throw Malformed();
                parts.Add(part);
                terms.Add(not ? new SigmaExpression.Not(Matched(part)) : Matched(part));
            }

            if (parts.Count == 1) throw Malformed();
            return Whole([.. parts], new SigmaCorrelation { Type = SigmaCorrelationType.Temporal, Timespan = timespan, Expression = new SigmaExpression.And([.. terms]) });

            RuleFault Malformed() => new(condition.Line, $"the aggregation '{text}' is not of the form near selection and not selection");
        }

        static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        SigmaExpression Matched(SigmaRule part) => new SigmaExpression.Leaf(new SigmaTest.Exists(part.Id, part.Title, true));

        SigmaRule Part(SigmaExpression expression, string name)
        {
            SigmaRule part = RuleDocument.Describe(draft, path, expression, (_, _) => { }, part: $"#{name}");
            part.Silence();
            return part;
        }

        SigmaRule Whole(ImmutableArray<SigmaRule> parts, SigmaCorrelation correlation)
        {
            correlation.Rules = parts;
            return RuleDocument.Describe(draft, path, new SigmaExpression.Or([]), warn, correlation);
        }
    }

    [GeneratedRegex(@"^(?<function>count|sum|avg|min|max) ?\((?<field>[^()]*)\)(?: ?by (?<group>[^<>=]+))? ?(?<sign>[<>]=?|==?) ?(?<number>[\w.+-]+)$",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
