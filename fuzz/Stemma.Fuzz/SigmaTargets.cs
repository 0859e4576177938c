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

    /// <summary>A processing pipeline, applied to a rule that has most things.</summary>
    public static void Pipeline(byte[] input)
    {
        SigmaPipeline pipeline;
        try
        {
            pipeline = SigmaPipeline.Parse(Encoding.UTF8.GetString(input), "pipeline.yml");
        }
        catch (InvalidDataException)
        {
            return; // What it promises for bad input.
        }

        Load("""
            title: Fuzz
            tags: [attack.t1059]
            fields: [A]
            logsource: {product: windows, category: process_creation}
            detection:
              selection:
                Image|endswith: '\a.exe'
                CommandLine|contains|all: [a, '*b?']
                Hashes: 'SHA1=0,MD5=1'
                Count: 5
                There: null
                Other|expand: '%x%'
              words: [keyword]
              condition: selection or words
            """, new SigmaLoadOptions { Pipelines = [pipeline], Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["y"] } });
    }

    private static void Load(string yaml, SigmaLoadOptions? options = null)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(yaml, "rule.yml", options);
        int lines = yaml.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
        foreach (SigmaProblem problem in set.Problems)
            if (problem.Line < 0 || problem.Line > lines) throw new BrokenPromiseException($"a problem in line {problem.Line} of {lines}");
        _ = new SigmaEngine(set.Rules, LogSourceMap.Empty);
    }
}
