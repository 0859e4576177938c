using System.CommandLine;
using Stemma.Attack;
using Stemma.Detection;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma explain</c>: the playbook of a technique, with the rules that find it.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> techniques = new("TECHNIQUE") { Description = "ids of ATT&CK, such as T1059.001 (default: a list of all playbooks)", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("explain", "Says of a technique what it means, what to ask, where to look and what to do, and which rules find it.") { techniques };
        command.SetAction(parsed =>
        {
            PlaybookShelf shelf = BuiltInContent.LoadPlaybooks();
            string[] asked = parsed.GetValue(techniques) ?? [];
            if (asked.Length == 0)
            {
                foreach (Playbook playbook in shelf.All) Console.Out.WriteLine($"{playbook.Technique,-9}  {playbook.Title}");
                return ExitCode.Fine;
            }

            Playbook[] found = [.. asked.Select(id => shelf.Find(id)
                ?? throw new UserError($"no playbook of '{Humans.Clean(id)}'; stemma explain lists them (stemma explain --help)", ExitCode.Usage))];
            SigmaRuleSet rules = BuiltInContent.LoadRules();
            foreach ((int i, Playbook playbook) in found.Index())
            {
                if (i > 0) Console.Out.WriteLine();
                if (!string.Equals(playbook.Technique, asked[i], StringComparison.OrdinalIgnoreCase))
                    Console.Out.WriteLine($"{Humans.Clean(asked[i].ToUpperInvariant())} has no page of its own; it is a part of:");
                Write(playbook, asked[i], rules);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(Playbook playbook, string asked, SigmaRuleSet rules)
    {
        TextWriter output = Console.Out;
        output.WriteLine($"{playbook.Technique}  {playbook.Title}");
        output.WriteLine(playbook.Meaning.Trim());
        Section("Ask", playbook.Questions);
        Section("Harmless when", playbook.FalsePositives);
        Section("Look at", playbook.Look.Select(source => $"{source.Log}: {string.Join(", ", source.Fields)}"));
        Section("Do", playbook.Response.Select((step, i) => $"{i + 1}. {step.Do}\n     undo: {step.Undo}"));
        Section("Rules that find it", rules.Rules
            .Where(rule => rule.Techniques.Any(id => string.Equals(id, asked, StringComparison.OrdinalIgnoreCase) || id.StartsWith(asked + ".", StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(rule => rule.Level).ThenBy(rule => rule.Title, StringComparer.Ordinal)
            .Select(rule => $"{rule.Level.Name(),-13}  {rule.Title}").DefaultIfEmpty("none (docs/coverage.md)"));
        Section("Read", playbook.References.Select(Playbook.Address));

        void Section(string title, IEnumerable<string> lines)
        {
            output.WriteLine();
            output.WriteLine(title);
            foreach (string line in lines) output.WriteLine($"  {line}");
        }
    }
}
