using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Stemma.Detection;
using Stemma.Lineage;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma scan</c>: logs in, detections out.</summary>
internal sealed class ScanCommand
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "logs, folders of logs, patterns, or - for standard input; packed or not", Arity = ArgumentArity.OneOrMore };
    private readonly RuleSelection _selection = new();
    private readonly EventSelection _events = new();
    private readonly Option<string?> _tune = new("--tune") { Description = "detections known to be harmless and levels of rules here (docs/tuning.md)", HelpName = "FILE" };
    private readonly Option<string> _format = new("--format", "-f") { Description = "table, jsonl, csv, sarif, timesketch, ecs, splunk, navigator or markdown", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };
    private readonly Option<string?> _stats = new("--stats") { Description = "write counts, times and memory as JSON", HelpName = "FILE" };
    private readonly Option<int> _threads = new("--threads") { Description = "threads that read (default: one a processor)", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
    private readonly Option<bool> _carve = new("--carve") { Description = "recover records too: deleted ones, and those in files that are no logs (docs/scan.md)" };
    private readonly Option<bool> _noDecode = new("--no-decode") { Description = "match command lines and script blocks only as they were logged (docs/decoding.md)" };
    private readonly Option<bool> _lineage = new("--lineage") { Description = "decide rules that look at other processes too (docs/lineage-rules.md)" };
    private readonly Option<bool> _readiness = new("--readiness") { Description = "list what the logs could not have shown, on standard error" };
    private readonly Option<bool> _profile = new("--profile") { Description = "list the costliest rules, on standard error" };
    private readonly Option<string?> _failOn = new("--fail-on") { Description = "exit code 1 when something of this level or above is found", HelpName = "LEVEL" };

    /// <summary>The command.</summary>
    public static Command Create() => new ScanCommand().Build();

    private Command Build()
    {
        Command command = new("scan", "Reads logs, runs Sigma rules over them and prints what was found.") { _paths };
        _selection.AddTo(command);
        _events.AddTo(command);
        command.Add(_tune);
        foreach (Option option in new Option[] { _carve, _noDecode, _lineage, _format, _output, _stats, _threads, _readiness, _profile, _failOn }) command.Add(option);
        _format.AcceptOnlyFromAmong("table", "jsonl", "csv", "sarif", "timesketch", "ecs", "splunk", "navigator", "markdown");
        _failOn.Validators.Add(LevelOption.Check);
        _threads.AcceptOnlyNumbers(1, 256);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        Stopwatch watch = Stopwatch.StartNew();

        // The first Ctrl-C ends the scan and keeps what was found; the second ends the program.
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });
        string format = parsed.GetValue(_format)!;
        Task<LogFinder> finding = Task.Run(() => LogFinder.Find(parsed.GetValue(_paths)!, carve: parsed.GetValue(_carve)));
        Task<LogSourceMap> logSources = Task.Run(BuiltInContent.LoadLogSources);
        Tuning? tuning = LoadTuning(parsed.GetValue(_tune));
        SigmaRuleSet rules = _selection.Load(parsed, tuning);
        using LogFinder found = finding.GetAwaiter().GetResult();
        using Stream target = Output.Open(parsed.GetValue(_output));
        using LineageScan? lineage = parsed.GetValue(_lineage) ? new LineageScan() : null;
        using Scanner scanner = new(new ScanSettings
        {
            Lineage = lineage,
            Observer = lineage is null ? null : lineage.CreateObserver,
            Logs = found.Logs,
            Rules = rules.Rules,
            LogSources = logSources.GetAwaiter().GetResult(),
            Threads = parsed.GetValue(_threads),
            Filter = _events.Get(parsed),
            Tuning = tuning,
            Carve = parsed.GetValue(_carve),
            Decode = !parsed.GetValue(_noDecode),
            Profile = parsed.GetValue(_profile),
            Writer = format switch
            {
                "jsonl" => () => new JsonDetectionWriter(),
                "csv" => () => new CsvDetectionWriter(parsed.GetValue(_carve)),
                "sarif" => () => new SarifDetectionWriter(rules.Rules),
                "timesketch" => () => new TimesketchDetectionWriter(),
                "ecs" => () => new EcsDetectionWriter(),
                "splunk" => () => new SplunkDetectionWriter(),
                _ => null,
            },
        });

        ScanResult result;
        using (new ProgressLine(scanner.Progress, found.Logs.Sum(log => log.Length))) result = scanner.Run(stop.Token);
        ScanReport report = new(result, found, rules, watch.Elapsed, Again(parsed), lineage is not null) { Tuning = tuning };
        switch (format)
        {
            case "table":
                report.WriteTable(target, parsed.GetValue(_output) is null);
                break;
            case "navigator":
                NavigatorLayer.Write(target, result.Groups);
                break;
            case "markdown":
                using (StreamWriter markdown = new(target, leaveOpen: true)) MarkdownSummary.Write(markdown, result, rules.Rules.Count);
                break;
            default:
                scanner.CopyTo(target);
                break;
        }

        if (format != "table") report.WriteSummary(Console.Error);
        report.WriteProfile(Console.Error);
        if (parsed.GetValue(_readiness)) Readiness.Write(Console.Error, result.Gaps);
        report.WriteProblems(Console.Error);
        target.Flush();
        if (parsed.GetValue(_stats) is { } path) report.WriteStats(path, parsed.GetValue(_threads));
        bool failOn = LevelOption.Parse(parsed.GetValue(_failOn)) is { } level && result.Groups.Any(group => group.Rule.Level >= level);
        return failOn ? ExitCode.Found : report.IsPartial ? ExitCode.PartlyRead : ExitCode.Fine;
    }

    // What was asked for, but how and where it is written.
    private List<string> Again(ParseResult parsed)
    {
        List<string> arguments = [.. parsed.GetValue(_paths)!];
        foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            if (option.Implicit || option.Option == _format || option.Option == _output || option.Option == _stats || option.Option == _failOn) continue;
            if (option.Tokens.Count == 0) arguments.Add(option.Option.Name);
            foreach (Token token in option.Tokens) arguments.AddRange([option.Option.Name, token.Value]);
        }

        return arguments;
    }

    private static Tuning? LoadTuning(string? path)
    {
        try
        {
            return path is null ? null : Tuning.Load(path);
        }
        catch (InvalidDataException e)
        {
            throw new UserError(e.Message, ExitCode.Usage);
        }
    }
}
