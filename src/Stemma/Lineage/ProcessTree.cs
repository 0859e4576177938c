namespace Stemma.Lineage;

/// <summary>
/// The processes of all machines, from facts in any order; in order of time is best, and what is said of a number then depends least on
/// luck. A process is known by its ProcessGuid, or by machine, number and start; both are joined where they mean one. Memory is bounded
/// (<see cref="LineageLimits"/>). The same facts in the same order give the same tree. Not for several threads.
/// </summary>
public sealed partial class ProcessTree
{
    private const long LongestExec = 10 * TimeSpan.TicksPerMinute;
    private const int DeepestCheck = 1024;

    private readonly LineageLimits _limits;
    private readonly ProcessIndex _index = new();
    private readonly TextPool _texts = new();
    private readonly Dictionary<string, LineageHost> _hosts = [];
    private List<LineageProcess> _processes = [];
    private string _lastHostName = "";
    private LineageHost? _lastHost;

    /// <summary>An empty tree.</summary>
    /// <param name="limits">How much it keeps; the defaults when null.</param>
    public ProcessTree(LineageLimits? limits = null)
    {
        _limits = limits ?? new LineageLimits();
        _remote = new RemoteCallers(_limits.Causes, _limits.Skew.Ticks);
    }

    /// <summary>What was read, and what was let go.</summary>
    public LineageCounts Counts { get; } = new();

    /// <summary>All processes by machine, start and number.</summary>
    public IReadOnlyList<LineageProcess> Processes() => [.. _processes.Order(ByStart)];

    /// <summary>The order of processes in all that is printed: machine, time, number, ProcessGuid.</summary>
    public static IComparer<LineageProcess> ByStart { get; } = Comparer<LineageProcess>.Create((a, b) =>
    {
        int order = string.CompareOrdinal(a.Host, b.Host);
        if (order == 0) order = TimeOf(a).CompareTo(TimeOf(b));
        if (order == 0) order = a.Pid.CompareTo(b.Pid);
        if (order == 0) order = string.CompareOrdinal(a.Guid, b.Guid);
        return order == 0 ? a.Recorded.CompareTo(b.Recorded) : order;

        static long TimeOf(LineageProcess p) => p.Start > 0 ? p.Start : p.Recorded;
    });

    /// <summary>Takes in a fact.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>The process that it is about; null when it names none.</returns>
    public LineageProcess? Apply(LineageFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        Counts.Facts++;
        Settle(fact.Time - _limits.Skew.Ticks);
        LineageHost host = HostOf(fact.Host);
        LineageProcess? process;
        switch (fact.Kind)
        {
            case LineageFactKind.Start:
                process = Start(host, fact);
                break;
            case LineageFactKind.Fork:
                process = Fork(host, fact);
                break;
            case LineageFactKind.End:
                process = End(host, fact);
                break;
            default:
                // The number 0 is nobody's: it stands for "unknown", or for a caller on another machine.
                process = fact is { Kind: LineageFactKind.ScriptPart, Pid: <= 4 } ? RunningShell(host, fact.Time) : fact.Pid == 0 && fact.Guid.Length == 0 ? null : Named(host, fact);
                if (process is not null) Describe(process, fact);
                Note(host, process, fact);
                break;
        }

        if (_processes.Count > _limits.Processes) Evict();
        return process;
    }

    /// <summary>The process that a fact is about, by what is known now; changes nothing.</summary>
    internal LineageProcess? Find(LineageFact fact) => _hosts.TryGetValue(LineageHost.KeyOf(fact.Host), out LineageHost? host)
        ? _index.Find(host, fact.Guid) ?? ProcessIndex.Find(host, fact.Pid, fact.Time, fact.Image) : null;

    /// <summary>The process that a fact says was started, opened or copied; null when it says none.</summary>
    internal LineageProcess? FindTarget(LineageFact fact) => _hosts.TryGetValue(LineageHost.KeyOf(fact.Host), out LineageHost? host)
        ? _index.Find(host, fact.TargetGuid) ?? ProcessIndex.Find(host, fact.TargetPid, fact.Time, fact.TargetImage) : null;

    private LineageProcess Start(LineageHost host, LineageFact fact)
    {
        LineageProcess? process = _index.Find(host, fact.Guid), before = null;
        if (fact.Image.StartsWith('/')) before = Running(host, fact, process);
        if (before is { IsFork: true }) (process, before) = (before, null);
        process = before is not null ? null : process ?? ProcessIndex.FindStarted(host, fact);
        if (process is { HasStart: true }) Counts.Joined++;
        else Counts.Starts++;

        bool isNew = process is null, isFirst = process is not { HasStart: true };
        process ??= new LineageProcess(host, fact.Pid) { Recorded = fact.Time };
        if (isFirst)
        {
            if (fact.Image.Length > 0) process.Image = "";
            if (process.IsFork) (process.Image, process.CommandLine) = ("", "");
            process.Recorded = Math.Min(process.Recorded, fact.Time);
            process.Evidence = fact.Evidence;
            (process.HasStart, process.IsFork) = (true, false);
            (process.ParentPid, process.ParentImage) = (fact.ParentPid, _texts.Get(fact.ParentImage));
        }

        // What happened by the event's own words is nearer to the truth than when it was written down.
        if (isFirst || fact.UtcTime > 0) process.Start = fact.UtcTime > 0 ? fact.UtcTime : fact.Time;
        host.FirstStart = Math.Min(host.FirstStart, process.Start);
        string guid = process.Guid;
        Describe(process, fact);
        if (isNew) Add(process);
        else if (guid.Length == 0 && process.Guid.Length > 0) _index.AddGuid(process);
        if (before is not null) before.Adopt(process, ParentLink.Exec);
        else SetParent(process, fact);
        if (isFirst) NoteStart(process);
        return process;
    }

    // The process that runs another program now, or its first one after a fork: execve keeps number and ProcessGuid. Null when the number was
    // given again.
    private static LineageProcess? Running(LineageHost host, LineageFact fact, LineageProcess? sameGuid)
    {
        LineageProcess? running = sameGuid ?? ProcessIndex.Find(host, fact.Pid, fact.Time, "");
        if (running is { IsFork: true }) return running;
        if (running is not { HasStart: true } || running.ParentPid != fact.ParentPid || fact.Time <= running.Recorded
            || (running.Ended > 0 && running.Ended <= fact.Time) || fact.Time - running.Recorded > LongestExec) return null;
        return running.Image == fact.Image && running.CommandLine == fact.CommandLine && sameGuid is not null ? null : running;
    }

    // What was told before the end was: the number's later programs and children are not the process's.
    private void LeaveAtEnd(LineageProcess ended)
    {
        foreach (LineageProcess child in ended.Children.ToArray())
        {
            bool isExec = child.Link == ParentLink.Exec && child.Recorded >= ended.Ended;
            if (!isExec && (child.Link != ParentLink.Pid || child.Recorded <= ended.Ended + ProcessIndex.Tolerance)) continue;
            LineageProcess? other = Get(child.HostOf, "", child.ParentPid, child.ParentImage, child.Recorded, child.Evidence);
            if (other is not null && other != ended) Link(other, child, ParentLink.Pid);
            else if (isExec) ended.Disown(child);
        }
    }

    private LineageProcess? Fork(LineageHost host, LineageFact fact)
    {
        if (Named(host, fact) is not { } parent) return null;
        Describe(parent, fact);
        LineageProcess copy = new(host, fact.TargetPid)
        {
            Recorded = fact.Time,
            Start = fact.Time,
            Touched = fact.Time,
            Evidence = fact.Evidence,
            IsFork = true,
            Image = parent.Image,
            CommandLine = parent.CommandLine,
            User = parent.User,
            LogonId = parent.LogonId,
            ParentPid = parent.Pid,
        };
        Add(copy);
        Link(parent, copy, ParentLink.Pid);
        return parent;
    }

    private LineageProcess? End(LineageHost host, LineageFact fact)
    {
        // Nothing ends before it starts.
        if (Get(host, fact.Guid, fact.Pid, fact.Image, fact.Time, fact.Evidence, early: 0) is not { } process) return null;
        bool isNamed = fact.Guid.Length > 0 && fact.Guid == process.Guid;
        if (process.Ended > 0 && !isNamed)
        {
            // Two sources tell of one end; told at another time, it is that of a process whose start was lost or comes late.
            if (Math.Abs(process.Ended - fact.Time) <= ProcessIndex.Tolerance) return process;
            if (!process.HasStart || process.IsEndNamed || process.Ended < fact.Time) process = AddGhost(host, "", fact.Pid, fact.Image, fact.Time, fact.Evidence);
            else
            {
                LineageProcess later = AddGhost(host, "", fact.Pid, "", process.Ended, fact.Evidence);
                (later.End, later.Ended) = (process.End, process.Ended);
            }
        }

        Describe(process, fact);
        (process.End, process.Ended, process.IsEndNamed) = (fact.UtcTime > 0 ? fact.UtcTime : fact.Time, fact.Time, isNamed);
        if (process.FirstChild is not null) LeaveAtEnd(process);
        return process;
    }

    private void SetParent(LineageProcess process, LineageFact fact)
    {
        // What ProcessGuids say stands.
        if (process.Parent is not null && (process.Link == ParentLink.Guid || fact.ParentGuid.Length == 0)) return;
        if (fact.ParentPid == fact.Pid && fact.ParentGuid.Length == 0) return;
        LineageProcess? parent = Get(process.HostOf, fact.ParentGuid, fact.ParentPid, fact.ParentImage, fact.Time, fact.Evidence);
        if (parent is null || parent == process) return;
        if (parent.CommandLine.Length == 0) parent.CommandLine = Cut(fact.ParentCommandLine);
        Touch(parent, fact.Time);
        Link(parent, process, fact.ParentGuid.Length > 0 ? ParentLink.Guid : ParentLink.Pid);
    }

    // A hostile log may say that somebody is their own ancestor.
    private static void Link(LineageProcess parent, LineageProcess child, ParentLink link)
    {
        int depth = 0;
        for (LineageProcess? at = child.FirstChild is null ? null : parent; at is not null; at = at.Parent)
            if (at == child || ++depth > DeepestCheck) return;
        if (parent != child) parent.Adopt(child, link);
    }

    private void Add(LineageProcess process)
    {
        _processes.Add(process);
        LineageProcess? older = _index.Add(process);
        if (older is null || older.Touched < process.Recorded) return;

        // The start came late: what was taken for its forerunner's since is its own.
        // An end that another source told a moment later is still the forerunner's.
        if (older.Ended > process.Recorded + (ProcessIndex.Tolerance / 4) && !older.IsEndNamed) (process.End, process.Ended, older.End, older.Ended) = (older.End, older.Ended, 0, 0);
        foreach (LineageProcess child in older.Children.ToArray())
            if (child.Link == ParentLink.Pid && child.Recorded >= process.Recorded && ProcessIndex.Fits(process, child.ParentImage)) Link(process, child, ParentLink.Pid);
    }

    private LineageProcess? Named(LineageHost host, LineageFact fact) => Get(host, fact.Guid, fact.Pid, fact.Image, fact.Time, fact.Evidence);

    /// <summary>The process that is meant; a ghost where none is known. Null where nothing names one.</summary>
    private LineageProcess? Get(LineageHost host, string guid, long pid, string image, long time, Evidence evidence, long early = ProcessIndex.Tolerance)
    {
        if (guid.Length == 0 && pid < 0) return null;
        LineageProcess? process = _index.Find(host, guid);
        if (process is not null) return process;
        process = ProcessIndex.Find(host, pid, time, image, early);
        if (process is not null && guid.Length > 0)
        {
            if (process.Guid.Length > 0 || !MayHave(process, guid, time)) process = null;
            else
            {
                process.Guid = _texts.Get(guid);
                _index.AddGuid(process);
            }
        }

        if (process is not null)
        {
            if (!process.HasStart && process.Recorded > time) process.Recorded = time;
            return process;
        }

        return AddGhost(host, guid, pid, image, time, evidence);
    }

    // A ProcessGuid holds the second of its process's start.
    private static bool MayHave(LineageProcess process, string guid, long time) =>
        !process.HasStart || GuidTime.Read(guid, time) is not (> 0 and long start) || Math.Abs(start - process.Start) <= ProcessIndex.Tolerance + TimeSpan.TicksPerSecond;

    private LineageProcess AddGhost(LineageHost host, string guid, long pid, string image, long time, Evidence evidence)
    {
        LineageProcess process = new(host, pid)
        {
            Recorded = time,
            Touched = time,
            Guid = _texts.Get(guid),
            Image = _texts.Get(image),
            Start = GuidTime.Read(guid, time),
            Evidence = evidence,
            WasEvicted = host.HasEvicted,
        };
        Add(process);
        return process;
    }

    private void Describe(LineageProcess process, LineageFact fact)
    {
        Touch(process, fact.Time);
        if (process.Guid.Length == 0 && fact.Guid.Length > 0)
        {
            process.Guid = _texts.Get(fact.Guid);
            _index.AddGuid(process);
        }

        if (process.Image.Length == 0) process.Image = _texts.Get(fact.Image);

        // Who logs on is not who lets them in.
        if (fact.Kind is LineageFactKind.Logon or LineageFactKind.LogonFailed) return;
        if (process.CommandLine.Length == 0) process.CommandLine = Cut(fact.CommandLine);
        if (process.User.Length == 0 || (fact.User.Contains('\\', StringComparison.Ordinal) && !process.User.Contains('\\', StringComparison.Ordinal))) process.User = _texts.Get(fact.User);
        if (process.Integrity.Length == 0) process.Integrity = _texts.Get(fact.Integrity);
        if (process.LogonId.Length == 0) process.LogonId = _texts.Get(fact.LogonId);
    }

    private string Cut(string commandLine) => commandLine.Length <= _limits.CommandLine ? commandLine : commandLine[.._limits.CommandLine];

    private static void Touch(LineageProcess process, long time) => process.Touched = Math.Max(process.Touched, time);

    private LineageHost HostOf(string name)
    {
        if (_lastHost is not null && name == _lastHostName) return _lastHost;
        string key = LineageHost.KeyOf(name);
        if (!_hosts.TryGetValue(key, out LineageHost? host)) _hosts.Add(key, host = new LineageHost(_texts.Get(name), key));
        else if (name.Length > host.Name.Length) host.Name = _texts.Get(name);
        (_lastHostName, _lastHost) = (name, host);
        return host;
    }
}
