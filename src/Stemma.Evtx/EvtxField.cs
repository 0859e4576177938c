namespace Stemma.Evtx;

/// <summary>One field of a shape.</summary>
/// <param name="Section">The part of the event it stands in.</param>
/// <param name="Name">
/// Its name: <c>Channel</c> for an element's text, <c>Provider_Name</c> for an attribute,
/// <c>Image</c> for <c>&lt;Data Name="Image"&gt;</c>, <c>Data</c> for data without a name.
/// </param>
public readonly record struct EvtxField(EvtxSection Section, string Name);
