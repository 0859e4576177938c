using System.CommandLine;
using System.Text;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma logs</c>: what was I handed?</summary>
internal static class LogsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> paths = new("PATH") { Description = "logs, folders of logs, patterns, or - for standard input; packed or not", Arity = ArgumentArity.OneOrMore };
        Option<string> format = new("--format", "-f") { Description = "table or jsonl", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("table", "jsonl");
        Option<string?> output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
        Command command = new("logs", "Says of each file what it is: a log with its hosts, channels, records and times, or why it is none.") { paths, format, output };
        command.SetAction(parsed =>
        {
            using LogFinder found = LogFinder.Find(parsed.GetValue(paths)!);
            using Stream target = Output.Open(parsed.GetValue(output));
            using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = [], LogSources = BuiltInContent.LoadLogSources(), Census = true });
            ScanResult result = scanner.Run();
            LogList list = new(found, result);
            using (StreamWriter writer = new(target, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
            {
                if (parsed.GetValue(format) == "jsonl") list.WriteJson(writer);
                else list.WriteTable(writer);
            }

            ScanReport report = new(result, found, new SigmaRuleSet([], []), TimeSpan.Zero, parsed.GetValue(paths)!);
            report.WriteProblems(Console.Error);
            return report.IsPartial ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }
}
