using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SharpCompress.Common;
using SharpCompress.Writers.SevenZip;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;
using ZstdSharp;

namespace Stemma.Tests.Logs;

/// <summary>Whatever logs are packed in and however they are named, they are found, and what is not opened is said.</summary>
public sealed class LogInputTests : IDisposable
{
    private const string Line = "{\"EventID\":1,\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Image\":\"C:\\\\whoami.exe\"}\n";
    private const string Xz = "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAxeyJFdmVudElEIjoxLCJDaGFubmVsIjoiTWljcm9zb2Z0LVdpbmRvd3MtU3lzbW9uL08AAABAL5KV0BkYgwABSjIkQ8fiH7bzfQEAAAAABFla/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAlcGVyYXRpb25hbCIsIkltYWdlIjoiQzpcXHdob2FtaS5leGUifQoAAABGzrQEyeRM7AABPiarK06zH7bzfQEAAAAABFla";
    private const string Bzip2 = "QlpoOTFBWSZTWWvqhlcAABifgBAGoBAOIoiAL2edqCAAIqaZqP1RkAMTMp6hjAATAAEzwOUCx1fldq17YxZT0MQ+OpV2IChEaGfywWCOVfxdyRThQkGvqhlcQlpoOTFBWSZTWWT5AYMAABBfgAAQEAUAEAggAAQi59TCIAAimhoAGmj1CgAxGmmjQZtKLo5KhMO2toqDqKKB/iqECnt3Pi7kinChIMnyAwY=";
    private static readonly SigmaRule Whoami = Scans.Rule("sel:\n  Image|endswith: \\whoami.exe\ncondition: sel");
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("tar.zst")]
    [InlineData("7z")]
    [InlineData("xz in two streams")]
    [InlineData("bz2 in two streams")]
    [InlineData("gz in 7z")]
    [InlineData("zip in zip")]
    [InlineData("gz in zip")]
    [InlineData("gz in tar.gz")]
    public void Packed_logs_are_read(string kind)
    {
        byte[] log = Encoding.UTF8.GetBytes(Line);
        File.WriteAllBytes(Path.Combine(_folder, "log.bin"), kind switch
        {
            "gz" => Gzip(log),
            "zst" => Zstd(log),
            "zip" => Zip(log),
            "tar" => Tar(log),
            "tar.gz" => Gzip(Tar(log)),
            "tar.zst" => Zstd(Tar(log)),
            "7z" => SevenZip(log),
            "xz in two streams" => Convert.FromBase64String(Xz),
            "bz2 in two streams" => Convert.FromBase64String(Bzip2),
            "gz in 7z" => SevenZip(Gzip(log)),
            "zip in zip" => Zip(Zip(log)),
            "gz in zip" => Zip(Gzip(log)),
            _ => Gzip(Tar(Gzip(log))),
        });
        var result = Scans.Run([_folder], [Whoami]);
        Assert.Equal((1, 0), (result.Result.Detections, result.Result.Problems.Count));
        Assert.Contains("log.bin", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stemma-logs-", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_that_lie_too_deep_are_reported() =>
        Assert.Contains("deep", Problem(Zip(Zip(Zip(Zip(Encoding.UTF8.GetBytes(Line)))))), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_within_an_archive_is_reported()
    {
        using LogSpool spool = new();
        Assert.Throws<InvalidDataException>(() => spool.Keep([], new ZeroStream(), packed: 1000));
    }

    [Theory]
    [InlineData(new byte[] { 0x52, 0x61, 0x72, 0x21, 0x1A, 7 }, "rar archive")]
    [InlineData(new byte[] { 0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0 }, "cannot be read")]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0 }, "cannot be read")]
    public void Archives_that_are_not_opened_or_damaged_are_reported(byte[] content, string kind) => Assert.Contains(kind, Problem(content), StringComparison.Ordinal);

    [Fact]
    public void Standard_input_is_read_whatever_its_form()
    {
        using LogFinder found = LogFinder.Find(["-"], new MemoryStream(Gzip(Encoding.UTF8.GetBytes(Line))));
        LogFile log = Assert.Single(found.Logs);
        Assert.Equal(("-", LogFormat.Json, true), (log.Source, log.Format, log.IsGzip));
    }

    [Theory]
    [InlineData("*.json", 1)]
    [InlineData("**/*.json", 3)]
    [InlineData("a/?.json", 1)]
    [InlineData("a/**", 2)]
    public void Patterns_are_expanded(string pattern, int count)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a", "b"));
        foreach (string name in new[] { "x.json", "a/y.json", "a/b/z.json" }) File.WriteAllText(Path.Combine(_folder, name), Line);
        using LogFinder found = LogFinder.Find([$"{_folder}/{pattern}"]);
        Assert.Equal((count, 0), (found.Logs.Count, found.Problems.Count));
    }

    [Fact]
    public void A_pattern_that_means_nothing_is_a_problem()
    {
        using LogFinder found = LogFinder.Find([$"{_folder}/*.evtx"]);
        Assert.Equal("nothing has such a name", Assert.Single(found.Problems).Message);
    }

    [Fact]
    public void Of_the_root_of_a_machine_only_the_logs_are_read_and_that_is_said()
    {
        foreach (string name in new[] { "WINDOWS/system32/WinEvt/logs", "Users", "etc", "usr", "var/log" }) Directory.CreateDirectory(Path.Combine(_folder, name));
        foreach (string name in new[] { "WINDOWS/system32/WinEvt/logs/a.json", "var/log/b.json", "Users/c.json" }) File.WriteAllText(Path.Combine(_folder, name), Line);
        using LogFinder found = LogFinder.Find([_folder]);
        Assert.Equal(["a.json", "b.json"], found.Logs.Select(log => Path.GetFileName(log.Path)).Order());
        Assert.StartsWith("the root of a machine", Assert.Single(found.Problems, problem => !problem.IsDamage).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_are_counted_and_said_once()
    {
        for (int i = 0; i < 2; i++) File.CreateSymbolicLink(Path.Combine(_folder, $"l{i}"), _folder);
        using LogFinder found = LogFinder.Find([_folder]);
        Assert.Equal("2 symbolic links were not followed", Assert.Single(found.Problems).Message);
    }

    [Fact]
    public void What_was_passed_over_is_counted_by_kind()
    {
        File.WriteAllText(Path.Combine(_folder, "a.yml"), "title: x\nlogsource: {}\ndetection: {}");
        File.WriteAllText(Path.Combine(_folder, "b.md"), "# x");
        File.WriteAllBytes(Path.Combine(_folder, "c"), [0x89, (byte)'P', (byte)'N', (byte)'G']);
        File.WriteAllText(Path.Combine(_folder, "d.csv"), "path,label,note\na,b,\"c\"\n");
        File.WriteAllText(Path.Combine(_folder, "e.yaml"), "# x\nname: y\n");
        File.WriteAllText(Path.Combine(_folder, "f"), "#!/bin/sh\nid\n");
        File.WriteAllText(Path.Combine(_folder, "g.reg"), "Windows Registry Editor Version 5.00\n");
        using LogFinder found = LogFinder.Find([_folder]);
        Assert.Equal(["YAML text 1", "other text 1", "picture 1", "registry file 1", "rule 1", "script 1", "table 1"], found.PassedByKind.Select(kind => $"{kind.Key} {kind.Value}"));
    }

    [Fact]
    public void What_was_unpacked_is_deleted()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.tar"), Tar(Encoding.UTF8.GetBytes(Line)));
        LogFinder found = LogFinder.Find([_folder]);
        string path = Assert.Single(found.Logs).Path;
        Assert.True(File.Exists(path));
        found.Dispose();
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Two_byte_characters_are_known_without_a_mark(string encoding)
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.log"), Encoding.GetEncoding(encoding).GetBytes(Line));
        Assert.Equal(1, Scans.Run([_folder], [Whoami]).Result.Detections);
    }

    [Fact]
    public void Hostile_7z_archives_are_reported_and_end()
    {
        byte[] archive = SevenZip(Encoding.UTF8.GetBytes(Line));
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. archive];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(Path.Combine(_folder, "x"), damaged);
            using LogFinder found = LogFinder.Find([_folder]);
            Assert.Equal(1, found.Logs.Count + found.Problems.Count + found.Passed);
        }
    }

    [Fact]
    public void Of_two_members_with_one_name_both_are_read()
    {
        using (ZipArchive zip = new(File.Create(Path.Combine(_folder, "a.zip")), ZipArchiveMode.Create))
        {
            for (int i = 0; i < 2; i++)
            {
                using Stream member = zip.CreateEntry("x.json").Open();
                member.Write(Encoding.UTF8.GetBytes(i == 0 ? "{}" : Line));
            }
        }

        using LogFinder found = LogFinder.Find([_folder]);
        Assert.Equal(["a.zip!x.json", "a.zip!x.json (2)"], found.Logs.Select(log => Path.GetFileName(log.Source)));
        Assert.Equal(1, Scans.Run([_folder], [Whoami]).Result.Detections);
    }

    [Fact]
    public void What_a_killed_run_left_is_deleted_and_nothing_else()
    {
        using SpoolFolder living = SpoolFolder.Create(_folder);
        string dead = Path.Combine(_folder, "stemma-logs-dead"), other = Path.Combine(_folder, "stemma-logs-other");
        foreach (string path in new[] { dead, other })
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (string path in new[] { $"{dead}/stemma-spool", $"{dead}/1", $"{other}/1" }) File.WriteAllText(path, "");
        using SpoolFolder next = SpoolFolder.Create(_folder);
        Assert.Equal((true, false, true), (Directory.Exists(living.Path), Directory.Exists(dead), Directory.Exists(other)));
    }

    private string Problem(byte[] content)
    {
        File.WriteAllBytes(Path.Combine(_folder, "x"), content);
        using LogFinder found = LogFinder.Find([_folder]);
        LogProblem problem = Assert.Single(found.Problems);
        Assert.True(problem.IsDamage);
        return problem.Message;
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Fastest)) gzip.Write(content);
        return output.ToArray();
    }

    private static byte[] Zstd(byte[] content)
    {
        using Compressor compressor = new();
        return compressor.Wrap(content).ToArray();
    }

    private static byte[] Zip(byte[] content)
    {
        using MemoryStream output = new();
        using (ZipArchive zip = new(output, ZipArchiveMode.Create))
        using (Stream member = zip.CreateEntry("member").Open()) member.Write(content);
        return output.ToArray();
    }

    private static byte[] SevenZip(byte[] content)
    {
        using MemoryStream output = new();
        using (SevenZipWriter archive = new(output, new SevenZipWriterOptions(CompressionType.LZMA2) { LeaveStreamOpen = true }))
            archive.Write("logs/member", new MemoryStream(content), DateTime.UnixEpoch);
        return output.ToArray();
    }

    private static byte[] Tar(byte[] content)
    {
        using MemoryStream output = new();
        using (TarWriter tar = new(output)) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "var/log/x") { DataStream = new MemoryStream(content) });
        return output.ToArray();
    }

    private sealed class ZeroStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
