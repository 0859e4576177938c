using System.CommandLine;
using Stemma.Detection;
using Stemma.Incidents;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma investigate</c>: logs in, the stories of what ran out.</summary>
internal static class InvestigateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> paths = new("PATH") { Description = "logs, or folders of logs", Arity = ArgumentArity.OneOrMore };
        RuleSelection selection = new();
        Option<string> format = new("--format", "-f") { Description = "json", DefaultValueFactory = _ => "json", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("json");
        Option<string?> output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
        Command command = new("investigate", "Joins what rules found into incidents: where each began, what it ran, how it got there, what it touched.") { paths };
        selection.AddTo(command);
        foreach (Option option in new Option[] { format, output }) command.Add(option);
        command.SetAction(parsed =>
        {
            SigmaRuleSet rules = selection.Load(parsed);
            using LogFinder found = LogFinder.Find(parsed.GetValue(paths)!);
            using InvestigationScan scan = new(new ScanSettings { Logs = found.Logs, Rules = rules.Rules, LogSources = BuiltInContent.LoadLogSources() }, []);
            ScanResult result;
            using (new ProgressLine(scan.Progress, found.Logs.Sum(log => log.Length))) result = scan.Run();
            Investigation investigation = scan.Build();
            using Stream target = Output.Open(parsed.GetValue(output));
            InvestigationJson.Write(investigation, target);
            return ExitCode.Fine;
        });
        return command;
    }
}
