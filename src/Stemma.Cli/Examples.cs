using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Stemma.Cli;

/// <summary>Puts examples at the head of each command's help.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string> ByCommand = new()
    {
        [""] = """
            stemma scan logs/                        what ran that should not have
            stemma investigate logs/                 where it began, what it did, how far it got
            stemma scan logs/ --rules sigma/rules    with your own rules
            stemma evtx dump Security.evtx           every record as JSON
            """,
        ["scan"] = """
            stemma scan logs/
            stemma scan logs/ --rules sigma/rules --level high --format csv -o found.csv
            stemma scan Security.evtx --technique T1059 --fail-on high
            """,
        ["decode"] = """
            stemma decode suspicious.ps1             what it says when nothing is hidden any more
            pbpaste | stemma decode - --format json
            stemma decode --batch lines.jsonl -o decoded.jsonl
            """,
        ["hunt"] = """
            stemma hunt 'range n from 1 to 3 step 1 | summarize sum(n)'
            stemma hunt - --format csv < hunt.kql
            stemma hunt --batch hunts.jsonl -o answers.jsonl
            """,
        ["logs"] = """
            stemma logs evidence/                    what was I handed?
            stemma logs evidence.7z --format jsonl -o inventory.jsonl
            ssh web1 journalctl -o json | stemma logs -
            """,
        ["timeline"] = """
            stemma timeline logs/
            stemma timeline logs/ --host 'WKS-014*' --since 2026-03-02T14:00 --detections
            stemma timeline logs/ --format timesketch -o timeline.jsonl
            """,
        ["logons"] = """
            stemma logons logs/
            stemma logons logs/ --host 'SRV-*' --since 2026-03-04
            stemma logons Security.evtx --until 2026-03-05
            """,
        ["investigate"] = """
            stemma investigate logs/                 every incident in a few lines
            stemma investigate logs/ --incident I-c43cf10e36
            stemma investigate logs/ --format json -o incidents.json
            """,
        ["tree"] = """
            stemma tree logs/
            stemma tree logs/ --host 'WKS-014*' --pid 4120
            stemma tree logs/ --format json -o tree.json
            """,
        ["evtx"] = """
            stemma evtx dump Security.evtx           every record, a line of JSON each
            stemma evtx dump Security.evtx --format xml -o security.xml
            stemma evtx info *.evtx                  records, times and damage of each file
            """,
        ["explain"] = """
            stemma explain                           the techniques that have a playbook
            stemma explain T1059.001                 what it means, what to ask, where to look, what to do
            stemma explain T1543.003 T1569.002
            """,
        ["emulate"] = """
            stemma emulate -o samples                the built-in scenarios
            stemma emulate my-scenario.yml -o logs
            stemma scan samples
            """,
        ["rules"] = """
            stemma rules list                        the built-in rules
            stemma rules check my-rules/             which of my rules cannot be honoured, and why
            stemma rules list --rules sigma/ --technique T1059
            stemma rules test my-rules/              do they fire on their examples, and only there?
            stemma rules explain my-rule.yml Security.evtx --record 4711
            """,
    };

    /// <summary>Adds them to the help of a command and all below it.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().First();
        help.Action = new WithExamples((HelpAction)help.Action!);
    }

    private sealed class WithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Command command = parseResult.CommandResult.Command;
            if (ByCommand.TryGetValue(command is RootCommand ? "" : command.Name, out string? examples))
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string line in examples.Split('\n')) output.WriteLine("  " + line);
                output.WriteLine();
            }

            return help.Invoke(parseResult);
        }
    }
}
