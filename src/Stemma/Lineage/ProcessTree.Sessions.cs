namespace Stemma.Lineage;

// Logon sessions, and what came from other machines in them.
public sealed partial class ProcessTree
{
    private const long LogonWindow = 10 * TimeSpan.TicksPerMinute;

    private Recent<(LineageHost, string), Session>? _sessions;
    private Recent<(LineageHost, long), LineageFact>? _daemonLogons;
    private Recent<(LineageHost, string), Failures>? _failures;

    private sealed class Session
    {
        public LineageFact? Logon { get; set; }

        public LineageFact? Privileges { get; set; }

        public Failures? Failures { get; set; }

        public bool IsShown { get; set; }
    }

    private sealed class Failures(LineageFact first)
    {
        public LineageFact First { get; } = first;

        public int Count { get; set; }

        public long Last { get; set; }

        public LineageProcess? By { get; set; }

        public bool IsTold { get; set; }
    }

    private void NoteLogon(LineageHost host, LineageFact fact)
    {
        if (fact.Kind == LineageFactKind.LogonFailed)
        {
            NoteFailure(host, fact);
            return;
        }

        if (fact.Kind == LineageFactKind.Privileges)
        {
            if (fact.LogonId is not ("0x3e7" or "0x3e5" or "0x3e4")) SessionOf(host, fact.LogonId).Privileges = fact;
            return;
        }

        bool isElsewhere = RemoteCallers.IsElsewhere(fact.Address);
        if (isElsewhere && fact.Name.Length > 0 && LineageHost.KeyOf(fact.Name) is var name && name != host.Key) _remote.Learn(fact.Address, name);

        // Linux: the daemon that let them in is the session's first process, and what says its port need not say its session.
        if (fact.Pid > 0 && isElsewhere)
        {
            _daemonLogons ??= new(_limits.Causes);
            if (fact.Port > 0 || !_daemonLogons.TryGet((host, fact.Pid), out LineageFact? known) || !IsSameLogon(known, fact)) _daemonLogons.Set((host, fact.Pid), fact);
        }

        if (fact.LogonId.Length == 0) return;
        Session session = SessionOf(host, fact.LogonId);
        if (session.Logon is { } logon && IsSameLogon(logon, fact)) return;
        session.Logon = fact;
        if (_failures is not null && _failures.TryGet((host, isElsewhere ? fact.Address : fact.User), out Failures? failures) && fact.Time - failures.Last <= LogonWindow)
            session.Failures = failures;
    }

    private static bool IsSameLogon(LineageFact a, LineageFact b) => a.Address == b.Address && Math.Abs(a.Time - b.Time) <= TimeSpan.TicksPerMinute;

    private Session SessionOf(LineageHost host, string logonId)
    {
        _sessions ??= new(_limits.Causes);
        if (!_sessions.TryGet((host, logonId), out Session? session)) _sessions.Set((host, logonId), session = new Session());
        return session;
    }

    private void NoteFailure(LineageHost host, LineageFact fact)
    {
        string from = RemoteCallers.IsElsewhere(fact.Address) ? fact.Address : fact.User;
        _failures ??= new(_limits.Causes);
        if (!_failures.TryGet((host, from), out Failures? failures) || fact.Time - failures.Last > LogonWindow)
        {
            if (failures is not null) NoteFailures(failures);
            _failures.Set((host, from), failures = new Failures(fact) { By = fact.Pid > 0 ? ProcessIndex.Find(host, fact.Pid, fact.Time, fact.Image) : null });
        }

        (failures.Count, failures.Last) = (failures.Count + 1, fact.Time);
    }

    // Failures that no session followed: in order of time.
    private void NoteFailures()
    {
        if (_failures is null) return;
        foreach (Failures failures in _failures.All.Select(pair => pair.Value).OrderBy(failures => failures.First.Time)
            .ThenBy(failures => failures.First.Evidence.Source, StringComparer.Ordinal).ThenBy(failures => failures.First.Evidence.Position)) NoteFailures(failures);
    }

    private void NoteFailures(Failures failures, LineageProcess? process = null)
    {
        if (failures.IsTold) return;
        failures.IsTold = true;
        string user = failures.First.User, from = failures.First.Address;
        AddNote(NoteKind.FailedLogons, HostOf(failures.First.Host), process ?? failures.By,
            $"{failures.Count} of {(user.Length == 0 ? "?" : user)}{(RemoteCallers.IsElsewhere(from) ? $" from {from}" : "")}", failures.First.Evidence);
    }

    // The first process of a session shows what the session is; a COM object shows who asked for it.
    private void NoteSession(LineageProcess process, ReadOnlySpan<char> parent)
    {
        Session? session = null;
        if (process.LogonId.Length > 0 && process.Parent?.LogonId != process.LogonId && _sessions is not null
            && _sessions.TryGet((process.HostOf, process.LogonId), out session) && !session.IsShown)
        {
            session.IsShown = true;
            if (session.Privileges is { } privileges) AddNote(NoteKind.Privileges, process.HostOf, process, string.Join(' ', privileges.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), privileges.Evidence);
            if (session.Failures is { } failures) NoteFailures(failures, process);
        }

        LineageFact? logon = IsRemote(session?.Logon) ? session!.Logon : null;
        if (logon is null && _daemonLogons is not null && process.Parent is { } daemon && parent.StartsWith("sshd") && !CommandText.FileName(process.Image).StartsWith("sshd"))
        {
            if (!_daemonLogons.TryGet((process.HostOf, daemon.Pid), out logon) && daemon.Parent is { } monitor) _daemonLogons.TryGet((process.HostOf, monitor.Pid), out logon);
        }

        bool isRemoting = CommandText.FileName(process.Image) is var name && (name.Equals("wsmprovhost.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("winrshost.exe", StringComparison.OrdinalIgnoreCase));
        if (isRemoting && logon is null && _shellsAsked is not null && _shellsAsked.TryGet(process.HostOf, out LineageFact? asked) && Math.Abs(process.Recorded - asked.Time) < AtOnce)
            _effects.Enqueue(new Effect(EdgeKind.RemoteLogon, process, new Maker(null, "WinRM", "", asked.Evidence), asked));
        else if (!isRemoting && IsActivated(process, parent)) _effects.Enqueue(new Effect(EdgeKind.Com, process, new Maker(null, "", "", process.Evidence), logon));
        else
        {
            if (logon is not null) _effects.Enqueue(new Effect(EdgeKind.RemoteLogon, process, new Maker(null, logon.Address, "", logon.Evidence), logon));

            // ShellWindows: the desktop's own shell serves the object, and starts what it is asked to.
            if (parent.Equals("explorer.exe", StringComparison.OrdinalIgnoreCase)) _effects.Enqueue(new Effect(EdgeKind.Com, process, new Maker(null, "", "", process.Evidence), null));
        }
    }

    // Types 3, 8 and 10 of Windows; on Linux the program that let them in.
    private static bool IsRemote(LineageFact? logon) => logon is not null && RemoteCallers.IsElsewhere(logon.Address)
        && (logon.Text is "3" or "8" or "10" || (logon.Text.Length > 0 && !char.IsAsciiDigit(logon.Text[0])));

    private LineageFact WithPort(LineageHost host, LineageFact logon) => logon.Port <= 0 && logon.Pid > 0 && _daemonLogons is not null
        && _daemonLogons.TryGet((host, logon.Pid), out LineageFact? other) && IsSameLogon(other, logon) ? logon with { Port = other.Port } : logon;

    // Started by the service for it, to serve an object. What WMI and WinRM start has its own causes.
    private static bool IsActivated(LineageProcess process, ReadOnlySpan<char> parent) =>
        parent.Equals("svchost.exe", StringComparison.OrdinalIgnoreCase) && CommandText.FileName(process.Image) is var name && !name.Equals("WmiPrvSE.exe", StringComparison.OrdinalIgnoreCase)
        && (process.Parent!.CommandLine.Length == 0 || process.Parent.CommandLine.Contains("DcomLaunch", StringComparison.OrdinalIgnoreCase))
        && (process.CommandLine.Contains("-Embedding", StringComparison.OrdinalIgnoreCase) || process.CommandLine.Contains("/Embedding", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("dllhost.exe", StringComparison.OrdinalIgnoreCase) && process.CommandLine.Contains("/Processid:", StringComparison.OrdinalIgnoreCase)));

    // Objects are asked for on the machine itself all the time: only what shows another machine is a cause.
    private (LineageProcess? From, Maker Cause)? Activation(LineageProcess process, LineageFact? logon)
    {
        bool isShells = CommandText.FileName(process.Parent?.Image ?? "").Equals("explorer.exe", StringComparison.OrdinalIgnoreCase);
        if (_accepted is not null && _accepted.TryGet(isShells ? process.Parent! : process, out LineageFact? accepted)
            && Math.Abs(accepted.Time - process.Recorded) < (isShells ? AtOnce : TimeSpan.TicksPerMinute))
        {
            // Which end of the connection is the other machine's, sources say differently: the one that a process elsewhere made.
            LineageProcess? from = _remote.Find(process.HostOf, accepted.Time, accepted.Address, accepted.Port, [])?.By
                ?? _remote.Find(process.HostOf, accepted.Time, accepted.OwnAddress, accepted.OwnPort, [])?.By ?? Caller(process.HostOf, logon ?? accepted, [135]);
            return (from, new Maker(from, logon?.Address ?? accepted.Address, "", accepted.Evidence));
        }

        if (logon is not null) return (Caller(process.HostOf, logon, [135]), new Maker(null, logon.Address, "", logon.Evidence));

        // Without a logon event: a session in which nothing ran before, and somebody elsewhere who just asked where objects are.
        bool isNewSession = !isShells && process.LogonId is not ("" or "0x3e7" or "0x3e5" or "0x3e4")
            && !process.HostOf.Latest.Any(other => other != process && other.LogonId == process.LogonId && other.Recorded <= process.Recorded);
        return isNewSession && _remote.FindCall(process.HostOf, process.Recorded, 135) is { } call && !IsOfWindows(call.By!) ? (call.By, call) : null;
    }

    // Parts of Windows ask other machines all the time.
    private static bool IsOfWindows(LineageProcess process) => process.Pid == 4 || CommandText.FileName(process.Image) is var name
        && (name.Equals("svchost.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("lsass.exe", StringComparison.OrdinalIgnoreCase) || name.Equals("services.exe", StringComparison.OrdinalIgnoreCase));

    // The machine in a connection string of WinRM: http://srv:5985/wsman, srv/wsman?PSVersion=5.1.
    private static string Machine(string connection)
    {
        ReadOnlySpan<char> rest = connection;
        if (rest.IndexOf("://") is >= 0 and int scheme) rest = rest[(scheme + 3)..];
        int end = rest.IndexOfAny("/:?");
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}
