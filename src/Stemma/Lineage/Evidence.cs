namespace Stemma.Lineage;

/// <summary>The event that shows something.</summary>
/// <param name="Source">The log it stands in (<see cref="Logs.LogFile.Source"/>).</param>
/// <param name="Position">Byte offset of the record in the log.</param>
/// <param name="Time">When it was recorded (100 ns units since 1601 UTC); 0 when unknown.</param>
/// <param name="Event">Channel and id, such as <c>Security 4688</c>.</param>
public readonly record struct Evidence(string Source, long Position, long Time, string Event);
