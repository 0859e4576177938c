using System.CommandLine;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma logons</c>: who logged on where, how and from where.</summary>
internal static class LogonsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> paths = new("PATH") { Description = "logs, or folders of logs", Arity = ArgumentArity.OneOrMore };
        EventSelection events = new();
        Command command = new("logons", "Counts logons and failed logons by host, user, type and source, most frequent first.") { paths };
        events.AddTo(command);
        command.SetAction(parsed =>
        {
            using LogFinder found = LogFinder.Find(parsed.GetValue(paths)!);
            SigmaRuleSet timeline = BuiltInContent.LoadTimeline();
            SigmaRuleSet rules = timeline with { Rules = [.. timeline.Rules.Where(rule => LogonSummary.Rules.Contains(rule.Title))] };
            LogonSummary summary = new();
            using Scanner scanner = new(new ScanSettings
            {
                Logs = found.Logs,
                Rules = rules.Rules,
                LogSources = BuiltInContent.LoadLogSources(),
                Filter = events.Get(parsed),
                Writer = summary.CreateWriter,
            });
            ScanResult result = scanner.Run();
            foreach (LogonGroup logon in summary.Groups())
            {
                Console.Out.WriteLine(Humans.Clean($"{Humans.Count(logon.Count),7}  {(logon.Failed ? "FAILED" : "      ")}  {logon.Host}  {logon.User}  {logon.Type}"
                    + $"{(logon.From.Length > 0 ? $"  from {logon.From}" : "")}  {Humans.Time(logon.First)} → {Humans.Time(logon.Last)} UTC"));
            }

            ScanReport report = new(result, found, rules, TimeSpan.Zero, parsed.GetValue(paths)!);
            report.WriteProblems(Console.Error);
            if (result.Detections == 0) Console.Out.WriteLine($"no logons in {Humans.Count(result.Records, "record")} of {Humans.Count(found.Logs.Count, "log")}: they are events 4624 and 4625 of the Security log");
            return report.IsPartial ? ExitCode.PartlyRead : ExitCode.Fine;
        });
        return command;
    }
}
