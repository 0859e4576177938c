using Stemma.Attack;

namespace Stemma.Reports;

/// <summary>What an investigation was made from, as its report tells it.</summary>
/// <param name="Inputs">The files that were read.</param>
/// <param name="Records">Records read as events.</param>
/// <param name="Rules">Rules that ran.</param>
/// <param name="Damaged">Places of the input that could not be read.</param>
/// <param name="Version">Stemma's version.</param>
public sealed record ReportSource(IReadOnlyList<ReportInput> Inputs, long Records, int Rules, long Damaged, string Version)
{
    /// <summary>Playbooks, from which a report takes the names of techniques, what they mean and what to do; null: none are at hand.</summary>
    public PlaybookShelf? Playbooks { get; init; }

    /// <summary>A technique's name; empty when no playbook has it.</summary>
    internal string NameOf(string technique) => Playbooks?.Find(technique) is { } playbook && playbook.Technique == technique ? playbook.Title : "";
}
