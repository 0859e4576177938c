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
    private readonly RemoteCallers _remote;
    private Recent<(LineageHost, string), Maker>? _files;
    private Recent<LineageHost, Maker>? _wmiCalls;
    private Recent<LineageProcess, LineageFact>? _accepted;
    private Recent<LineageHost, LineageFact>? _pipes;
    private ScriptBlocks? _blocks;
    private long _scriptText;

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
        NoteFailures();
        foreach (LineageScript script in _blocks?.Rest() ?? []) Keep(script);
    }

    private void Note(LineageHost host, LineageProcess? process, LineageFact fact)
    {
        switch (fact.Kind)
        {
            case LineageFactKind.FileWritten when process is not null && fact.Name.Length > 0:
                NoteWritten(host, process, fact);
                break;
            case LineageFactKind.ImageLoaded when process is not null && _files is not null:
                NoteFile(process, fact.Name, fact.Evidence);
                break;
            case LineageFactKind.Connected when process is not null:
                _remote.Connected(process, fact);
                break;
            case LineageFactKind.Accepted when process is not null && (RemoteCallers.IsElsewhere(fact.Address) || RemoteCallers.IsElsewhere(fact.OwnAddress)):
                if (_accepted is null || !_accepted.TryGet(process, out LineageFact? first) || fact.Time - first.Time > AtOnce) (_accepted ??= new(_limits.Causes)).Set(process, fact);
                break;
            case LineageFactKind.RemoteThread or LineageFactKind.Accessed:
                NoteAccess(host, process, fact);
                break;
            case LineageFactKind.Tampered when process is not null:
                AddEdge(EdgeKind.Injection, null, process, "image in memory is not the file's", fact.Evidence);
                break;
            case LineageFactKind.ServiceCreated:
                NoteService(host, process, fact);
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
            case LineageFactKind.ShareAccess:
                NoteShare(host, fact);
                break;
            case LineageFactKind.Logon or LineageFactKind.LogonFailed or LineageFactKind.Privileges:
                NoteLogon(host, fact);
                break;
            case LineageFactKind.LogonElsewhere when process is not null && fact.Name is not ("" or "localhost"):
                _remote.Named(process, fact.Name, fact.Evidence);
                break;
            case LineageFactKind.RemoteCall when process is not null:
                _remote.Named(process, Machine(fact.Name), fact.Evidence);
                break;
            case LineageFactKind.ScriptPart:
                foreach (LineageScript script in (_blocks ??= new(_limits.ScriptText)).Add(host, process, fact)) Keep(script);
                break;
            default:
                NoteMore(host, process, fact);
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
        NoteSession(process, parent);
        _tools.Add(process);
        process.HostOf.Started(process);
    }

    private static LineageProcess? RunningShell(LineageHost host, long time) => host.Latest.FirstOrDefault(process => IsShell(process.Image) && WasRunning(process, time));

    private static bool WasRunning(LineageProcess process, long time) => process.Recorded <= time + TimeSpan.TicksPerSecond && (process.Ended == 0 || process.Ended >= time - AtOnce);

    private static bool IsShell(string image) => CommandText.FileName(image) is var name
        && (name.Equals("powershell.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("pwsh.exe", StringComparison.OrdinalIgnoreCase)
        || name.Equals("powershell_ise.exe", StringComparison.OrdinalIgnoreCase));

    private void NoteFile(LineageProcess process, string path, Evidence evidence)
    {
        if (!_files!.TryGet((process.HostOf, path.ToUpperInvariant()), out Maker? maker) || maker.By == process || maker.Evidence.Time > evidence.Time) return;
        if (maker.Remote is null) AddEdge(EdgeKind.File, maker.By, process, maker.Name, maker.Evidence);
        else _effects.Enqueue(new Effect(EdgeKind.File, process, maker, maker.Remote));
    }

    // What the system writes for others (shares, transfers) is theirs.
    private void NoteWritten(LineageHost host, LineageProcess process, LineageFact fact)
    {
        var key = (host, fact.Name.ToUpperInvariant());
        _files ??= new(_limits.Causes);
        bool isForOthers = process.Pid == 4 || CommandText.FileName(process.Image).Equals("svchost.exe", StringComparison.OrdinalIgnoreCase);
        if (isForOthers && _files.TryGet(key, out Maker? known) && known.By != process && fact.Time - known.Evidence.Time < TimeSpan.TicksPerHour) return;
        _files.Set(key, new Maker(process, fact.Name, "", fact.Evidence));
    }

    // FILE_WRITE_DATA, FILE_APPEND_DATA: other rights do not change what stands in a file. Named pipes say what is asked for.
    private void NoteShare(LineageHost host, LineageFact fact)
    {
        if (fact.Text.EndsWith("IPC$", StringComparison.OrdinalIgnoreCase))
        {
            if (fact.Path.TrimStart('\\') is var pipe && (pipe.Equals("svcctl", StringComparison.OrdinalIgnoreCase) || pipe.Equals("atsvc", StringComparison.OrdinalIgnoreCase)))
                (_pipes ??= new(_limits.Causes)).Set(host, fact);
            return;
        }

        if ((fact.Access & 0x6) == 0) return;
        string folder = ShareFolder(fact.Text);
        if (folder.Length == 0) return;
        string path = $@"{folder}\{fact.Path.TrimStart('\\')}";
        (_files ??= new(_limits.Causes)).Set((host, path.ToUpperInvariant()), new Maker(null, path, "", fact.Evidence, fact));
    }

    // The folder as the log has it, or that of an administrative share.
    private static string ShareFolder(string share)
    {
        if (share.StartsWith(@"\??\", StringComparison.Ordinal)) return share[4..].TrimEnd('\\');
        ReadOnlySpan<char> name = CommandText.FileName(share);
        return name.Equals("ADMIN$", StringComparison.OrdinalIgnoreCase) ? @"C:\Windows" : name is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', '$'] ? $"{name[0]}:" : "";
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
                from ??= _tools.Find(to.HostOf, cause.Evidence.Time, cause.Name, skew) ?? Caller(to.HostOf, cause.Remote, [445]);
                break;
            case EdgeKind.File:
                from = Caller(to.HostOf, logon, [445, 139]) ?? _tools.Find(to.HostOf, cause.Evidence.Time, CommandText.FileName(cause.Name).ToString(), skew);
                break;
            case EdgeKind.Wmi:
                if (_wmiCalls is not null && _wmiCalls.TryGet(to.HostOf, out Maker? call) && Math.Abs(call.Evidence.Time - to.Recorded) < AtOnce) (from, cause) = (call.By, call);
                from ??= _tools.Find(to.HostOf, to.Recorded, CommandText.FileName(CommandText.Program(to.CommandLine)).ToString(), skew);
                if (from is null || from == to) return;
                if (cause.Evidence.Source.Length == 0 || cause.By is null) cause = cause with { Name = from.CommandLine, Evidence = from.Evidence };
                break;
            case EdgeKind.RemoteLogon:
                from = Caller(to.HostOf, WithPort(to.HostOf, logon!), RemoteCallers.Services);
                break;
            case EdgeKind.Com:
                if (Activation(to, logon) is not { } activation) return;
                (from, cause) = activation;
                break;
            default:
                break;
        }

        if (from != to) AddEdge(kind, from, to, cause.Name, cause.Evidence);
    }

    private LineageProcess? Caller(LineageHost host, LineageFact? fact, ReadOnlySpan<int> services) =>
        fact is null ? null : _remote.Find(host, fact.Time, fact.Address, fact.Port, services)?.By;

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
}
