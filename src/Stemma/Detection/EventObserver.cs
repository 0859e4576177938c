using Stemma.Events;

namespace Stemma.Detection;

/// <summary>Sees the events of a scan that pass its filter; one instance a thread.</summary>
public abstract class EventObserver
{
    /// <summary>Sees an event, which is used again for the next: what must be kept is copied.</summary>
    /// <param name="log">The log's index among the scan's logs.</param>
    /// <param name="e">The event.</param>
    public abstract void Observe(int log, Event e);
}
