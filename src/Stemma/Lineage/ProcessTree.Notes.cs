namespace Stemma.Lineage;

// What events say beside who caused whom.
public sealed partial class ProcessTree
{
    private const int Answers = 16;

    private readonly List<LineageNote> _notes = [];
    private readonly HashSet<(NoteKind, LineageHost, LineageProcess?, string)> _knownNotes = [];
    private Recent<(LineageHost, string), LineageProcess>? _jobs;
    private Recent<LineageHost, LineageFact>? _shellsAsked;

    /// <summary>What events say beside who caused whom, as it was read; each thing once.</summary>
    public IReadOnlyList<LineageNote> Notes => _notes;

    private void AddNote(NoteKind kind, LineageHost host, LineageProcess? process, string detail, Evidence evidence)
    {
        if (process is { IsGone: true } || _notes.Count >= _limits.Notes) Counts.EvictedNotes++;
        else if (_knownNotes.Add((kind, host, process, detail))) _notes.Add(new LineageNote(kind, host.Name, process, Cut(detail), evidence));
    }

    private void NoteMore(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        switch (fact.Kind)
        {
            // Machines log these of all their services and tasks: only those that the logs saw being made.
            case LineageFactKind.ServiceState when _serviceNames is not null && _serviceNames.TryGet((host, fact.Name), out _):
                AddNote(NoteKind.ServiceState, host, Run(_serviceRuns, host, fact.Name), $"{fact.Name} {fact.Text}", fact.Evidence);
                break;
            case LineageFactKind.TaskEnded when TaskName(fact) is var task && (Run(_taskRuns, host, task) is not null || (_taskNames is not null && _taskNames.TryGet((host, task), out _))):
                AddNote(NoteKind.TaskEnded, host, Run(_taskRuns, host, task) is { } run && ProcessIndex.Fits(run, fact.Path) ? run : null, $"{task} result {fact.Text}", fact.Evidence);
                break;
            case LineageFactKind.EngineStarted or LineageFactKind.EngineEnded:
                NoteEngine(host, process, fact);
                break;
            case LineageFactKind.RemoteShell:
                (_shellsAsked ??= new(_limits.Causes)).Set(host, fact);
                AddNote(NoteKind.RemoteShell, host, null, $"{fact.Text}{(fact.User.Length > 0 ? $" {fact.User}" : "")}".Trim(), fact.Evidence);
                break;
            case LineageFactKind.NameLookedUp when _hosts.TryGetValue(LineageHost.KeyOf(fact.Name), out LineageHost? named) && named.Name.Equals(fact.Name, StringComparison.OrdinalIgnoreCase):
                foreach (string answer in fact.Address.Split(';', Answers, StringSplitOptions.TrimEntries))
                    if (System.Net.IPAddress.TryParse(answer, out _)) _remote.Learn(answer, named.Key);
                break;
            case LineageFactKind.Transfer:
                NoteTransfer(host, process, fact);
                break;
            case LineageFactKind.PolicyAllowed or LineageFactKind.PolicyAudited or LineageFactKind.PolicyBlocked:
                NotePolicy(host, fact);
                break;
            case LineageFactKind.MalwareFound:
                NoteMalware(host, fact);
                break;
            default:
                break;
        }
    }

    private static LineageProcess? Run(Recent<(LineageHost, string), LineageProcess>? runs, LineageHost host, string name) =>
        runs is not null && runs.TryGet((host, name), out LineageProcess? process) ? process : null;

    // The log of PowerShell's engine names no process but the command it runs in.
    private void NoteEngine(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        process ??= host.Latest.FirstOrDefault(shell => WasRunning(shell, fact.Time) && (shell.CommandLine.Length == 0
            ? CommandText.FileName(shell.Image).Equals(CommandText.FileName(CommandText.Program(fact.Text)), StringComparison.OrdinalIgnoreCase) : CommandText.IsSame(shell.CommandLine, fact.Text)));
        if (process is { CommandLine.Length: 0 }) process.CommandLine = Cut(fact.Text);
        bool isStart = fact.Kind == LineageFactKind.EngineStarted;
        string engine = fact.Path.Length > 0 ? fact.Path : "PowerShell";

        // Each provider of an engine says the same again (600): one note.
        AddNote(isStart ? NoteKind.EngineStarted : NoteKind.EngineEnded, host, process, process is null ? $"{engine} in {fact.Text}" : engine, fact.Evidence);
    }

    private void NoteTransfer(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        if (process is not null) (_jobs ??= new(_limits.Causes)).Set((host, fact.Name), process);
        else process = Run(_jobs, host, fact.Name);
        if (process is not null && fact.Path.Length > 0) (_files ??= new(_limits.Causes)).Set((host, fact.Path.ToUpperInvariant()), new Maker(process, fact.Path, "", fact.Evidence));
        string what = string.Join(' ', new[] { fact.Text, fact.Address, fact.Path }.Where(part => part.Length > 0));
        if (fact.Address.Length > 0 || fact.Path.Length > 0) AddNote(NoteKind.Transfer, host, process, what, fact.Evidence);
    }

    private void NotePolicy(LineageHost host, LineageFact fact)
    {
        string tail = PathTail(fact.Path);
        LineageProcess? process = ProcessIndex.Find(host, fact.TargetPid > 4 ? fact.TargetPid : -1, fact.Time, "");
        if (process is not null && fact.TargetImage.Length > 0 && !IsAt(process.Image, PathTail(fact.TargetImage))) process = null;
        process ??= Running(host, fact.Time, tail) ?? (fact.TargetImage.Length > 0 ? Running(host, fact.Time, PathTail(fact.TargetImage)) : null) ?? Writer(host, fact.Path);
        NoteKind kind = fact.Kind switch
        {
            LineageFactKind.PolicyAllowed => NoteKind.PolicyAllowed,
            LineageFactKind.PolicyAudited => NoteKind.PolicyAudited,
            _ => NoteKind.PolicyBlocked,
        };

        // What may run is said of what ran: libraries and helpers are many.
        if (kind == NoteKind.PolicyAllowed && (process is null || !IsAt(process.Image, tail))) return;
        AddNote(kind, host, process, $"{fact.Path}{(fact.Name.Length > 0 ? $" by {fact.Name}" : "")}", fact.Evidence);
    }

    // Path is a list: file:_C:\a.exe; process:_pid:712,ProcessStart:133…
    private void NoteMalware(LineageHost host, LineageFact fact)
    {
        LineageProcess? process = null;
        foreach (string part in fact.Path.Split([';', '\n'], 64, StringSplitOptions.TrimEntries))
        {
            if (process is not null) break;
            string item = part[(part.IndexOf(":_", StringComparison.Ordinal) is >= 0 and int mark ? mark + 2 : 0)..];
            if (part.StartsWith("process:_pid:", StringComparison.OrdinalIgnoreCase))
            {
                int comma = item.IndexOf(',', StringComparison.Ordinal);
                process = long.TryParse(item.AsSpan(4, (comma < 0 ? item.Length : comma) - 4), out long pid) ? ProcessIndex.Find(host, pid, fact.Time, "") : null;
            }
            else if (PathTail(item) is { Length: > 1 } tail)
            {
                process = Running(host, fact.Time, tail) ?? host.Latest.FirstOrDefault(reader => WasRunning(reader, fact.Time) && reader.CommandLine.Contains(tail, StringComparison.OrdinalIgnoreCase))
                    ?? Writer(host, item);
            }
        }

        process ??= PathTail(fact.TargetImage) is { Length: > 1 } image ? Running(host, fact.Time, image) : null;
        AddNote(NoteKind.MalwareFound, host, process, $"{fact.Name} {fact.Path}", fact.Evidence);
    }

    private static LineageProcess? Running(LineageHost host, long time, string tail) => host.Latest.FirstOrDefault(process => WasRunning(process, time) && IsAt(process.Image, tail));

    private LineageProcess? Writer(LineageHost host, string path) => _files is not null && _files.TryGet((host, path.ToUpperInvariant()), out Maker? maker) ? maker.By : null;

    private static bool IsAt(string image, string tail) => tail.Length > 1 && image.EndsWith(tail, StringComparison.OrdinalIgnoreCase)
        && (tail[0] == '\\' || image.Length == tail.Length || image[^(tail.Length + 1)] is '\\' or '/');

    // What sources write before a path, each its own way: C:, %OSDRIVE%, \Device\HarddiskVolume2, \??\.
    private static string PathTail(string path)
    {
        ReadOnlySpan<char> rest = path;
        if (rest.StartsWith(@"\??\")) rest = rest[4..];
        if (rest is [_, ':', ..]) rest = rest[2..];
        else if (rest.StartsWith("%") && rest[1..].IndexOf('%') is >= 0 and int end) rest = rest[(end + 2)..];
        else if (rest.StartsWith(@"\Device\", StringComparison.OrdinalIgnoreCase)) rest = rest[8..].IndexOf('\\') is >= 0 and int slash ? rest[(8 + slash)..] : [];
        return rest.ToString();
    }
}
