namespace Stemma.Detection;

/// <summary>The order of detections: by time, then source, position and rule. It does not depend on who found them when.</summary>
/// <param name="Time">The event's time.</param>
/// <param name="Log">The log's index; logs are ordered by source.</param>
/// <param name="Position">The record's offset in the log.</param>
/// <param name="Rule">The rule's rank by id.</param>
internal readonly record struct DetectionKey(long Time, int Log, long Position, int Rule) : IComparable<DetectionKey>
{
    /// <inheritdoc/>
    public int CompareTo(DetectionKey other)
    {
        int order = Time.CompareTo(other.Time);
        if (order == 0) order = Log.CompareTo(other.Log);
        if (order == 0) order = Position.CompareTo(other.Position);
        return order == 0 ? Rule.CompareTo(other.Rule) : order;
    }
}
