namespace Stemma.Detection;

/// <summary>How far a scan is; read by one thread while others scan.</summary>
public sealed class ScanProgress
{
    private long _bytes;
    private long _records;
    private long _detections;

    /// <summary>Bytes read.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Records read.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Detections made.</summary>
    public long Detections => Volatile.Read(ref _detections);

    internal void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    internal void AddRecords(long records) => Interlocked.Add(ref _records, records);

    internal void AddDetections(long detections) => Interlocked.Add(ref _detections, detections);
}
