using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>What kind of thing happened.</summary>
public enum ActivityKind
{
    /// <summary>A process started.</summary>
    Process,

    /// <summary>Somebody logged on or used an account.</summary>
    Authentication,

    /// <summary>A connection or a name looked up.</summary>
    Network,

    /// <summary>A file was written or deleted, a share reached.</summary>
    File,

    /// <summary>The registry was changed.</summary>
    Registry,

    /// <summary>A script ran.</summary>
    Script,

    /// <summary>A service or task was set up.</summary>
    Persistence,

    /// <summary>A process took hold of another.</summary>
    Injection,

    /// <summary>A rule fired.</summary>
    Detection,
}

/// <summary>A moment in an incident's timeline.</summary>
/// <param name="Time">When (100 ns units since 1601 UTC).</param>
/// <param name="Host">Where.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Process">Who did it; null when unknown.</param>
/// <param name="Text">What, in words and with log text as it is.</param>
/// <param name="Evidence">The event that shows it.</param>
public sealed record IncidentActivity(long Time, string Host, ActivityKind Kind, LineageProcess? Process, string Text, Evidence Evidence)
{
    /// <summary>How many times in a row the same was done.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>What an indicator is.</summary>
public enum IndicatorKind
{
    /// <summary>A hash of a file, as <c>SHA256=…</c>.</summary>
    Hash,

    /// <summary>An address of the Internet protocol.</summary>
    Address,

    /// <summary>A name of the domain name system.</summary>
    Domain,

    /// <summary>An address of the web.</summary>
    Url,

    /// <summary>A file's path.</summary>
    File,

    /// <summary>A registry key or value.</summary>
    Registry,

    /// <summary>A service's name and command.</summary>
    Service,

    /// <summary>A scheduled task's name and command.</summary>
    Task,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>An account that was used or made.</summary>
    Account,

    /// <summary>A mutex that a decoded text makes or opens.</summary>
    Mutex,

    /// <summary>A mail address in a decoded text.</summary>
    Mail,

    /// <summary>A wallet of a cryptocurrency in a decoded text.</summary>
    Wallet,
}

/// <summary>Something to look for elsewhere, and to block.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">As the logs have it.</param>
/// <param name="Why">How it comes in: who wrote, reached or ran it.</param>
/// <param name="Evidence">The first event that shows it.</param>
public sealed record Indicator(IndicatorKind Kind, string Value, string Why, Evidence Evidence);

/// <summary>What an incident reached.</summary>
/// <param name="Accounts">Accounts that its processes ran as, used or made.</param>
/// <param name="Hosts">Machines that it ran on or connected to within the network.</param>
/// <param name="Resources">Files of users and shares that were read or written, as far as the logs show.</param>
/// <param name="Privileges">The highest rights that its processes held, and what was done to get them.</param>
/// <param name="Exposure">What data may have left, and how that is known.</param>
public sealed record IncidentImpact(IReadOnlyList<string> Accounts, IReadOnlyList<string> Hosts, IReadOnlyList<string> Resources,
    IReadOnlyList<string> Privileges, IReadOnlyList<string> Exposure)
{
    /// <summary>Nothing is known.</summary>
    public static IncidentImpact None { get; } = new([], [], [], [], []);
}
