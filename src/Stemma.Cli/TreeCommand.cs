using System.CommandLine;
using System.Text;
using Stemma.Detection;
using Stemma.Lineage;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma tree</c>: who started what, on all machines.</summary>
internal static class TreeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> paths = new("PATH") { Description = "logs, or folders of logs", Arity = ArgumentArity.OneOrMore };
        Option<string[]> host = new("--host") { Description = "only processes of this host; * and ? allowed, repeatable", HelpName = "NAME" };
        Option<long?> pid = new("--pid") { Description = "only processes of this number, with their ancestors and descendants", HelpName = "PID" };
        pid.AcceptOnlyNumbers(0, uint.MaxValue);
        Option<string> format = new("--format", "-f") { Description = "text or json", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("text", "json");
        Option<string?> output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
        Command command = new("tree", "Shows who started what: the processes of all logs as a tree a host, with causes such as services, tasks, WMI and injection.") { paths, host, pid, format, output };
        command.SetAction(parsed =>
        {
            using LogFinder found = LogFinder.Find(parsed.GetValue(paths)!);
            using Stream target = Output.Open(parsed.GetValue(output));
            using LineageScan lineage = new();
            using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = [], LogSources = BuiltInContent.LoadLogSources(), Observer = lineage.CreateObserver });
            ScanResult result = scanner.Run();
            ProcessTree tree = lineage.Build(found.Logs);
            TreeSelection selection = new(tree, parsed.GetValue(host) ?? [], parsed.GetValue(pid));
            if (parsed.GetValue(format) == "json") TreeJson.Write(selection, tree.Counts, target);
            else
            {
                using StreamWriter writer = new(target, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
                new TreeText(selection, writer).Write();
            }

            ScanReport report = new(result, found, new SigmaRuleSet([], []), TimeSpan.Zero, parsed.GetValue(paths)!);
            report.WriteProblems(Console.Error);
            Console.Error.WriteLine(Summary(selection, tree.Counts, result, found));
            return report.IsPartial ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }

    private static string Summary(TreeSelection selection, LineageCounts counts, ScanResult result, LogFinder found)
    {
        int ghosts = selection.Processes.Count(process => process.Ghost != GhostReason.None);
        string read = $"{Humans.Count(result.Records, "record")} of {Humans.Count(found.Logs.Count, "log")}";
        if (selection.Processes.Count == 0) return counts.Starts == 0
            ? $"no processes in {read}: their starts are events 1 of Sysmon, 4688 of Security and execve of Linux audit" : $"no process of that host or number in {read}";
        string gone = counts.EvictedProcesses > 0 ? $"; {Humans.Count(counts.EvictedProcesses)} let go for want of memory" : "";
        return $"{Humans.Count(selection.Processes.Count - ghosts, "process", "processes")} and {Humans.Count(ghosts, "ghost")}, "
            + $"{Humans.Count(selection.Edges.Count, "other cause")} in {read}{gone}";
    }
}
