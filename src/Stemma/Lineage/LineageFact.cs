namespace Stemma.Lineage;

/// <summary>What a fact is about.</summary>
public enum LineageFactKind
{
    /// <summary>Something a process did that shows that it is there.</summary>
    Seen,

    /// <summary>A process started (Sysmon 1, Security 4688, execve); hashes of its file in <see cref="LineageFact.Text"/>.</summary>
    Start,

    /// <summary>A process made a copy of itself (fork, clone); the copy is the target.</summary>
    Fork,

    /// <summary>A process ended.</summary>
    End,

    /// <summary>A process wrote a file; <see cref="LineageFact.Name"/> is its path.</summary>
    FileWritten,

    /// <summary>A process loaded a library; <see cref="LineageFact.Name"/> is its path.</summary>
    ImageLoaded,

    /// <summary>A process deleted a file; <see cref="LineageFact.Name"/> is its path.</summary>
    FileDeleted,

    /// <summary>A process changed the registry: <see cref="LineageFact.Name"/> is the key or value, <see cref="LineageFact.Text"/> what was written.</summary>
    RegistrySet,

    /// <summary>A process made or opened the pipe <see cref="LineageFact.Name"/>.</summary>
    PipeUsed,

    /// <summary>A process looked up <see cref="LineageFact.Name"/>; the answer in <see cref="LineageFact.Address"/>.</summary>
    NameLookedUp,

    /// <summary>A process made a connection to <see cref="LineageFact.Address"/>.</summary>
    Connected,

    /// <summary>A process started a thread in the target.</summary>
    RemoteThread,

    /// <summary>A process opened the target with <see cref="LineageFact.Access"/>.</summary>
    Accessed,

    /// <summary>A process's image in memory is no longer its file's.</summary>
    Tampered,

    /// <summary>A service was installed: <see cref="LineageFact.Name"/>, its command in <see cref="LineageFact.Text"/>.</summary>
    ServiceCreated,

    /// <summary>A task was registered or changed: <see cref="LineageFact.Name"/>, its command, where known, in <see cref="LineageFact.Text"/>.</summary>
    TaskRegistered,

    /// <summary>A task's action began: <see cref="LineageFact.Name"/>, its program in <see cref="LineageFact.Text"/>, its process where known.</summary>
    TaskStarted,

    /// <summary>A process asked for something through WMI; the machine that asked in <see cref="LineageFact.Address"/>.</summary>
    WmiCall,

    /// <summary>Somebody logged on from <see cref="LineageFact.Address"/>.</summary>
    Logon,

    /// <summary>A process logged on elsewhere with other credentials; the machine in <see cref="LineageFact.Name"/>.</summary>
    LogonElsewhere,

    /// <summary>A part of a PowerShell script: <see cref="LineageFact.Part"/> of <see cref="LineageFact.Parts"/>.</summary>
    ScriptPart,

    /// <summary>A process was connected to from <see cref="LineageFact.Address"/>.</summary>
    Accepted,

    /// <summary>A logon from <see cref="LineageFact.Address"/> failed.</summary>
    LogonFailed,

    /// <summary>A session was given the privileges in <see cref="LineageFact.Text"/>.</summary>
    Privileges,

    /// <summary>A file or pipe was opened over a share: <see cref="LineageFact.Path"/> under <see cref="LineageFact.Text"/>, the share's folder or name.</summary>
    ShareAccess,

    /// <summary>A service (<see cref="LineageFact.Name"/>, as it is displayed) entered the state in <see cref="LineageFact.Text"/>.</summary>
    ServiceState,

    /// <summary>A task's action ended: <see cref="LineageFact.Name"/>, the result in <see cref="LineageFact.Text"/>.</summary>
    TaskEnded,

    /// <summary>PowerShell began in a process, whose command is in <see cref="LineageFact.Text"/>; <see cref="LineageFact.Name"/> is its HostId.</summary>
    EngineStarted,

    /// <summary>PowerShell ended in it.</summary>
    EngineEnded,

    /// <summary>A process asked for a session on the machine in <see cref="LineageFact.Name"/> (WinRM).</summary>
    RemoteCall,

    /// <summary>A shell was asked for from elsewhere, or who asked was let in (WinRM): what, or how, in <see cref="LineageFact.Text"/>.</summary>
    RemoteShell,

    /// <summary>A background transfer (BITS) of the job <see cref="LineageFact.Name"/>: URL in <see cref="LineageFact.Address"/>, file in <see cref="LineageFact.Path"/>.</summary>
    Transfer,

    /// <summary>A policy let <see cref="LineageFact.Path"/> run; the rule in <see cref="LineageFact.Name"/>.</summary>
    PolicyAllowed,

    /// <summary>A policy would have stopped <see cref="LineageFact.Path"/>.</summary>
    PolicyAudited,

    /// <summary>A policy stopped <see cref="LineageFact.Path"/>.</summary>
    PolicyBlocked,

    /// <summary>Malware was found in <see cref="LineageFact.Path"/>: its name in <see cref="LineageFact.Name"/>, what was done in <see cref="LineageFact.Text"/>.</summary>
    MalwareFound,
}

/// <summary>One event, as lineage sees it. Texts are empty and numbers −1 where the event does not say.</summary>
public sealed record LineageFact
{
    /// <summary>What it is about.</summary>
    public required LineageFactKind Kind { get; init; }

    /// <summary>The machine that recorded it.</summary>
    public required string Host { get; init; }

    /// <summary>When it was recorded (100 ns units since 1601 UTC); facts are ordered by it.</summary>
    public required long Time { get; init; }

    /// <summary>The event.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>When it happened by the event's own words (<c>UtcTime</c>); 0: it does not say.</summary>
    public long UtcTime { get; init; }

    /// <summary>The process's number.</summary>
    public long Pid { get; init; } = -1;

    /// <summary>Its ProcessGuid, in small letters without braces.</summary>
    public string Guid { get; init; } = "";

    /// <summary>Its program.</summary>
    public string Image { get; init; } = "";

    /// <summary>Its command line.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Its user.</summary>
    public string User { get; init; } = "";

    /// <summary>Its integrity level.</summary>
    public string Integrity { get; init; } = "";

    /// <summary>Its logon session, as <c>0x…</c>; of a logon, the new one.</summary>
    public string LogonId { get; init; } = "";

    /// <summary>The parent's number.</summary>
    public long ParentPid { get; init; } = -1;

    /// <summary>The parent's ProcessGuid.</summary>
    public string ParentGuid { get; init; } = "";

    /// <summary>The parent's program.</summary>
    public string ParentImage { get; init; } = "";

    /// <summary>The parent's command line.</summary>
    public string ParentCommandLine { get; init; } = "";

    /// <summary>The target's number.</summary>
    public long TargetPid { get; init; } = -1;

    /// <summary>The target's ProcessGuid.</summary>
    public string TargetGuid { get; init; } = "";

    /// <summary>The target's program.</summary>
    public string TargetImage { get; init; } = "";

    /// <summary>A name: see <see cref="Kind"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>A command or script: see <see cref="Kind"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>A file: see <see cref="Kind"/>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The other machine's address, or its name.</summary>
    public string Address { get; init; } = "";

    /// <summary>The address of the machine itself.</summary>
    public string OwnAddress { get; init; } = "";

    /// <summary>The port at <see cref="Address"/>.</summary>
    public int Port { get; init; } = -1;

    /// <summary>The port at <see cref="OwnAddress"/>.</summary>
    public int OwnPort { get; init; } = -1;

    /// <summary>The rights asked for (Sysmon's <c>GrantedAccess</c>).</summary>
    public uint Access { get; init; }

    /// <summary>Which part, from 1.</summary>
    public int Part { get; init; }

    /// <summary>How many parts.</summary>
    public int Parts { get; init; }
}
