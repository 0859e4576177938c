namespace Stemma.Lineage;

/// <summary>What a note says.</summary>
public enum NoteKind
{
    /// <summary>Logons failed, before one that did not or for good.</summary>
    FailedLogons,

    /// <summary>Privileges that a session was given.</summary>
    Privileges,

    /// <summary>A service entered a state.</summary>
    ServiceState,

    /// <summary>A task's action ended.</summary>
    TaskEnded,

    /// <summary>PowerShell began in a process.</summary>
    EngineStarted,

    /// <summary>PowerShell ended in it.</summary>
    EngineEnded,

    /// <summary>A shell was asked for over WinRM.</summary>
    RemoteShell,

    /// <summary>A background transfer (BITS).</summary>
    Transfer,

    /// <summary>A policy (AppLocker) let a file run.</summary>
    PolicyAllowed,

    /// <summary>A policy (AppLocker, Code Integrity) would have stopped a file.</summary>
    PolicyAudited,

    /// <summary>A policy (AppLocker, Code Integrity) stopped a file.</summary>
    PolicyBlocked,

    /// <summary>Malware was found (Defender).</summary>
    MalwareFound,
}

/// <summary>Something that an event says beside who caused whom.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process it is about; null when the logs do not tell.</param>
/// <param name="Detail">The account, service, file, URL or threat.</param>
/// <param name="Evidence">The event; of several, the first.</param>
public sealed record LineageNote(NoteKind Kind, string Host, LineageProcess? Process, string Detail, Evidence Evidence);
