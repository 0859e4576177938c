using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Stemma.Detection;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Detection;

/// <summary>What a scan with recovery promises: deleted and carved records are matched, marked, and reported once.</summary>
public sealed partial class RecoveryTests : IDisposable
{
    private const int Chunk = 65536, FirstChunk = 4096;
    private static readonly SigmaRule Anything = Scans.Rule("sel:\n  Image|contains: ''\ncondition: sel");
    private readonly string _folder = TestData.TemporaryFolder();

    private static string Log => Path.Combine(Scans.Samples, "WKS-021", "Security.evtx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Records_of_an_image_are_matched_and_marked()
    {
        Write("disk.raw", Image(Log));
        var (result, output) = Carve(_folder);
        Assert.Equal(Lines(Scans.Run([Log], [Anything]).Output), Lines(output));
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(",\"recovered\":true}", line, StringComparison.Ordinal));
        Assert.Equal((result.Records, result.Detections), (result.Recovered, result.Groups.Sum(group => group.Recovered)));
    }

    [Fact]
    public void Without_being_asked_for_nothing_is_recovered()
    {
        Write("disk.raw", Image(Log));
        Write("a.evtx", Shortened(Log));
        var (result, output) = Scans.Run([_folder], [Anything]);
        Assert.Equal((0, 0), (result.Recovered, result.Duplicates));
        Assert.DoesNotContain("recovered", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_a_log_no_longer_counts_come_back()
    {
        Write("a.evtx", Shortened(Log));
        string live = Scans.Run([_folder], [Anything]).Output;
        var (result, output) = Carve(_folder);
        Assert.True(result.Recovered > 0);
        Assert.True(Lines(output).Count > Lines(live).Count);
        Assert.Subset(Lines(Scans.Run([Log], [Anything]).Output), Lines(output));
    }

    [Fact]
    public void A_record_that_a_log_holds_is_reported_once_and_as_the_logs()
    {
        Write("disk.raw", Image(Log));
        var (result, output) = Carve(_folder, Log);
        Assert.Equal(Scans.Run([Log], [Anything]).Output, output);
        Assert.Equal(0, result.Recovered);
        Assert.True(result.Duplicates > 0);
    }

    [Fact]
    public void A_record_in_two_images_is_reported_in_the_first()
    {
        Write("a.raw", Image(Log));
        Write("b.raw", Image(Log));
        var (result, output) = Carve(_folder);
        Assert.Equal(result.Recovered, result.Duplicates);
        Assert.DoesNotContain("b.raw", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bytes_come_out_whatever_the_threads_and_the_order()
    {
        Write("a.raw", Image(Log));
        Write("b.raw", Image(Path.Combine(Scans.Samples, "WKS-021", "Security.evtx"), seed: 9));
        Write("c.evtx", Shortened(Log));
        string one = Run([_folder], threads: 1).Output;
        Assert.NotEmpty(one);
        Assert.Equal(one, Run([_folder], threads: 2).Output);
        Assert.Equal(one, Run([.. Directory.GetFiles(_folder).OrderDescending(StringComparer.Ordinal)], threads: 2).Output);
    }

    [Fact]
    public void Every_machine_format_says_what_was_recovered()
    {
        Write("disk.raw", Image(Log));
        Func<DetectionWriter>[] json = [() => new JsonDetectionWriter(), () => new EcsDetectionWriter(), () => new SplunkDetectionWriter(),
            () => new TimesketchDetectionWriter(), () => new SarifDetectionWriter([Anything])];
        foreach (Func<DetectionWriter> writer in json)
            Assert.Contains("\"recovered\":true", Run([_folder], writer: writer).Output, StringComparison.Ordinal);
        string[] csv = Run([_folder], writer: () => new CsvDetectionWriter(recovered: true)).Output.Split("\r\n");
        Assert.EndsWith(",rule_path,layer,recovered", csv[0], StringComparison.Ordinal);
        Assert.EndsWith(",true", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_compared_when_room_is_short_does_not_depend_on_the_order()
    {
        UInt128[] hashes = [.. Enumerable.Range(0, 1000).Select(i => (UInt128)BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))) << 64)];
        RecoveredRecords forward = new(100), backward = new(100);
        foreach (UInt128 hash in hashes) forward.AddRecovered(hash, 0, 1);
        foreach (UInt128 hash in hashes.Reverse()) backward.AddRecovered(hash, 0, 1);
        Assert.True(forward.IsFull);
        Assert.Equal(hashes.Select(hash => forward.Counts(hash, 1, 1)), hashes.Select(hash => backward.Counts(hash, 1, 1)));
        Assert.InRange(hashes.Count(hash => !forward.Counts(hash, 1, 1)), 1, 100);
    }

    [Fact, Trait("Speed", "slow")]
    public void Every_record_of_real_logs_comes_back_from_64_mebibytes_of_noise()
    {
        string[] logs = [.. Directory.EnumerateFiles(TestData.Shared("evtx-attack-samples"), "*.evtx", SearchOption.AllDirectories)
            .Where(path => new FileInfo(path).Length <= FirstChunk + (3 * Chunk)).Order(StringComparer.Ordinal).Take(100)];
        byte[] image = Noise(64 << 20);
        int at = 12_345;
        foreach (string log in logs)
        {
            byte[] file = File.ReadAllBytes(log);
            for (int from = FirstChunk; from + Chunk <= file.Length && at + Chunk <= image.Length; from += Chunk, at += Chunk + 54_321)
                file.AsSpan(from, Chunk).CopyTo(image.AsSpan(at));
        }

        Assert.True(at < image.Length);
        Write("disk.raw", image);
        HashSet<string> expected = Lines(Scans.Run(logs, [Anything]).Output);
        Assert.NotEmpty(expected);
        Assert.Subset(Lines(Carve(_folder).Output), expected);
    }

    private static (ScanResult Result, string Output) Carve(params string[] paths) => Run(paths);

    private static (ScanResult Result, string Output) Run(string[] paths, int threads = 2, Func<DetectionWriter>? writer = null) =>
        Scans.Run(paths, [Anything], threads, writer, carve: true);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);

    // Noise with a log's chunks in it, none where a page starts.
    private static byte[] Image(string log, int seed = 5)
    {
        byte[] chunks = File.ReadAllBytes(log)[FirstChunk..];
        return [.. Noise(100_001, seed), .. chunks, .. Noise(77_777, seed)];
    }

    private static byte[] Noise(int size, int seed = 5)
    {
        byte[] noise = new byte[size];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    // The first chunk's header counts one record; the second is no record any more, so the third does not go on with the numbers. No checksums.
    private static byte[] Shortened(string log)
    {
        byte[] file = File.ReadAllBytes(log);
        Span<byte> chunk = file.AsSpan(FirstChunk, Chunk);
        int second = 512 + BinaryPrimitives.ReadInt32LittleEndian(chunk[516..]);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[48..], second);
        chunk.Slice(52, 4).Clear();
        chunk.Slice(124, 4).Clear();
        chunk.Slice(second, 4).Clear();
        return file;
    }

    // What the detections tell, without where their records stand.
    private static HashSet<string> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Place().Replace(line, "").Replace(",\"recovered\":true", "", StringComparison.Ordinal))];

    [GeneratedRegex("\"source\":\"[^\"]*\",\"position\":\\d+,")]
    private static partial Regex Place();
}
