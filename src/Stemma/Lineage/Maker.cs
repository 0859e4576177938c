namespace Stemma.Lineage;

/// <summary>Who made, wrote or asked for something that may run later, and the event that shows it.</summary>
/// <param name="By">Who; null when it is not known, or not yet.</param>
/// <param name="Name">The service, task, file or machine.</param>
/// <param name="Command">What it runs; empty when unknown.</param>
/// <param name="Evidence">The event.</param>
/// <param name="Remote">The event that says from which machine and port it was done; null: from this one, or not known.</param>
internal sealed record Maker(LineageProcess? By, string Name, string Command, Evidence Evidence, LineageFact? Remote = null);
