using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>A scan's outcome for people, and its counts for machines.</summary>
internal sealed class ScanReport(ScanResult result, LogFinder found, SigmaRuleSet rules, TimeSpan elapsed, IReadOnlyList<string> arguments, bool isLineage = false)
{
    private const int ShownGroups = 15;
    private const int ShownProblems = 100;
    private const int FileWidth = 100;

    /// <summary>The tuning that was applied; null for none.</summary>
    public Tuning? Tuning { get; init; }

    private long Damaged => result.Damaged + found.Problems.Count(problem => problem.IsDamage);

    /// <summary>Whether something of the input could not be read or was not read.</summary>
    public bool IsPartial => Damaged > 0 || result.IsStopped;

    /// <summary>Writes the report: answer first.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="isTerminal">The target may be a terminal: colours and its width apply.</param>
    public void WriteTable(Stream target, bool isTerminal)
    {
        using StreamWriter writer = new(target, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        StyledWriter console = new(writer, isTerminal && !Console.IsOutputRedirected);
        int width = console.Width is { } terminal ? Math.Clamp(terminal, 60, 160) : FileWidth;
        console.WriteLine(Reading());
        console.WriteLine();
        foreach (DetectionGroup group in result.Groups.Take(ShownGroups)) WriteGroup(console, group, width);
        if (result.Groups.Count > ShownGroups)
            console.WriteLine($"  {Humans.Count(result.Groups.Count - ShownGroups)} more (rule and host), of level {result.Groups[ShownGroups].Rule.Level.Name()} and below: --format csv or jsonl");
        if (result.Groups.Count > 0) console.WriteLine();
        foreach (string line in Summary()) console.WriteLine(line);
        foreach (string line in Readiness.Summary(result.Gaps, result.Hosts)) console.WriteLine(Humans.Cut(line, Math.Max(width, FileWidth)));
        foreach (string line in Next()) console.WriteLine(line);
    }

    /// <summary>Writes what was read and found in a few lines.</summary>
    public void WriteSummary(TextWriter writer)
    {
        writer.WriteLine(Reading());
        foreach (string line in Summary()) writer.WriteLine(line);
    }

    /// <summary>Writes what could not be read or honoured.</summary>
    public void WriteProblems(TextWriter writer)
    {
        LogProblem[] problems = [.. found.Problems.Concat(result.Problems).OrderBy(problem => problem.Source, StringComparer.Ordinal)];
        foreach (LogProblem problem in problems.Take(ShownProblems))
        {
            string place = problem.Position >= 0 ? $" at byte {problem.Position}:" : "";
            writer.WriteLine(Humans.Clean($"{(problem.IsDamage ? "damaged" : "note")}: {problem.Source}:{place} {problem.Message}"));
        }

        // Every damaged log is named, whatever their number.
        string[] others = [.. problems.Skip(ShownProblems).Where(problem => problem.IsDamage).Select(problem => problem.Source)
            .Except(problems.Take(ShownProblems).Select(problem => problem.Source)).Distinct()];
        foreach (string source in others) writer.WriteLine(Humans.Clean($"damaged: {source}"));
        if (rules.Failed > 0) writer.WriteLine($"{Humans.Count(rules.Failed, "rule")} could not be loaded; why: stemma rules check");
    }

    /// <summary>Writes the costliest rules, when they were asked for.</summary>
    public void WriteProfile(TextWriter writer)
    {
        if (result.Profile is null) return;
        writer.WriteLine("Costliest rules: time, evaluations, title");
        foreach (var (rule, evaluations, time) in result.Profile.Rules.Take(25))
            writer.WriteLine(Humans.Clean(string.Create(CultureInfo.InvariantCulture, $"  {time.TotalMilliseconds,9:0.0} ms  {evaluations,10:N0}  {rule.Title}  ({rule.Path})")));
    }

    /// <summary>Writes the counts as JSON (<c>docs/formats.md</c>, "Statistics").</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteStats(string path, int threads)
    {
        using Process self = Process.GetCurrentProcess();
        using Stream file = Output.Open(path);
        using Utf8JsonWriter json = new(file);
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        json.WriteStartObject();
        json.WriteNumber("files", found.Logs.Count);
        json.WriteNumber("bytes", result.Bytes);
        json.WriteNumber("records", result.Records);
        json.WriteNumber("recovered", result.Recovered);
        json.WriteNumber("recovered_duplicates", result.Duplicates);
        json.WriteNumber("decoded", result.Decoded);
        json.WriteNumber("decoded_in_part", result.DecodedInPart);
        json.WriteNumber("damaged", Damaged);
        json.WriteNumber("incomplete", result.Incomplete);
        json.WriteNumber("rules_loaded", rules.Rules.Count);
        json.WriteNumber("rules_failed", rules.Failed);
        json.WriteNumber("detections", result.Detections);
        json.WriteNumber("undecided", result.Undecided);
        json.WriteNumber("elapsed_s", Math.Round(seconds, 3));
        json.WriteNumber("records_per_s", Math.Round(result.Records / seconds, 1));
        json.WriteNumber("mb_per_s", Math.Round(result.Bytes / 1e6 / seconds, 1));
        json.WriteNumber("peak_rss_mb", Math.Round(self.PeakWorkingSet64 / 1e6, 1));
        json.WriteNumber("threads", threads);
        json.WriteStartObject("passed");
        foreach ((string kind, int count) in Passed()) json.WriteNumber(kind, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGroup(StyledWriter console, DetectionGroup group, int width)
    {
        string level = group.Rule.Level.Name().ToUpperInvariant();
        string host = group.Host.Length == 0 ? "(no host)" : Humans.Clean(group.Host);
        string times = group.Count == 1 ? Humans.Time(group.First)
            : $"{Humans.Count(group.Count)} × {Humans.Time(group.First)} → {(group.Last / 864_000_000_000 == group.First / 864_000_000_000 ? Humans.Time(group.Last)[^8..] : Humans.Time(group.Last))}";
        string layered = group.Layered == 0 ? "" : group.Layered == group.Count ? "decoded  " : $"{Humans.Count(group.Layered)} decoded  ";
        string recovered = group.Recovered == 0 ? "" : group.Recovered == group.Count ? "recovered  " : $"{Humans.Count(group.Recovered)} recovered  ";
        console.Write($"{level,-13}  ", group.Rule.Level);
        console.WriteLine(Humans.Cut($"{Humans.Clean(group.Rule.Title)}", width - 15));
        console.WriteLine(Humans.Cut($"{"",15}{host}  {times} UTC  {recovered}{layered}{string.Join(' ', group.Rule.Techniques)}", width));
        string why = string.Join(", ", group.Example.Select(item => $"{item.Field} = {Humans.Clean(item.Value)}").Distinct().OrderByDescending(text => text.Length));
        if (why.Length > 0) console.WriteDimLine(Humans.Cut($"{"",15}{why}", width));
    }

    private string Reading()
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        string damaged = Damaged > 0 ? $", {Humans.Count(Damaged)} damaged {(Damaged == 1 ? "place" : "places")} (named at the end)" : "";
        return $"Read {Humans.Count(found.Logs.Count, "log")}, {Humans.Size(result.Bytes)}, {Humans.Count(result.Records, "record")} in {Humans.Duration(elapsed)} "
            + $"({Humans.Count((long)(result.Records / seconds))} records/s){damaged}{(result.IsStopped ? "; STOPPED before the end" : "")}";
    }

    private IEnumerable<string> Summary()
    {
        yield return $"Rules       {Humans.Count(rules.Rules.Count)} loaded, {Humans.Count(rules.Failed)} failed";
        int passed = Passed().Values.Sum();
        if (passed > 0) yield return $"Passed      {Humans.Count(passed, "file")} that {(passed == 1 ? "is no log" : "are no logs")}: {string.Join(", ", Passed().Select(kind => Humans.Count(kind.Value, kind.Key)))}";
        if (result.Recovered + result.Duplicates > 0) yield return $"Recovered   {Humans.Count(result.Recovered, "record")}, and {Humans.Count(result.Duplicates)} left out that a log holds or that were found before";
        if (result.Decoded > 0) yield return $"Decoded     {Humans.Count(result.Decoded, "command line or script", "command lines and scripts")}; {Humans.Count(result.Groups.Sum(group => group.Layered), "detection")} of what they hide{(result.DecodedInPart > 0 ? $"; {Humans.Count(result.DecodedInPart)} in part, up to a limit" : "")}";
        if (result.Incomplete > 0) yield return $"Incomplete  {Humans.Count(result.Incomplete, "audit event")}: records of {(result.Incomplete == 1 ? "it" : "them")} are missing (lost, or the log was filtered)";
        if (result.Others > 0) yield return $"Passed      {Humans.Count(result.Others)} JSON objects that are no events";
        if (result.Filtered > 0) yield return $"Left out    {Humans.Count(result.Filtered)} records of other times, hosts or channels";
        foreach (string line in Hidden()) yield return line;
        if (result.Undecided > 0) yield return $"Undecided   {Humans.Count(result.Undecided, "match", "matches")} of rules that look at other processes{(isLineage ? ": they name none, or there were too many" : ", which are no detections: --lineage decides them")}";
        if (result.Detections == 0)
        {
            yield return $"Detections  none: {Humans.Count(rules.Rules.Count, "rule")} over {Humans.Count(result.Records, "record")}";
            yield break;
        }

        yield return $"Detections  {Humans.Count(result.Detections)}: " + string.Join(", ", result.Groups.GroupBy(group => group.Rule.Level)
            .OrderByDescending(level => level.Key).Select(level => $"{Humans.Count(level.Sum(group => group.Count))} {level.Key.Name()}"));
        foreach (string line in Noisy()) yield return line;
        yield return "Techniques  " + Top(result.Groups.SelectMany(group => group.Rule.Techniques, (group, technique) => new Named(technique, group.Count)));
        yield return "Hosts       " + Top(result.Groups.Select(group => new Named(group.Host.Length == 0 ? "(no host)" : Humans.Clean(group.Host), group.Count)));
    }

    // Whether JSON holds events shows only when it is read.
    private SortedDictionary<string, int> Passed()
    {
        SortedDictionary<string, int> kinds = new(found.PassedByKind.ToDictionary(), StringComparer.Ordinal);
        if (result.Eventless > 0) kinds["eventless JSON text"] = result.Eventless;
        return kinds;
    }

    private IEnumerable<string> Hidden()
    {
        for (int i = 0; Tuning is not null && i < Tuning.Exclusions.Count; i++)
        {
            TuningExclusion exclusion = Tuning.Exclusions[i];
            if (exclusion.HasExpired(DateOnly.FromDateTime(DateTime.UtcNow))) yield return $"Tuning      expired on {exclusion.Expires}, not applied: {Humans.Clean(exclusion.Reason)}";
            else if (Tuning.Hidden[i] > 0) yield return $"Hidden      {Humans.Count(Tuning.Hidden[i], "detection")}: {Humans.Clean(exclusion.Reason)}";
        }
    }

    // One rule that makes most of a large result hides the rest: say so, and what to do.
    private IEnumerable<string> Noisy()
    {
        const int large = 500;
        return result.Detections < large ? [] : TuneSuggestion.Lines(result);
    }

    private sealed record Named(string Name, long Count);

    private static string Top(IEnumerable<Named> counts)
    {
        const int shown = 8;
        Named[] sums = [.. counts.GroupBy(one => one.Name).Select(same => new Named(same.Key, same.Sum(one => one.Count)))
            .OrderByDescending(sum => sum.Count).ThenBy(sum => sum.Name, StringComparer.Ordinal)];
        string text = string.Join(", ", sums.Take(shown).Select(sum => $"{sum.Name} ({Humans.Count(sum.Count)})"));
        return sums.Length > shown ? $"{text}, {Humans.Count(sums.Length - shown)} more" : sums.Length == 0 ? "none named" : text;
    }

    private IEnumerable<string> Next()
    {
        if (result.Detections == 0) yield break;
        string again = string.Join(' ', arguments.Select(argument => argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument));
        yield return "";
        yield return $"Next        stemma scan {again} --format jsonl -o found.jsonl     every detection with its event";
        DetectionGroup first = result.Groups[0];
        if (first.Rule.Techniques is [var technique, ..] && !arguments.Any(argument => argument is "-t" or "--technique"))
            yield return string.Create(CultureInfo.InvariantCulture, $"            stemma scan {again} --technique {technique}     only this technique");
    }
}
