using System.Collections.Immutable;

namespace Stemma.Sigma;

/// <summary>
/// Says which events a <see cref="SigmaLogSource"/> means, as data: <c>process_creation</c> is event 1 of Sysmon's channel and event
/// 4688 of Security, where the fields have other names.
/// </summary>
/// <param name="Entries">The entries; an event belongs to every log source that one of them gives it.</param>
public sealed partial record LogSourceMap(ImmutableArray<LogSourceEntry> Entries)
{
    /// <summary>The entries; an event belongs to every log source that one of them gives it.</summary>
    public ImmutableArray<LogSourceEntry> Entries { get; } = Entries;

    /// <summary>A map without entries: only events that name their log source themselves match rules.</summary>
    public static LogSourceMap Empty { get; } = new([]);
}

/// <summary>One kind of events and the log source that it belongs to.</summary>
/// <param name="LogSource">The log source.</param>
/// <param name="Channel">The events' channel, compared without case; null: any.</param>
/// <param name="Providers">The events' providers, compared without case; empty: any.</param>
/// <param name="EventIds">The events' ids; empty: any.</param>
public sealed record LogSourceEntry(
    SigmaLogSource LogSource, string? Channel, ImmutableArray<string> Providers, ImmutableArray<int> EventIds)
{
    /// <summary>Field values that the event must have besides (<c>EventType: CreateKey</c>), compared as equal without case; several values are alternatives.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Where { get; init; } = [];

    /// <summary>For each Sigma field name that these events spell otherwise, the event's own name (<c>Image</c> → <c>NewProcessName</c>).</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;
}
