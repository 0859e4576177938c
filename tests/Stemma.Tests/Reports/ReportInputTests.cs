using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Stemma.Logs;
using Stemma.Reports;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Reports;

/// <summary>The list of what was read, by which evidence is known again.</summary>
public sealed class ReportInputTests : IDisposable
{
    private const string Line = """{"Channel":"Security","EventID":4688,"Hostname":"A","TimeCreated":"2026-03-02T12:00:00Z"}""";
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_plain_file_is_listed_once_with_its_hash()
    {
        string path = Path.Combine(_folder, "a.json");
        File.WriteAllText(path, Line);
        Assert.Equal([new ReportInput(path, Line.Length, Hash(Encoding.UTF8.GetBytes(Line)))], Inputs());
    }

    [Fact]
    public void What_lies_packed_is_listed_by_its_archive_and_by_its_content()
    {
        string zip = Path.Combine(_folder, "it's!.zip"), gz = Path.Combine(_folder, "b.json.gz");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        using (StreamWriter member = new(archive.CreateEntry("a.json").Open())) member.Write(Line);
        using (GZipStream packed = new(File.Create(gz), CompressionMode.Compress)) packed.Write(Encoding.UTF8.GetBytes(Line));
        ReportInput[] inputs = [.. Inputs()];
        Assert.Contains(new ReportInput(zip, new FileInfo(zip).Length, Hash(File.ReadAllBytes(zip))), inputs);
        Assert.Contains(new ReportInput(gz, new FileInfo(gz).Length, Hash(File.ReadAllBytes(gz))), inputs);
        Assert.Contains(new ReportInput(zip + "!a.json", Line.Length, Hash(Encoding.UTF8.GetBytes(Line))), inputs);
    }

    [Fact]
    public void A_file_that_is_gone_is_listed_without_a_hash()
    {
        string path = Path.Combine(_folder, "a.json");
        File.WriteAllText(path, Line);
        using LogFinder found = LogFinder.Find([_folder]);
        File.Delete(path);
        Assert.Equal([new ReportInput(path, 0, "")], ReportInput.Of(found.Logs));
    }

    private IReadOnlyList<ReportInput> Inputs()
    {
        using LogFinder found = LogFinder.Find([_folder]);
        Assert.Empty(found.Problems);
        return ReportInput.Of(found.Logs);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
