using System.Diagnostics;
using System.Globalization;
using Stemma.Decoding;

namespace Stemma.Fuzz;

/// <summary>
/// What decoding one file costs in a process that did nothing before: wall time of the decoding, the compiling of its code included, and how far the
/// resident memory rose above what the process had before it read the file (VmHWM of /proc/self/status, reset by clear_refs; so Linux only).
/// </summary>
internal static class Measure
{
    public static int Run(string path)
    {
        GC.Collect();
        long before = Status("VmRSS");
        File.WriteAllText("/proc/self/clear_refs", "5");
        byte[] content = File.ReadAllBytes(path);
        long start = Stopwatch.GetTimestamp();
        DecodedArtifact artifact = Stemma.Decoding.Decoder.DecodeFile(content, Path.GetFileName(path));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        long peak = Status("VmHWM");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{took.TotalSeconds:0.00} s, {(peak - before) / 1024} MiB above {before / 1024} MiB, {artifact.Layers.Count} layers, notes: {string.Join("; ", artifact.Notes.Take(5).Select(n => n.Length > 120 ? n[..120] : n))}"));
        return 0;
    }

    // In KiB.
    private static long Status(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
