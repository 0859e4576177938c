using System.CommandLine;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma rules</c>: what rules there are and which cannot be honoured.</summary>
internal static class RulesCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("rules", "Looks at Sigma rules.")
    {
        Check(),
        List(),
        Test(),
        Explain(),
    };

    private static Command Check()
    {
        Argument<string[]> paths = new("PATH") { Description = "rule files or folders (default: the built-in rules)", Arity = ArgumentArity.ZeroOrMore };
        RuleLoading loading = new();
        Option<bool> verbose = new("--verbose", "-v") { Description = "list every warning (default: more than a few are counted by kind)" };
        Command command = new("check", "Loads rules and reports each that cannot be honoured, with file, line and reason. Exit code 3 when there is one.") { paths };
        loading.AddTo(command);
        command.Add(verbose);
        command.SetAction(parsed =>
        {
            string[] given = parsed.GetValue(paths) ?? [];
            SigmaRuleSet set = loading.Load(given, parsed);
            RuleProblems.Write(Console.Out, set.Problems, parsed.GetValue(verbose));
            Console.Out.WriteLine($"{Humans.Count(set.Rules.Count, "rule")} loaded, {Humans.Count(set.Failed)} failed, "
                + $"{Humans.Count(set.Problems.Count - set.Failed, "warning")}");
            return set.Failed > 0 ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }

    private static Command List()
    {
        RuleSelection selection = new();
        Command command = new("list", "Lists rules: level, techniques, log source, title and file.");
        selection.AddTo(command);
        command.SetAction(parsed =>
        {
            foreach (SigmaRule rule in selection.Load(parsed).Rules)
            {
                Console.Out.WriteLine(Humans.Clean(
                    $"{rule.Level.Name(),-13}  {string.Join(' ', rule.Techniques),-20}  {rule.LogSource,-28}  {rule.Title}  ({rule.Path})"));
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Test()
    {
        Argument<string[]> paths = new("PATH") { Description = "rule files or folders", Arity = ArgumentArity.OneOrMore };
        Command command = new("test", "Tries rules on the example events beside them (NAME.test.yml). Exit code 1 when one does not hold.") { paths };
        RuleLoading loading = new();
        loading.AddTo(command);
        command.SetAction(parsed =>
        {
            SigmaRuleSet set = loading.Load(parsed.GetValue(paths)!, parsed);
            LogSourceMap logSources = BuiltInContent.LoadLogSources();
            int held = 0, failed = 0, without = 0;
            foreach (SigmaProblem problem in set.Problems.Where(problem => problem.IsError)) Console.Out.WriteLine(Humans.Clean(problem.ToString()));
            foreach (SigmaRule rule in set.Rules.Where(rule => rule.Correlation is null))
            {
                string path = RuleExamples.PathFor(rule);
                if (!File.Exists(path))
                {
                    without++;
                    continue;
                }

                RuleExamples examples = Load(path);
                string[] failures = [.. examples.Failures(rule, logSources)];
                foreach (string failure in failures) Console.Out.WriteLine(Humans.Clean($"{path}: {failure}"));
                failed += failures.Length;
                held += examples.Match.Count + examples.Ignore.Count - failures.Length;
            }

            Console.Out.WriteLine($"{Humans.Count(held, "example")} hold, {Humans.Count(failed)} do not; {Humans.Count(set.Rules.Count, "rule")}, {Humans.Count(without)} without examples, {Humans.Count(set.Failed)} not loaded");
            if (set.Correlations.Any()) Console.Out.WriteLine($"{Humans.Count(set.Correlations.Count(), "correlation")} not tried: an example is a single event; try them with stemma scan LOG --rules FILE");
            return failed + set.Failed > 0 ? ExitCode.Found : ExitCode.Fine;
        });
        return command;
    }

    private static RuleExamples Load(string path)
    {
        try
        {
            return RuleExamples.Load(path);
        }
        catch (InvalidDataException e)
        {
            throw new UserError(e.Message);
        }
    }

    private static Command Explain()
    {
        Argument<string> rule = new("RULE") { Description = "a rule file, or a built-in rule's title or id" };
        Argument<string[]> logs = new("LOG") { Description = "logs", Arity = ArgumentArity.OneOrMore };
        Option<long[]> record = new("--record") { Description = "the id of a record to explain, repeatable (default: those that match)", HelpName = "ID" };
        record.AcceptOnlyNumbers(0, long.MaxValue);
        Command command = new("explain", "Says why a rule did or did not match records: each item with the value it saw.") { rule, logs, record };
        RuleLoading loading = new();
        loading.AddTo(command);
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(rule)!;
            SigmaRuleSet set = loading.Load(File.Exists(name) ? [name] : [], parsed);
            SigmaRule[] chosen = File.Exists(name) ? [.. set.Rules]
                : [.. set.Rules.Where(rule => string.Equals(rule.Title, name, StringComparison.OrdinalIgnoreCase) || string.Equals(rule.Id, name, StringComparison.OrdinalIgnoreCase))];
            if (chosen.Length == 0)
                throw new UserError($"no rule '{name}'{(set.Failed > 0 ? $": {set.Problems.First(problem => problem.IsError)}" : "; give a rule file, or a title or id of stemma rules list")}", ExitCode.Usage);
            using LogFinder found = LogFinder.Find(parsed.GetValue(logs)!);
            foreach (SigmaRule one in chosen)
            {
                if (one.Correlation is { } correlation)
                {
                    Console.Out.WriteLine(Humans.Clean($"{one.Title}: a correlation ({correlation.Type} of {string.Join(", ", correlation.Rules.Select(rule => rule.Title))}); explain these rules, or see it at work: stemma scan LOG --rules FILE --format jsonl"));
                    continue;
                }

                RuleExplanation explanation = new(one.AsDetection(), [.. parsed.GetValue(record) ?? []]);
                using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = explanation.Rules, LogSources = BuiltInContent.LoadLogSources(), Writer = explanation.CreateWriter, Decode = false });
                ScanResult result = scanner.Run();
                using MemoryStream text = new();
                scanner.CopyTo(text);
                foreach (string line in System.Text.Encoding.UTF8.GetString(text.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)) Console.Out.WriteLine(Humans.Clean(line));
                long about = result.Groups.Where(group => group.Rule.Title == "probe").Sum(group => group.Count);
                if (text.Length == 0) Console.Out.WriteLine($"{Humans.Clean(one.Title)}: none of {Humans.Count(about, "event")} of {one.LogSource} in {Humans.Count(result.Records, "record")}{(about > 0 ? "; --record ID explains one" : "")}");
            }

            return ExitCode.Fine;
        });
        return command;
    }
}
