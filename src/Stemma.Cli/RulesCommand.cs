using System.CommandLine;
using Stemma.Detection;
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
    };

    private static Command Check()
    {
        Argument<string[]> paths = new("PATH") { Description = "rule files or folders (default: the built-in rules)", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> placeholders = RuleSelection.PlaceholderOption();
        Command command = new("check", "Loads rules and reports each that cannot be honoured, with file, line and reason. Exit code 3 when there is one.") { paths, placeholders };
        command.SetAction(parsed =>
        {
            string[] given = parsed.GetValue(paths) ?? [];
            SigmaRuleSet set = given.Length == 0 ? BuiltInContent.LoadRules() : SigmaRuleReader.Load(given, RuleSelection.LoadOptions(parsed.GetValue(placeholders)));
            foreach (SigmaProblem problem in set.Problems) Console.Out.WriteLine(Humans.Clean(problem.ToString()));
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
        command.SetAction(parsed =>
        {
            SigmaRuleSet set = SigmaRuleReader.Load(parsed.GetValue(paths)!);
            LogSourceMap logSources = BuiltInContent.LoadLogSources();
            int held = 0, failed = 0, without = 0;
            foreach (SigmaProblem problem in set.Problems.Where(problem => problem.IsError)) Console.Out.WriteLine(Humans.Clean(problem.ToString()));
            foreach (SigmaRule rule in set.Rules)
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
}
