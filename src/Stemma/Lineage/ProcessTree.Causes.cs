using System.Text.RegularExpressions;

namespace Stemma.Lineage;

public sealed partial class ProcessTree
{
    // PROCESS_VM_WRITE.
    private const uint WriteMemory = 0x20;
    private const long AtOnce = 10 * TimeSpan.TicksPerSecond;

    private readonly List<LineageEdge> _edges = [];
    private readonly HashSet<(EdgeKind Kind, LineageProcess? From, LineageProcess To, string Detail)> _known = [];
    private readonly List<LineageScript> _scripts = [];
    private readonly ToolRuns _tools = new();
    private readonly Queue<Effect> _effects = new();
    private Recent<(LineageHost, string), Maker>? _files, _services, _tasks, _taskNames;
    private Recent<LineageHost, Maker>? _wmiCalls;
    private Recent<(string, int), Maker>? _connections;
    private Recent<(LineageHost, string), LineageFact>? _logons;
    private Recent<string, Maker>? _logonsElsewhere;
    private Recent<LineageHost, LineageProcess>? _shells;
    private ScriptBlocks? _blocks;
    private long _scriptText;

    // Who made something that may run later, and the event that shows it.
    private sealed record Maker(LineageProcess? By, string Name, string Command, Evidence Evidence);

    // A process whose cause may stand in the log of another machine, whose clock may be behind.
    private sealed record Effect(EdgeKind Kind, LineageProcess To, Maker Cause, LineageFact? Logon);

    /// <summary>Causes that are not parent and child, in the order in which they took effect.</summary>
    public IReadOnlyList<LineageEdge> Edges => _edges;

    /// <summary>PowerShell scripts that ran.</summary>
    public IReadOnlyList<LineageScript> Scripts => _scripts;

    /// <summary>Says that no more facts come: what waited for other machines is settled.</summary>
    public void Finish()
    {
        Settle(long.MaxValue);
        foreach (LineageScript script in _blocks?.Rest() ?? []) Keep(script);
    }

    private void Note(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        switch (fact.Kind)
        {
            case LineageFactKind.FileWritten when process is not null && fact.Name.Length > 0:
                (_files ??= new(_limits.Causes)).Set((host, fact.Name.ToUpperInvariant()), new Maker(process, fact.Name, "", fact.Evidence));
                break;
            case LineageFactKind.ImageLoaded when process is not null && _files is not null:
                NoteFile(process, fact.Name, fact.Evidence);
                break;
            case LineageFactKind.Connected when process is not null && fact.OwnPort > 0:
                (_connections ??= new(_limits.Causes)).Set((fact.OwnAddress, fact.OwnPort), new Maker(process, fact.Address, "", fact.Evidence));
                break;
            case LineageFactKind.RemoteThread or LineageFactKind.Accessed:
                NoteAccess(host, process, fact);
                break;
            case LineageFactKind.Tampered when process is not null:
                AddEdge(EdgeKind.Injection, null, process, "image in memory is not the file's", fact.Evidence);
                break;
            case LineageFactKind.ServiceCreated:
                (_services ??= new(_limits.Causes)).Set((host, ProgramKey(fact.Text)), new Maker(process, fact.Name, fact.Text, fact.Evidence));
                break;
            case LineageFactKind.TaskRegistered:
                NoteTask(host, process, fact);
                break;
            case LineageFactKind.TaskStarted:
                NoteTaskStart(host, fact);
                break;
            case LineageFactKind.WmiCall when process is not null:
                (_wmiCalls ??= new(_limits.Causes)).Set(host, new Maker(process, fact.Name, "", fact.Evidence));
                break;
            case LineageFactKind.Logon when fact.LogonId.Length > 0 && fact.Text is "3" or "8" or "10" && IsElsewhere(fact.Address):
                (_logons ??= new(_limits.Causes)).Set((host, fact.LogonId), fact);
                break;
            case LineageFactKind.LogonElsewhere when process is not null && fact.Name is not ("" or "localhost"):
                (_logonsElsewhere ??= new(_limits.Causes)).Set(LineageHost.Key(fact.Name), new Maker(process, fact.Name, "", fact.Evidence));
                break;
            case LineageFactKind.ScriptPart:
                foreach (LineageScript script in (_blocks ??= new(_limits.ScriptText)).Add(host, process, fact)) Keep(script);
                break;
            default:
                break;
        }
    }

    private void NoteStart(LineageProcess process)
    {
        if (_files is { IsEmpty: false })
        {
            NoteFile(process, process.Image, process.Evidence);
            foreach (string path in CommandText.Paths(process.CommandLine)) NoteFile(process, path, process.Evidence);
        }

        ReadOnlySpan<char> parent = CommandText.FileName(process.Parent?.Image ?? "");
        if (parent.Equals("services.exe", StringComparison.OrdinalIgnoreCase)) NoteMade(EdgeKind.Service, _services, process);
        else if (IsScheduler(process.Parent, parent)) NoteMade(EdgeKind.Task, _tasks, process);
        else if (parent.Equals("WmiPrvSE.exe", StringComparison.OrdinalIgnoreCase))
            _effects.Enqueue(new Effect(EdgeKind.Wmi, process, new Maker(null, "", process.CommandLine, process.Evidence), null));
        if (process.LogonId.Length > 0 && process.Parent?.LogonId != process.LogonId && _logons is not null
            && _logons.TryGet((process.HostOf, process.LogonId), out LineageFact? logon))
            _effects.Enqueue(new Effect(EdgeKind.RemoteLogon, process, new Maker(null, logon.Address, "", logon.Evidence), logon));
        _tools.Add(process);
        if (IsShell(process.Image)) (_shells ??= new(_limits.Causes)).Set(process.HostOf, process);
    }

    private LineageProcess? RunningShell(LineageHost host, long time) =>
        _shells is not null && _shells.TryGet(host, out LineageProcess? shell) && !shell.IsGone && (shell.Ended == 0 || shell.Ended >= time - AtOnce) ? shell : null;

    private static bool IsShell(string image) => CommandText.FileName(image) is var name
        && (name.Equals("powershell.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("pwsh.exe", StringComparison.OrdinalIgnoreCase)
        || name.Equals("powershell_ise.exe", StringComparison.OrdinalIgnoreCase));

    private static bool IsScheduler(LineageProcess? process, ReadOnlySpan<char> name) => name.Equals("taskeng.exe", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("svchost.exe", StringComparison.OrdinalIgnoreCase) && (process!.CommandLine.Length == 0
        || process.CommandLine.Contains("netsvcs", StringComparison.OrdinalIgnoreCase) || process.CommandLine.Contains("Schedule", StringComparison.OrdinalIgnoreCase)));

    private void NoteMade(EdgeKind kind, Recent<(LineageHost, string), Maker>? made, LineageProcess process)
    {
        if (made is null || !made.TryGet((process.HostOf, ProgramKey(process.Image)), out Maker? maker)) return;
        if (maker.Command.Length == 0 || process.CommandLine.Length == 0 || CommandText.IsSame(process.CommandLine, maker.Command)) _effects.Enqueue(new Effect(kind, process, maker, null));
    }

    private void NoteFile(LineageProcess process, string path, Evidence evidence)
    {
        if (!_files!.TryGet((process.HostOf, path.ToUpperInvariant()), out Maker? maker) || maker.By == process || maker.Evidence.Time > evidence.Time) return;
        AddEdge(EdgeKind.File, maker.By, process, maker.Name, maker.Evidence);
    }

    private void NoteAccess(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        bool isThread = fact.Kind == LineageFactKind.RemoteThread;
        if (process is null || (!isThread && (fact.Access & WriteMemory) == 0)) return;
        if (Get(host, fact.TargetGuid, fact.TargetPid, fact.TargetImage, fact.Time, fact.Evidence) is not { } target || target == process) return;
        Touch(target, fact.Time);

        // Who starts a process opens it with all rights.
        if (!isThread && target.Parent == process && fact.Time - target.Recorded < AtOnce) return;
        AddEdge(isThread ? EdgeKind.Injection : EdgeKind.WriteAccess, process, target, isThread ? "thread" : $"0x{fact.Access:x}", fact.Evidence);
    }

    private void NoteTask(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        string command = TaskCommand(fact.Text), name = fact.Name.TrimStart('\\');
        if (command.Length == 0 && _taskNames is not null && _taskNames.TryGet((host, name), out _)) return;
        Maker maker = new(process, name, command, fact.Evidence);
        (_taskNames ??= new(_limits.Causes)).Set((host, name), maker);
        if (command.Length > 0) (_tasks ??= new(_limits.Causes)).Set((host, ProgramKey(command)), maker);
    }

    // The scheduler says which task's program it starts, and sometimes its number; the start itself may be logged before or after.
    private void NoteTaskStart(LineageHost host, LineageFact fact)
    {
        string name = fact.Name.TrimStart('\\');
        Maker maker = _taskNames is not null && _taskNames.TryGet((host, name), out Maker? known) ? known : new Maker(null, name, "", fact.Evidence);
        if (_index.Find(host, fact.TargetPid, fact.Time + TimeSpan.TicksPerSecond, fact.Text) is { HasStart: true } started)
            _effects.Enqueue(new Effect(EdgeKind.Task, started, maker, null));
        else if (fact.Text.Length > 0) (_tasks ??= new(_limits.Causes)).Set((host, ProgramKey(fact.Text)), maker);
    }

    // Effects wait until causes on machines with slower clocks have been read.
    private void Settle(long until)
    {
        while (_effects.TryPeek(out Effect? effect) && effect.To.Recorded <= until) Settle(_effects.Dequeue());
    }

    private void Settle(Effect effect)
    {
        (EdgeKind kind, LineageProcess to, Maker cause, LineageFact? logon) = effect;
        long skew = _limits.Skew.Ticks;
        LineageProcess? from = cause.By;
        switch (kind)
        {
            case EdgeKind.Service or EdgeKind.Task:
                from ??= _tools.Find(to.HostOf, cause.Evidence.Time, cause.Name, skew);
                break;
            case EdgeKind.Wmi:
                if (_wmiCalls is not null && _wmiCalls.TryGet(to.HostOf, out Maker? call) && Math.Abs(call.Evidence.Time - to.Recorded) < AtOnce) (from, cause) = (call.By, call);
                from ??= _tools.Find(to.HostOf, to.Recorded, CommandText.FileName(CommandText.Program(to.CommandLine)).ToString(), skew);
                if (from is null || from == to) return;
                if (cause.Evidence.Source.Length == 0 || cause.By is null) cause = cause with { Name = from.CommandLine, Evidence = from.Evidence };
                break;
            case EdgeKind.RemoteLogon:
                if (_connections is not null && _connections.TryGet((logon!.Address, logon.Port), out Maker? connection)) from = connection.By;
                else if (_logonsElsewhere is not null && _logonsElsewhere.TryGet(LineageHost.Key(to.Host), out Maker? asked)
                    && Math.Abs(asked.Evidence.Time - logon!.Time) <= skew && asked.By!.HostOf != to.HostOf) from = asked.By;
                break;
            default:
                break;
        }

        if (from != to) AddEdge(kind, from, to, cause.Name, cause.Evidence);
    }

    private void AddEdge(EdgeKind kind, LineageProcess? from, LineageProcess to, string detail, Evidence evidence)
    {
        if (to.IsGone || from is { IsGone: true } || _edges.Count >= _limits.Edges) Counts.EvictedEdges++;
        else if (_known.Add((kind, from, to, detail))) _edges.Add(new LineageEdge(kind, from, to, detail, evidence));
    }

    private void Keep(LineageScript script)
    {
        if (!script.IsWhole) Counts.PartialScripts++;
        if (_scriptText + script.Text.Length > _limits.ScriptText) Counts.LostScripts++;
        else
        {
            _scriptText += script.Text.Length;
            _scripts.Add(script);
        }
    }

    private static bool IsElsewhere(string address) => address is not ("" or "127.0.0.1" or "::1" or "LOCAL");

    private static string ProgramKey(string command)
    {
        string name = CommandText.FileName(CommandText.Program(command)).ToString().ToUpperInvariant();
        return name == "%COMSPEC%" ? "CMD.EXE" : name.Contains('.', StringComparison.Ordinal) ? name : $"{name}.EXE";
    }

    // The first action of a task's XML, which is not worth a parser: what is wrong in it, is not a command.
    private static string TaskCommand(string xml) =>
        Command().Match(xml) is { Success: true } command
            ? System.Net.WebUtility.HtmlDecode($"{command.Groups[1].Value} {(Arguments().Match(xml, command.Index) is { Success: true } arguments ? arguments.Groups[1].Value : "")}").TrimEnd() : "";

    [GeneratedRegex("<Command>([^<]*)</Command>", RegexOptions.None, 1000)]
    private static partial Regex Command();

    [GeneratedRegex("<Arguments>([^<]*)</Arguments>", RegexOptions.None, 1000)]
    private static partial Regex Arguments();
}
