using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Logs;

/// <summary>Turns the records of one audit event into events, and says what is missing among them.</summary>
internal sealed class AuditEventWriter(FieldEvent e)
{
    private static readonly SigmaLogSource
        Auditd = new("linux", null, "auditd"),
        ProcessCreation = new("linux", "process_creation", "auditd"),
        FileEvent = new("linux", "file_event", "auditd"),
        FileDelete = new("linux", "file_delete", "auditd"),
        NetworkConnection = new("linux", "network_connection", "auditd");

    // What a record is not told itself and its event knows; a0 … a3 of the call are not among it.
    private static readonly string[] Whole =
    [
        "arch", "syscall", "success", "exit", "ppid", "pid", "auid", "uid", "gid", "euid", "suid", "fsuid", "egid", "sgid", "fsgid", "tty", "ses",
        "comm", "exe", "subj", "ARCH", "SYSCALL", "AUID", "UID", "GID", "EUID", "SUID", "FSUID", "EGID", "SGID", "FSGID",
    ];

    private static readonly string[] Who = ["ppid", "pid", "auid", "uid", "euid", "ses", "AUID", "UID", "EUID"];

    private readonly AuditParents _parents = new();
    private readonly AuditArguments _arguments = new();
    private IReadOnlyList<AuditRecord> _records = [];
    private AuditRecord? _call;
    private string? _callName;
    private LogSink _sink;
    private long _alone, _alonePosition;

    /// <summary>How many events of the log lack records that once were there.</summary>
    public long Incomplete { get; private set; }

    /// <summary>Starts a log.</summary>
    public void Begin(string source, LogSink sink)
    {
        _sink = sink;
        e.Source = source;
        _parents.Clear();
        (_alone, _alonePosition, Incomplete) = (0, 0, 0);
    }

    /// <summary>Ends a log: says how many events have no call. What is there of them was read, so that nothing is damaged.</summary>
    public void End()
    {
        if (_alone == 0) return;
        string what = _alone == 1 ? "1 event is incomplete: its" : $"{_alone} events are incomplete: their";
        _sink.OnProblem(_alonePosition, $"{what} SYSCALL record is missing (lost, or the log was filtered)", false);
    }

    /// <summary>Writes an event.</summary>
    public void Write(IReadOnlyList<AuditRecord> records)
    {
        _records = records;
        _call = First("SYSCALL") ?? First("URINGOP");
        _callName = _call is null ? null : _call.Fields.Find("SYSCALL") >= 0 ? _call.Fields.Value("SYSCALL").ToString()
            : AuditSyscalls.Name(_call.Fields.Value("arch"), _call.Fields.Value("syscall"));
        AuditRecord? execve = First("EXECVE");
        if (execve is not null) _arguments.Read(records);
        Check(execve);
        bool isStart = Call("success") is not "no" && (execve is not null || _callName is "execve" or "execveat");
        foreach (AuditRecord record in records)
        {
            if (record.Type is "EXECVE" && record != execve) continue;
            Write(record, isStart && record == (execve ?? _call));
        }

        if (!isStart && _call is not null)
            _parents.Note(_call.Node, _call.Fields.Value("pid"), _call.Fields.Value("exe"), FirstValue("PROCTITLE", "proctitle"), isNew: false);
    }

    private void Write(AuditRecord record, bool isStart)
    {
        e.Begin(record.Position);
        e.SetChannel("auditd");
        e.SetHost(record.Node);
        e.SetTime((record.Milliseconds * 10_000) + DateTime.UnixEpoch.ToFileTimeUtc());
        e.SetIds(-1, record.Serial);
        bool isExecve = record.Type is "EXECVE";
        for (int i = 0; i < record.Fields.Count; i++)
            if (!isExecve || record.Fields.Name(i) is not ['a', >= '0' and <= '9', ..]) e.Add(record.Fields.Name(i), record.Fields.Value(i));
        if (isExecve)
            for (int i = 0; i < _arguments.Words.Count; i++) e.Add(_arguments.Words.Name(i), _arguments.Words.Value(i));
        if (record == _call)
        {
            if (_callName is not null) AddMissing("SYSCALL", _callName);
            AddMissing("cwd", FirstValue("CWD", "cwd"));
        }
        else if (_call is not null)
        {
            foreach (string name in isExecve ? Whole : Who) AddMissing(name, _call.Fields.Value(name));
            if (isExecve && _callName is not null) AddMissing("SYSCALL", _callName);
            if (isExecve) AddMissing("cwd", FirstValue("CWD", "cwd"));
            for (int i = 0; isExecve && i < _call.Fields.Count; i++)
                if (_call.Fields.Name(i) is "key") e.Add("key", _call.Fields.Value(i));
        }

        SigmaLogSource logSource = isStart ? AddStart(isExecve) : record.Type is "PATH" ? AddPath(record)
            : record.Type is "SOCKADDR" ? AddConnection(record) : Auditd;
        e.Finish(logSource);
        _sink.OnEvent(e);
    }

    private SigmaLogSource AddStart(bool isExecve)
    {
        ReadOnlySpan<char> image = Call("exe");
        if (image.IsEmpty) image = FirstValue("PATH", "name");
        ReadOnlySpan<char> title = FirstValue("PROCTITLE", "proctitle");
        ReadOnlySpan<char> commandLine = isExecve && _arguments.CommandLine.Length > 0 ? _arguments.CommandLine : title;
        AddMissing("Image", image);
        AddMissing("CommandLine", commandLine);
        AddMissing("CurrentDirectory", FirstValue("CWD", "cwd"));
        AddProcess();
        AddMissing("ParentProcessId", Call("ppid"));
        string node = _records[0].Node;
        if (_parents.TryGet(node, Call("ppid"), out var parent))
        {
            AddMissing("ParentImage", parent.Image);
            AddMissing("ParentCommandLine", parent.CommandLine);
        }

        _parents.Note(node, Call("pid"), image, commandLine, isNew: true);
        return ProcessCreation;
    }

    private SigmaLogSource AddPath(AuditRecord record)
    {
        ReadOnlySpan<char> type = record.Fields.Value("nametype");
        if (type.IsEmpty) type = record.Fields.Value("objtype");
        if (type is not ("CREATE" or "DELETE") || Call("success") is "no" || record.Fields.Value("name") is "" or "(null)") return Auditd;
        string name = record.Fields.Value("name").ToString(), folder = FirstValue("CWD", "cwd").ToString();
        AddMissing("TargetFilename", name.StartsWith('/') || folder.Length == 0 ? name : $"{folder.TrimEnd('/')}/{(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name)}");
        AddMissing("Image", Call("exe"));
        AddProcess();
        return type is "CREATE" ? FileEvent : FileDelete;
    }

    private SigmaLogSource AddConnection(AuditRecord record)
    {
        if (_callName is not "connect" || !AuditAddress.TryRead(record, out string address, out string port)) return Auditd;
        AddMissing("Image", Call("exe"));
        AddMissing("DestinationIp", address);
        AddMissing("DestinationPort", port);
        AddMissing("Initiated", "true");
        AddProcess();
        return NetworkConnection;
    }

    private void AddProcess()
    {
        AddMissing("ProcessId", Call("pid"));
        ReadOnlySpan<char> user = Call("UID");
        AddMissing("User", !user.IsEmpty ? user : Call("uid") is "0" ? "root" : Call("uid"));
    }

    private void AddMissing(string name, ReadOnlySpan<char> value)
    {
        if (!value.IsEmpty && !e.Has(name)) e.Add(name, value);
    }

    private ReadOnlySpan<char> Call(string name) => _call is null ? [] : _call.Fields.Value(name);

    private AuditRecord? First(string type)
    {
        foreach (AuditRecord record in _records)
            if (record.Type.SequenceEqual(type)) return record;
        return null;
    }

    private ReadOnlySpan<char> FirstValue(string type, string name) => First(type) is AuditRecord record ? record.Fields.Value(name) : [];

    private void Check(AuditRecord? execve)
    {
        bool isCut = execve is not null && _arguments.Expected > _arguments.Words.Count;
        if (isCut) _sink.OnProblem(execve!.Position, $"event {execve.Serial}: {_arguments.Expected - _arguments.Words.Count} of {_arguments.Expected} words of the command line are missing", false);
        AuditRecord? alone = _call is null ? execve ?? First("PATH") ?? First("CWD") ?? First("SOCKADDR") : null;
        if (alone is not null && _alone++ == 0) _alonePosition = alone.Position;
        if (isCut || alone is not null) Incomplete++;
    }
}
