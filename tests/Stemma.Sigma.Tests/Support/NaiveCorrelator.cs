namespace Stemma.Sigma.Tests.Support;

/// <summary>What a correlation over single-event rules must report, found by looking at every window anew.</summary>
internal static class NaiveCorrelator
{
    /// <summary>The indices of the completing events, the times and the measures, in order.</summary>
    public static IEnumerable<(int Event, long Time, double Measure)> Run(SigmaRule rule, IReadOnlyList<CorrelationEvent> events)
    {
        SigmaCorrelation correlation = rule.Correlation!;
        var usable = events.Select((e, at) => new Seen(e, at, RuleOf(correlation, e)))
            .Where(seen => seen.Rule >= 0 && Names(correlation).All(name => Value(correlation, seen, name) is not null)
                && (correlation.Type < SigmaCorrelationType.ValueSum || double.TryParse(Value(correlation, seen, correlation.Fields[0]), out _)));
        return usable.GroupBy(seen => string.Join('/', correlation.GroupBy.Select(name => Value(correlation, seen, name)!.ToUpperInvariant())))
            .SelectMany(group => correlation.IsJudgedAtEnd ? AtEnd(correlation, [.. group]) : Sliding(correlation, [.. group]))
            .OrderBy(found => found.Time).ThenBy(found => found.Event);
    }

    private sealed record Seen(CorrelationEvent E, int At, int Rule);

    private static IEnumerable<(int Event, long Time, double Measure)> Sliding(SigmaCorrelation correlation, Seen[] events)
    {
        long span = correlation.Timespan.Ticks;
        bool held = false;
        for (int i = 0; i < events.Length; i++)
        {
            Seen[] window = [.. events.Take(i + 1).Where(seen => seen.E.Time >= events[i].E.Time - span)];
            if (window.Length == 1) held = false;
            bool holds = Holds(correlation, window);
            if (holds && !held) yield return (events[i].At, events[i].E.Time, Measure(correlation, window));
            held = holds;
        }
    }

    private static IEnumerable<(int Event, long Time, double Measure)> AtEnd(SigmaCorrelation correlation, Seen[] events)
    {
        long span = correlation.Timespan.Ticks;
        for (int i = 0; i < events.Length;)
        {
            if (!Opens(correlation, events[i].Rule))
            {
                i++;
                continue;
            }

            Seen[] window = [.. events.Skip(i).TakeWhile(seen => seen.E.Time <= events[i].E.Time + span)];
            bool holds = Holds(correlation, window);
            if (holds) yield return (window[^1].At, window[0].E.Time + span, Measure(correlation, window));
            i += holds || correlation.Expression is null ? window.Length : 1;
        }
    }

    private static bool Opens(SigmaCorrelation correlation, int rule) =>
        correlation.Expression is not { } expression || Wanted(expression, correlation.References[rule], true);

    private static bool Wanted(SigmaExpression expression, string name, bool wanted) => expression switch
    {
        SigmaExpression.And and => and.Terms.Any(term => Wanted(term, name, wanted)),
        SigmaExpression.Or or => or.Terms.Any(term => Wanted(term, name, wanted)),
        SigmaExpression.Not not => Wanted(not.Term, name, !wanted),
        _ => wanted && ((SigmaExpression.Leaf)expression).Value.Field == name,
    };

    private static bool Holds(SigmaCorrelation correlation, Seen[] window) => correlation.Expression is { } expression
        ? Holds(expression, [.. window.Select(seen => correlation.References[seen.Rule])])
        : correlation.Bounds.All(bound => bound.Holds(Measure(correlation, window)));

    private static bool Holds(SigmaExpression expression, HashSet<string> matched) => expression switch
    {
        SigmaExpression.And and => and.Terms.All(term => Holds(term, matched)),
        SigmaExpression.Or or => or.Terms.Any(term => Holds(term, matched)),
        SigmaExpression.Not not => !Holds(not.Term, matched),
        _ => matched.Contains(((SigmaExpression.Leaf)expression).Value.Field!),
    };

    private static double Measure(SigmaCorrelation correlation, Seen[] window)
    {
        double[] numbers = correlation.Type < SigmaCorrelationType.ValueSum ? []
            : [.. window.Select(seen => double.Parse(Value(correlation, seen, correlation.Fields[0])!, System.Globalization.CultureInfo.InvariantCulture)).Order()];
        return correlation.Type switch
        {
            SigmaCorrelationType.EventCount => window.Length,
            SigmaCorrelationType.ValueCount => window.Select(seen => string.Join('/', correlation.Fields.Select(name => Value(correlation, seen, name)))).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
            SigmaCorrelationType.Temporal => window.Select(seen => seen.Rule).Distinct().Count(),
            SigmaCorrelationType.TemporalOrdered => Longest(window, long.MinValue, -1),
            SigmaCorrelationType.ValueSum => numbers.Sum(),
            SigmaCorrelationType.ValueAvg => numbers.Sum() / numbers.Length,
            SigmaCorrelationType.ValueMin => numbers.Min(),
            SigmaCorrelationType.ValueMax => numbers.Max(),
            _ => numbers.First(number => numbers.Count(other => other <= number) >= correlation.Percentile / 100 * numbers.Length),
        };
    }

    private static int Longest(Seen[] window, long time, int rule) =>
        window.Where(seen => seen.Rule > rule && seen.E.Time >= time).Select(seen => (seen.E.Time, seen.Rule)).Distinct()
            .Select(seen => 1 + Longest(window, seen.Time, seen.Rule)).DefaultIfEmpty(0).Max();

    private static int RuleOf(SigmaCorrelation correlation, CorrelationEvent e) => correlation.Rules.IndexOf(e.Rule);

    private static IEnumerable<string> Names(SigmaCorrelation correlation) => correlation.GroupBy.Concat(correlation.Fields);

    private static string? Value(SigmaCorrelation correlation, Seen seen, string name) =>
        seen.E.Values.GetValueOrDefault(correlation.FieldOf(name, seen.Rule)!);
}
