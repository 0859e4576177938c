using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace Stemma.Fuzz;

/// <summary>
/// Runs a target on mutated seeds for a time. An exception, more than two seconds of processor time or too much memory is a finding,
/// and its input is kept. The input at hand is always in a mapped file, so even one that ends the process is not lost.
/// </summary>
internal sealed class Session : IDisposable
{
    private const long AllocationLimit = 512L << 20;
    private const int LastSize = 1 << 20;
    private const string Running = ".running";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2), WallLimit = TimeSpan.FromSeconds(60);

    private readonly Target _target;
    private readonly byte[][] _seeds;
    private readonly Mutator _mutator;
    private readonly int _seed;
    private readonly string _last;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly HashSet<string> _kinds = [];
    private byte[] _input = [];
    private long _executions;

    public Session(Target target, int seed)
    {
        (_target, _seed) = (target, seed);
        _seeds = [.. Directory.EnumerateFiles(Path.Combine(Folders.Seeds, target.Name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        _mutator = new Mutator(_seeds, seed);
        _last = Path.Combine(Folders.Findings, $"{target.Name}-{seed}{Running}");
        _map = MemoryMappedFile.CreateFromFile(_last, FileMode.Create, null, LastSize);
        _view = _map.CreateViewAccessor();
    }

    /// <summary>The input in a file: a finding, a seed, or what was at hand when a session's process ended.</summary>
    /// <exception cref="InvalidDataException">A file of the last kind is cut short.</exception>
    public static byte[] ReadInput(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!path.EndsWith(Running, StringComparison.Ordinal)) return bytes;
        int length = bytes.Length < 4 ? -1 : BitConverter.ToInt32(bytes);
        return length >= 0 && length <= bytes.Length - 4 ? bytes[4..(4 + length)] : throw new InvalidDataException($"{path}: its length is out of bounds; the session did not get as far as an input");
    }

    /// <summary>Runs, and prints how often; returns the number of different findings.</summary>
    public int Run(TimeSpan time)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using CancellationTokenSource done = new();
        Thread watch = new(() => Watch(done.Token)) { IsBackground = true };
        watch.Start();
        foreach (byte[] seed in _seeds) Execute(seed);
        while (clock.Elapsed < time)
        {
            byte[] input = _mutator.Next();
            if (_target.Repair is { } repair && (_executions & 3) != 0) repair(input);
            Execute(input);
        }

        done.Cancel();
        watch.Join();
        Report(clock.Elapsed);
        return _kinds.Count;
    }

    private void Execute(byte[] input)
    {
        int kept = Math.Min(input.Length, LastSize - 4);
        _view.Write(0, kept);
        _view.WriteArray(4, input, 0, kept);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _input, input);
        Interlocked.Increment(ref _executions);
        try
        {
            _target.Run(input);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > AllocationLimit) Keep("memory", $"{allocated:N0} bytes allocated");
        }
        catch (Exception e)
        {
            Keep(Kind(e), e.ToString());
        }
    }

    // What runs on cannot be stopped, only the process. Processor time, so that a busy machine makes no findings.
    private void Watch(CancellationToken done)
    {
        long execution = -1;
        TimeSpan since = default;
        Stopwatch wall = new();
        using Process self = Process.GetCurrentProcess();
        while (!done.WaitHandle.WaitOne(100))
        {
            self.Refresh();
            TimeSpan used = self.TotalProcessorTime;
            if (Interlocked.Read(ref _executions) != execution)
            {
                (execution, since) = (Interlocked.Read(ref _executions), used);
                wall.Restart();
            }
            else if (used - since > TimeLimit || wall.Elapsed > WallLimit)
            {
                Keep("hang", $"more than {TimeLimit.TotalSeconds} s of processor time");
                Report(wall.Elapsed);
                Environment.Exit(1);
            }
        }
    }

    // The product's method that threw: one finding for each, not for each input.
    private static string Kind(Exception e)
    {
        StackTrace trace = new(e, fNeedFileInfo: false);
        foreach (StackFrame frame in trace.GetFrames())
            if (frame.GetMethod() is { DeclaringType.FullName: { } type } method && type.StartsWith("Stemma.", StringComparison.Ordinal))
                return $"{e.GetType().Name}-{method.DeclaringType!.Name}.{method.Name}";
        return e.GetType().Name;
    }

    private void Keep(string kind, string message)
    {
        lock (_kinds)
        {
            if (!_kinds.Add(kind)) return;
            byte[] input = Volatile.Read(ref _input);
            string name = string.Concat(kind.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
            string path = Path.Combine(Folders.Findings, $"{_target.Name}-{name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
            File.WriteAllBytes(path, input);
            Console.Error.WriteLine($"finding: {path} (seed {_seed}, execution {_executions}): {message}");
        }
    }

    private void Report(TimeSpan time) =>
        Console.WriteLine($"{_target.Name}: {_executions:N0} executions in {time.TotalSeconds:N0} s, {_kinds.Count} findings");

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
        File.Delete(_last);
    }
}
