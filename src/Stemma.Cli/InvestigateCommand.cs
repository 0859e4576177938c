using System.CommandLine;
using System.Text;
using Stemma.Detection;
using Stemma.Incidents;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary><c>stemma investigate</c>: logs in, the stories of what ran out.</summary>
internal sealed class InvestigateCommand
{
    private const int FileWidth = 100;
    private readonly Argument<string[]> _paths = new("PATH") { Description = "logs, or folders of logs", Arity = ArgumentArity.OneOrMore };
    private readonly RuleSelection _selection = new();
    private readonly Option<string?> _incident = new("--incident", "-i") { Description = "only this incident, in full; the beginning of its id is enough", HelpName = "ID" };
    private readonly Option<string?> _chains = new("--chains") { Description = "chains: a file or folder (default: the built-in chains; docs/chains.md)", HelpName = "PATH" };
    private readonly Option<bool> _noDecode = new("--no-decode") { Description = "match command lines and script blocks only as they were logged, and show nothing decoded (docs/decoding.md)" };
    private readonly Option<string> _format = new("--format", "-f") { Description = $"text, json, {string.Join(", ", InvestigationReport.Formats)}", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "a file in place of standard output", HelpName = "FILE" };

    /// <summary>The command.</summary>
    public static Command Create() => new InvestigateCommand().Build();

    private Command Build()
    {
        Command command = new("investigate", "Joins what rules found into incidents: where each began, what it ran, how it got there, what it touched.") { _paths, _incident };
        _selection.AddTo(command);
        foreach (Option option in new Option[] { _chains, _noDecode, _format, _output }) command.Add(option);
        _format.AcceptOnlyFromAmong(["text", "json", .. InvestigationReport.Formats]);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        IReadOnlyList<Chain> chains = LoadChains(parsed.GetValue(_chains));
        SigmaRuleSet rules = _selection.Load(parsed);
        using LogFinder found = LogFinder.Find(parsed.GetValue(_paths)!);
        using InvestigationScan scan = new(new ScanSettings { Logs = found.Logs, Rules = rules.Rules, LogSources = BuiltInContent.LoadLogSources(), Decode = !parsed.GetValue(_noDecode) }, chains);
        ScanResult result;
        using (new ProgressLine(scan.Progress, found.Logs.Sum(log => log.Length))) result = scan.Run();
        Investigation investigation = scan.Build();
        if (parsed.GetValue(_incident) is { } id) investigation = Only(investigation, id);
        using (Stream target = Output.Open(parsed.GetValue(_output)))
        {
            string format = parsed.GetValue(_format)!;
            if (format == "json") InvestigationJson.Write(investigation, target);
            else if (format == "text") WriteText(investigation, target, parsed);
            else InvestigationReport.Write(format, investigation, result, found, rules.Rules.Count, target);
        }

        ScanReport report = new(result, found, rules, TimeSpan.Zero, parsed.GetValue(_paths)!);
        report.WriteProblems(Console.Error);
        Console.Error.WriteLine(Summary(investigation, result, found, rules));
        return report.IsPartial ? ExitCode.PartlyRead : ExitCode.Fine;
    }

    private static IReadOnlyList<Chain> LoadChains(string? path)
    {
        try
        {
            return path is null ? BuiltInContent.LoadChains() : ChainReader.Load(path);
        }
        catch (InvalidDataException e)
        {
            throw new UserError(e.Message, ExitCode.Usage);
        }
    }

    private static Investigation Only(Investigation investigation, string id)
    {
        Incident[] meant = [.. investigation.Incidents.Where(incident => incident.Id.Equals(id, StringComparison.OrdinalIgnoreCase))];
        if (meant.Length == 0) meant = [.. investigation.Incidents.Where(incident => incident.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))];
        return meant.Length == 1 ? investigation with { Incidents = meant }
            : throw new UserError(meant.Length > 1 ? $"'{id}' is the beginning of several: {string.Join(", ", meant.Select(incident => incident.Id))}"
                : investigation.Incidents.Count == 0 ? $"no incident '{id}': there is none at all" : $"no incident '{id}'; there are {string.Join(", ", investigation.Incidents.Take(20).Select(incident => incident.Id))}", ExitCode.Usage);
    }

    private void WriteText(Investigation investigation, Stream target, ParseResult parsed)
    {
        using StreamWriter writer = new(target, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        StyledWriter console = new(writer, parsed.GetValue(_output) is null && !Console.IsOutputRedirected);
        InvestigationText text = new(console, console.Width is { } terminal ? Math.Clamp(terminal, 60, 160) : FileWidth);
        if (parsed.GetValue(_incident) is not null)
        {
            text.WriteWhole(investigation.Incidents[0]);
            return;
        }

        text.WriteList(investigation);
        if (investigation.Incidents.Count > 0) console.WriteLine($"Next        stemma investigate {string.Join(' ', parsed.GetValue(_paths)!.Select(path => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path))} --incident {investigation.Incidents[0].Id}     its whole story");
    }

    private static string Summary(Investigation investigation, ScanResult result, LogFinder found, SigmaRuleSet rules)
    {
        string read = $"{Humans.Count(result.Records, "record")} of {Humans.Count(found.Logs.Count, "log")}, {Humans.Count(rules.Rules.Count, "rule")}";
        string low = investigation.Unjoined > 0 ? $"; {Humans.Count(investigation.Unjoined, "detection")} of low levels near no incident" : "";
        string lost = investigation.LostDetections + investigation.LostIncidents + investigation.Tree.Counts.EvictedProcesses > 0
            ? $"; let go for want of room: {Humans.Count(investigation.LostDetections, "detection")}, {Humans.Count(investigation.LostIncidents, "incident")}, {Humans.Count(investigation.Tree.Counts.EvictedProcesses, "process", "processes")}" : "";
        return $"{Humans.Count(investigation.Incidents.Count, "incident")} from {Humans.Count(result.Detections, "detection")} in {read}{low}{lost}";
    }
}
