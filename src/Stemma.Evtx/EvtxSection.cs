namespace Stemma.Evtx;

/// <summary>The part of an event a field stands in: the child element of <c>Event</c>.</summary>
public enum EvtxSection : byte
{
    /// <summary>Any other part, such as <c>RenderingInfo</c> or <c>ProcessingErrorData</c>; field names carry the part's name.</summary>
    Other,
    /// <summary>What the event log service knows of every event: provider, id, time, computer.</summary>
    System,
    /// <summary>The provider's own values as <c>Data</c> elements.</summary>
    EventData,
    /// <summary>The provider's own values as a tree of its own.</summary>
    UserData,
}
