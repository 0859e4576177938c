using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;

namespace Stemma.Bench;

/// <summary>
/// How many rules that fire on a plain script or command still fire when it is obfuscated, without and with decoding. Each row is written as an event three
/// times: plain, obfuscated, and obfuscated for a scan that decodes; what is counted are pairs of row and rule.
/// </summary>
internal static class LayerRecall
{
    private sealed record Row(string Plain, string Obfuscated);

    /// <summary>Prints the table of docs/decoding.md.</summary>
    /// <param name="data">The folder with <c>decoding/</c>.</param>
    /// <param name="rules">Folder of Sigma rules; those about PowerShell scripts and starts of processes on Windows are taken.</param>
    public static int Run(string data, string rules)
    {
        LogSourceMap map = LogSourceMap.Load([Path.Combine(AppContext.BaseDirectory, "content", "logsources")]);
        SigmaRule[] all = [.. SigmaRuleReader.Load([rules]).Rules.Where(rule => rule.LogSource.Product == "windows" && !rule.LooksAtLineage && rule.Correlation is null && rule.Generates)];
        SigmaRule[] scripts = [.. all.Where(rule => rule.LogSource.Category is "ps_script" or "ps_module" || rule.LogSource.Service == "powershell")];
        SigmaRule[] starts = [.. all.Where(rule => rule.LogSource.Category == "process_creation")];
        Console.WriteLine($"{scripts.Length} rules about PowerShell scripts, {starts.Length} about starts of processes\n");
        Console.WriteLine("| events | rules | rows | pairs on the plain text | on the obfuscated one | with decoding |\n|---|---|---:|---:|---:|---:|");
        (string Family, Row Row)[] matrix = [.. Matrix(Path.Combine(data, "decoding", "powershell-matrix.jsonl"))];
        Row[] inScripts = [.. matrix.Where(row => !row.Family.StartsWith("launcher", StringComparison.Ordinal)).Select(row => row.Row)];
        Row[] launched = [.. matrix.Where(row => row.Family.StartsWith("launcher", StringComparison.Ordinal)).Select(row => row.Row)];
        Print("4104, Invoke-Obfuscation", "scripts", scripts, inScripts.Select(row => (Block(row.Plain), Block(row.Obfuscated))), map);
        Print("Sysmon 1, Invoke-Obfuscation behind -Command", "starts of processes", starts, inScripts.Select(row => (Start(Command(row.Plain)), Start(Command(row.Obfuscated)))), map);
        Print("Sysmon 1, the plain script behind -EncodedCommand", "starts of processes", starts, Encoded(matrix), map);
        Print("4104 for the plain script, Sysmon 1 with -EncodedCommand", "scripts", scripts, matrix.Select(row => row.Row.Plain).Distinct().Select(plain => (Block(plain), Start(Encode(plain)))), map);
        Print("Security 4688, Invoke-Obfuscation's launchers", "starts of processes", starts, launched.Select(row => (Start4688(Command(row.Plain)), Start4688(row.Obfuscated))), map);
        Row[] real = [.. Real(Path.Combine(data, "decoding", "powershell-encodedcommand.zip"))];
        Print("Sysmon 1, real -EncodedCommand lines", "starts of processes", starts, real.Select(row => (Start(Command(row.Plain)), Start(row.Obfuscated))), map);
        Print("4104 for the script, Sysmon 1 with the real line", "scripts", scripts, real.Select(row => (Block(row.Plain), Start(row.Obfuscated))), map);
        return 0;
    }

    private static IEnumerable<(string, string)> Encoded((string Family, Row Row)[] matrix) =>
        matrix.Select(row => row.Row.Plain).Distinct().Select(plain => (Start(Command(plain)), Start(Encode(plain))));

    private static void Print(string events, string rules, SigmaRule[] taken, IEnumerable<(string Plain, string Obfuscated)> rows, LogSourceMap map)
    {
        (string Plain, string Obfuscated)[] written = [.. rows];
        HashSet<(long, string)> plain = Scan(written.Select(row => row.Plain), taken, map, decode: false);
        int without = Scan(written.Select(row => row.Obfuscated), taken, map, decode: false).Count(plain.Contains);
        int with = Scan(written.Select(row => row.Obfuscated), taken, map, decode: true).Count(plain.Contains);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {events} | {rules} | {written.Length:N0} | {plain.Count:N0} | {without:N0} ({Share(without)}) | {with:N0} ({Share(with)}) |"));

        string Share(int count) => plain.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / plain.Count:0.0} %");
    }

    // Pairs of row and rule that fired.
    private static HashSet<(long, string)> Scan(IEnumerable<string> events, SigmaRule[] rules, LogSourceMap map, bool decode)
    {
        string folder = Directory.CreateTempSubdirectory("stemma-bench-").FullName;
        try
        {
            File.WriteAllLines(Path.Combine(folder, "log.json"), events.Select((e, i) => e.Insert(1, string.Create(CultureInfo.InvariantCulture, $"\"EventRecordID\":{i},"))));
            using LogFinder found = LogFinder.Find([folder]);
            using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = rules, LogSources = map, Decode = decode, Writer = () => new JsonDetectionWriter() });
            scanner.Run();
            using MemoryStream output = new();
            scanner.CopyTo(output);
            HashSet<(long, string)> pairs = [];
            foreach (string line in Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using JsonDocument detection = JsonDocument.Parse(line);
                pairs.Add((detection.RootElement.GetProperty("event").GetProperty("record_id").GetInt64(), detection.RootElement.GetProperty("rule").GetProperty("path").GetString()!));
            }

            return pairs;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(string Family, Row Row)> Matrix(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            yield return (row.RootElement.GetProperty("family").GetString()!, new Row(row.RootElement.GetProperty("original").GetString()!, row.RootElement.GetProperty("obfuscated").GetString()!));
        }
    }

    private static IEnumerable<Row> Real(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using StreamReader reader = new(zip.Entries[0].Open());
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            yield return new Row(row.RootElement.GetProperty("decoded").GetString()!, row.RootElement.GetProperty("command").GetString()!);
        }
    }

    private static string Command(string script) => $"powershell.exe -NoProfile -Command {script}";

    private static string Encode(string script) => $"powershell.exe -NoProfile -EncodedCommand {Convert.ToBase64String(Encoding.Unicode.GetBytes(script))}";

    private static string Block(string script) => Event("Microsoft-Windows-PowerShell/Operational", 4104, ("ScriptBlockText", script));

    private static string Start(string commandLine) => Event("Microsoft-Windows-Sysmon/Operational", 1, ("Image", PowerShell), ("OriginalFileName", "PowerShell.EXE"), ("CommandLine", commandLine), ("ParentImage", @"C:\Windows\explorer.exe"));

    private static string Start4688(string commandLine) => Event("Security", 4688, ("NewProcessName", commandLine.Contains("cmd", StringComparison.OrdinalIgnoreCase) ? @"C:\Windows\System32\cmd.exe" : PowerShell), ("CommandLine", commandLine), ("ParentProcessName", @"C:\Windows\explorer.exe"));

    private const string PowerShell = @"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe";

    private static string Event(string channel, int id, params (string Name, string Value)[] fields)
    {
        Dictionary<string, object> e = new() { ["Channel"] = channel, ["EventID"] = id, ["Computer"] = "h", ["TimeCreated"] = "2026-03-02T10:00:00Z" };
        foreach ((string name, string value) in fields) e[name] = value;
        return JsonSerializer.Serialize(e);
    }
}
