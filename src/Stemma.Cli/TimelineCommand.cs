using System.CommandLine;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma timeline</c>: what happened, good or bad, in order of time.</summary>
internal static class TimelineCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> paths = new("PATH") { Description = "logs, or folders of logs", Arity = ArgumentArity.OneOrMore };
        Option<string> format = new("--format", "-f") { Description = "text, jsonl, csv or timesketch", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("text", "jsonl", "csv", "timesketch");
        Option<string?> output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
        Option<bool> detections = new("--detections") { Description = "also what the built-in rules find" };
        EventSelection events = new();
        Command command = new("timeline", "Lists events of interest of all logs in order of time: process starts, logons, services, tasks, scripts, cleared logs.") { paths, format, output, detections };
        events.AddTo(command);
        command.SetAction(parsed =>
        {
            using LogFinder found = LogFinder.Find(parsed.GetValue(paths)!);
            SigmaRuleSet rules = BuiltInContent.LoadTimeline();
            if (parsed.GetValue(detections)) rules = rules with { Rules = [.. rules.Rules, .. BuiltInContent.LoadRules().Rules] };
            using Stream target = Output.Open(parsed.GetValue(output));
            using Scanner scanner = new(new ScanSettings
            {
                Logs = found.Logs,
                Rules = rules.Rules,
                LogSources = BuiltInContent.LoadLogSources(),
                Filter = events.Get(parsed),
                Decode = parsed.GetValue(detections),
                Writer = parsed.GetValue(format) switch
                {
                    "jsonl" => () => new JsonDetectionWriter(),
                    "csv" => () => new CsvDetectionWriter(),
                    "timesketch" => () => new TimesketchDetectionWriter(),
                    _ => () => new TimelineWriter(),
                },
            });
            ScanResult result = scanner.Run();
            scanner.CopyTo(target);
            ScanReport report = new(result, found, rules, TimeSpan.Zero, parsed.GetValue(paths)!);
            report.WriteProblems(Console.Error);
            Console.Error.WriteLine($"{Humans.Count(result.Detections, "event")} of interest in {Humans.Count(result.Records, "record")} of {Humans.Count(found.Logs.Count, "log")}");
            return report.IsPartial ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }
}
