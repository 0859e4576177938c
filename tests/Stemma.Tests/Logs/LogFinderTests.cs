using Stemma.Logs;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Logs;

/// <summary>Which files of a folder are logs.</summary>
public sealed class LogFinderTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.txt", "{\"EventID\":1}", LogFormat.Json)]
    [InlineData("a.json", "  [ {\"EventID\":1} ]", LogFormat.Json)]
    [InlineData("a.jsonl", "not json", LogFormat.Json)]
    [InlineData("a.log", "ElfFile\0...", LogFormat.Evtx)]
    [InlineData("a.txt", "# 1\n\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n# 8\ntype=USER_CMD msg=audit(1.5:7): pid=1\n", LogFormat.Audit)]
    [InlineData("a.evtx", "garbage", LogFormat.Evtx)]
    public void A_log_is_known_by_its_content_or_its_name(string name, string content, LogFormat format)
    {
        File.WriteAllText(Path.Combine(_folder, name), content);
        Assert.Equal(format, Assert.Single(LogFinder.Find([_folder]).Logs).Format);
    }

    [Theory]
    [InlineData("settings.ini", "[section]\nkey=value")]
    [InlineData("readme.md", "# Title")]
    public void Other_files_are_passed_over_and_counted(string name, string content)
    {
        File.WriteAllText(Path.Combine(_folder, name), content);
        LogFinder found = LogFinder.Find([_folder]);
        Assert.Equal((0, 1, 0), (found.Logs.Count, found.Passed, found.Problems.Count));
    }

    [Fact]
    public void A_file_that_was_named_and_is_no_log_is_a_problem()
    {
        string path = Path.Combine(_folder, "readme.md");
        File.WriteAllText(path, "# Title");
        Assert.Single(LogFinder.Find([path]).Problems);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_a_problem() => Assert.True(Assert.Single(LogFinder.Find([Path.Combine(_folder, "no")]).Problems).IsDamage);

    [Fact]
    public void A_file_named_twice_is_read_once()
    {
        string path = Path.Combine(_folder, "a.json");
        File.WriteAllText(path, "{}");
        Assert.Single(LogFinder.Find([path, _folder, path]).Logs);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "loop"), _folder);
        Assert.Empty(LogFinder.Find([_folder]).Logs);
    }

    [Fact]
    public void A_damaged_archive_is_a_problem_that_names_it()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.zip"), [0x50, 0x4B, 3, 4, 1, 2, 3]);
        Assert.EndsWith("a.zip", Assert.Single(LogFinder.Find([_folder]).Problems).Source, StringComparison.Ordinal);
    }
}
