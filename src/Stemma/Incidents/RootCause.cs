using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>How an attack came in.</summary>
public enum InitialVector
{
    /// <summary>The logs do not tell.</summary>
    Unknown,

    /// <summary>A mail program started it, or something that came by mail.</summary>
    Mail,

    /// <summary>An office program started it: a document.</summary>
    Document,

    /// <summary>A browser started it.</summary>
    Browser,

    /// <summary>A file was run from where downloads go, or that a browser or download tool wrote.</summary>
    Download,

    /// <summary>A server that answers the network started it.</summary>
    Server,

    /// <summary>A file was run from a removable drive or a mounted image.</summary>
    RemovableMedia,

    /// <summary>Somebody logged on over the network.</summary>
    RemoteLogon,

    /// <summary>A service that was created from elsewhere.</summary>
    RemoteService,

    /// <summary>A service or task of this machine started it: what set it up is not in the logs.</summary>
    Persistence,

    /// <summary>A user typed or clicked it in a session on the machine.</summary>
    LocalSession,
}

/// <summary>Where an incident began.</summary>
/// <param name="Vector">How it came in.</param>
/// <param name="Process">The first process of the incident; null when it has none.</param>
/// <param name="Confidence">How sure that is, from 0 to 1.</param>
/// <param name="Why">In a sentence; of an unknown cause, which log would tell.</param>
public sealed record RootCause(InitialVector Vector, LineageProcess? Process, double Confidence, string Why)
{
    /// <summary>The techniques that such a beginning is.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>The events that show it.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>An ordinary program that started the first process, such as a desktop or a mail program: shown, but no part of the incident.</summary>
    public LineageProcess? StartedBy { get; init; }
}
