namespace Stemma.Evtx;

/// <summary>
/// An element of a <c>UserData</c> tree to write.
/// </summary>
/// <param name="name">Its name.</param>
/// <example>
/// <code>
/// EvtxElement tree = new("LogFileCleared") { Namespace = "http://manifests.microsoft.com/win/2004/08/windows/eventlog" };
/// tree.Children.Add(new EvtxElement("SubjectUserName") { Value = "alice" });
/// </code>
/// </example>
public sealed class EvtxElement(string name)
{
    /// <summary>The element's name.</summary>
    public string Name { get; } = name;

    /// <summary>Its <c>xmlns</c>; null for none.</summary>
    public string? Namespace { get; set; }

    /// <summary>Its attributes, in order.</summary>
    public IList<EvtxDatum> Attributes { get; } = [];

    /// <summary>The elements in it, in order.</summary>
    public IList<EvtxElement> Children { get; } = [];

    /// <summary>Its text; null (<see cref="EvtxDataValue.Null"/>) as a rule when it has children.</summary>
    public EvtxDataValue Value { get; set; }
}
