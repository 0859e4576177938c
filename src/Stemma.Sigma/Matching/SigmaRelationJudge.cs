using System.Collections.Immutable;

namespace Stemma.Sigma;

/// <summary>
/// Decides what rules say about other processes (<see cref="SigmaTest.Related"/>), once somebody knows which those are. What they say about the
/// event itself was decided when it was matched (<see cref="SigmaMatcher.Decide"/>). Not for several threads.
/// </summary>
public sealed class SigmaRelationJudge
{
    private static readonly SigmaLogSource Processes = new(null, "related_process", null);
    private readonly Dictionary<SigmaRule, SigmaTest.Related> _tests = new(ReferenceEqualityComparer.Instance);
    private readonly SigmaMatcher _matcher = new();

    /// <summary>Takes the rules.</summary>
    /// <param name="rules">The rules; those that say nothing about other processes do not count.</param>
    public SigmaRelationJudge(IEnumerable<SigmaRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        foreach (SigmaTest.Related test in rules.SelectMany(rule => rule.Relations).Distinct(ReferenceEqualityComparer.Instance).Cast<SigmaTest.Related>())
        {
            _tests.Add(new SigmaRule
            {
                Id = $"relation {_tests.Count}",
                Title = test.Pattern,
                Level = SigmaLevel.Informational,
                LogSource = Processes,
                Condition = test.Process,
                Path = "",
            }, test);
        }

        Kind = new SigmaEngine([.. _tests.Keys], LogSourceMap.Empty).GetKind("", "", -1, Fields, Processes);
    }

    /// <summary>What is known of another process: the slots of <see cref="Kind"/>, in this order.</summary>
    public static ImmutableArray<string> Fields { get; } = ["Image", "CommandLine", "User", "IntegrityLevel", "ProcessId", "ProcessGuid", "LogonId", "Computer"];

    /// <summary>The kind of event that another process is shown as.</summary>
    public EventKind Kind { get; }

    /// <summary>The tests that a process satisfies; valid until the rules change, since it is a list of its own.</summary>
    /// <param name="process">The process, as an event of <see cref="Kind"/>.</param>
    public IReadOnlyList<SigmaTest.Related> Passed(SigmaEvent process)
    {
        ArgumentNullException.ThrowIfNull(process);
        IReadOnlyList<SigmaRule> held = _matcher.Match(process);
        return held.Count == 0 ? [] : [.. held.Select(rule => _tests[rule])];
    }

    /// <summary>Whether a rule holds.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="decided">What <see cref="SigmaMatcher.Decide"/> said of the event.</param>
    /// <param name="isSome">Whether a process that stands so to the event's satisfies a test.</param>
    /// <exception cref="ArgumentException">What was decided is not of this rule.</exception>
    public static bool Holds(SigmaRule rule, ReadOnlySpan<byte> decided, Func<SigmaTest.Related, bool> isSome)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(isSome);
        int next = 0;
        bool holds = Holds(rule.Condition, decided, ref next, isSome);
        return next == decided.Length ? holds : throw new ArgumentException("decided for another rule", nameof(decided));
    }

    // All of it is walked, since what was decided is in the order of the condition.
    private static bool Holds(SigmaExpression expression, ReadOnlySpan<byte> decided, ref int next, Func<SigmaTest.Related, bool> isSome)
    {
        switch (expression)
        {
            case SigmaExpression.And and:
                bool all = true;
                foreach (SigmaExpression term in and.Terms) all &= Holds(term, decided, ref next, isSome);
                return all;
            case SigmaExpression.Or or:
                bool any = false;
                foreach (SigmaExpression term in or.Terms) any |= Holds(term, decided, ref next, isSome);
                return any;
            case SigmaExpression.Not not:
                return !Holds(not.Term, decided, ref next, isSome);
            case SigmaExpression.Leaf { Value: SigmaTest.Related related }:
                return isSome(related);
            default:
                if (next >= decided.Length) throw new ArgumentException("decided for another rule", nameof(decided));
                return decided[next++] != 0;
        }
    }
}
