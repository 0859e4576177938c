namespace Stemma.Logs;

/// <summary>What one log holds.</summary>
/// <param name="Log">The log.</param>
/// <param name="Records">How many records were read.</param>
/// <param name="First">The earliest record's time (100 ns units since 1601 UTC); 0 when none has one.</param>
/// <param name="Last">The latest record's time.</param>
/// <param name="Hosts">The machines that recorded, in ordinal order; of very many the first.</param>
/// <param name="Channels">The channels, likewise.</param>
public sealed record LogSummary(LogFile Log, long Records, long First, long Last, IReadOnlyList<string> Hosts, IReadOnlyList<string> Channels)
{
    /// <summary>How many JSON objects are no events.</summary>
    public long Others { get; init; }
}

/// <summary>A file that is no log.</summary>
/// <param name="Source">The file, or the member of an archive.</param>
/// <param name="Kind">What it is instead.</param>
public sealed record PassedFile(string Source, string Kind);
