using System.Text;
using System.Text.Json;
using Stemma.Sigma;

namespace Stemma.Fuzz;

/// <summary>Sigma rules, and the condition of a rule by itself.</summary>
internal static class SigmaTargets
{
    public static void Rules(byte[] input) => Load(Encoding.UTF8.GetString(input));

    // A JSON text is a YAML text in double quotes.
    public static void Condition(byte[] input) => Load($$"""
        title: Fuzz
        logsource:
          category: test
        detection:
          selection:
            A: a
          sel_1:
            B|contains: b
          sel_2:
            - C|endswith: c
          filter_main:
            D|re: d+
          condition: {{JsonSerializer.Serialize(Encoding.UTF8.GetString(input))}}
        """);

    private static void Load(string yaml)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(yaml, "rule.yml");
        int lines = yaml.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
        foreach (SigmaProblem problem in set.Problems)
            if (problem.Line < 0 || problem.Line > lines) throw new BrokenPromiseException($"a problem in line {problem.Line} of {lines}");
        _ = new SigmaEngine(set.Rules, LogSourceMap.Empty);
    }
}
