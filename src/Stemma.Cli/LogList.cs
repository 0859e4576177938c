using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stemma.Detection;
using Stemma.Events;
using Stemma.Logs;

namespace Stemma.Cli;

/// <summary>Every file that was met, in order of its name: what it is, or why it was not read.</summary>
internal sealed class LogList(LogFinder found, ScanResult result)
{
    private const int Width = 100;
    private const int SourceWidth = Width - 61;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ILookup<string, LogProblem> _damage = result.Problems.Where(problem => problem.IsDamage).ToLookup(problem => problem.Source);

    // A log, or a reason why there is none.
    private sealed record Entry(string Source, LogSummary? Log, string Status, string Reason);

    /// <summary>Writes a table of at most 100 columns, sums last.</summary>
    public void WriteTable(TextWriter writer)
    {
        writer.WriteLine($"{"FORMAT",-6}  {"RECORDS",9}  {"FIRST (UTC)",-19}  {"LAST (UTC)",-19}  SOURCE");
        foreach (Entry entry in Entries())
        {
            string source = CutLeft(Humans.Clean(entry.Source));
            if (entry.Log is not { } log)
            {
                writer.WriteLine($"{"-",-6}  {Humans.Cut($"{entry.Status}: {Humans.Clean(entry.Reason)}", 51),-51}  {source}");
                continue;
            }

            writer.WriteLine($"{Name(log.Log.Format),-6}  {Humans.Count(log.Records),9}  {Humans.Time(log.First),-19}  {Humans.Time(log.Last),-19}  {source}");
            if (log.Records == 0 && entry.Reason.Length == 0) writer.WriteLine($"{"",19}no event in it");
            string names = $"{Names("host", log.Hosts)}{Names("channel", log.Channels)}{(entry.Reason.Length > 0 ? $"DAMAGED: {entry.Reason}  " : "")}";
            if (names.Length > 0) writer.WriteLine(Humans.Cut($"{"",19}{Humans.Clean(names).TrimEnd()}", Width));
        }

        writer.WriteLine();
        writer.WriteLine($"{Humans.Count(result.Records, "record")} in {Humans.Count(found.Logs.Count - result.Eventless, "log")}; {Humans.Count(found.Passed + result.Eventless, "file")} passed over");
    }

    /// <summary>Writes a line of JSON for each.</summary>
    public void WriteJson(TextWriter writer)
    {
        using MemoryStream line = new();
        foreach (Entry entry in Entries())
        {
            line.SetLength(0);
            using (Utf8JsonWriter json = new(line, Json)) Write(json, entry);
            writer.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
        }
    }

    private void Write(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject();
        json.WriteString("source", entry.Source);
        json.WriteString("status", entry.Status);
        if (entry.Log is { } log)
        {
            json.WriteString("format", Name(log.Log.Format));
            json.WriteNumber("records", log.Records);
            if (log.First > 0) json.WriteString("first", EventTime.Format(log.First));
            if (log.Last > 0) json.WriteString("last", EventTime.Format(log.Last));
            Write(json, "hosts", log.Hosts);
            Write(json, "channels", log.Channels);
            if (_damage.Contains(entry.Source)) Write(json, "damage", _damage[entry.Source].Select(problem => problem.Message));
        }
        else json.WriteString("reason", entry.Reason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private IEnumerable<Entry> Entries()
    {
        IEnumerable<Entry> logs = result.Logs.Select(log => _damage.Contains(log.Log.Source) ? new Entry(log.Log.Source, log, "damaged", _damage[log.Log.Source].First().Message)
            : log.Records == 0 && log.Others > 0 ? new Entry(log.Log.Source, null, "passed", $"no events: {Humans.Count(log.Others, "JSON object")} of another kind")
            : new Entry(log.Log.Source, log, "read", ""));
        IEnumerable<Entry> passed = found.PassedFiles.Select(file => new Entry(file.Source, null, "passed", file.Kind));
        IEnumerable<Entry> problems = found.Problems.Select(problem => new Entry(problem.Source, null, problem.IsDamage ? "unread" : "note", problem.Message));
        return logs.Concat(passed).Concat(problems).OrderBy(entry => entry.Source, StringComparer.Ordinal).ThenBy(entry => entry.Reason, StringComparer.Ordinal);
    }

    private static string Names(string noun, IReadOnlyList<string> names)
    {
        const int shown = 3;
        if (names.Count == 0) return "";
        string more = names.Count > shown ? $" and {Humans.Count(names.Count - shown)} more" : "";
        return $"{noun}{(names.Count == 1 ? "" : "s")} {string.Join(", ", names.Take(shown))}{more}  ";
    }

    private static string Name(LogFormat format) => format switch
    {
        LogFormat.Audit => "audit",
        LogFormat.Syslog => "syslog",
        _ => format.ToString().ToUpperInvariant(),
    };

    // The end of a path tells files apart.
    private static string CutLeft(string text) => text.Length <= SourceWidth ? text : string.Concat("…", text.AsSpan(text.Length - SourceWidth + 1));
}
