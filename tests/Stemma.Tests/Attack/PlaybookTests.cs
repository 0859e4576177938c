using Stemma.Attack;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Attack;

/// <summary>A playbook is complete or it is an error that says where.</summary>
public sealed class PlaybookTests : IDisposable
{
    private const string Whole = """
        technique: T1059.003
        title: Windows Command Shell
        meaning: it ran
        questions: [who?]
        false_positives: [people]
        look:
          - {log: Security 4688, fields: [CommandLine]}
        response:
          - {do: look, undo: nothing}
        references: [T1059.003]
        """;

    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_whole_playbook_loads()
    {
        Playbook playbook = Playbook.Load(Write(Whole));
        Assert.Equal("Windows Command Shell", playbook.Title);
        Assert.Equal("nothing", playbook.Response.Single().Undo);
        Assert.Equal("https://attack.mitre.org/techniques/T1059/003/", Playbook.Address(playbook.Technique));
    }

    [Theory]
    [InlineData("technique: T1059.003", "technique: T1059.3", ":1: 'technique' is no id")]
    [InlineData("technique: T1059.003", "technique: T1047", ":1: 'technique' is not the file's name, T1059.003")]
    [InlineData("questions: [who?]", "questions: []", ":4: 'questions' has none")]
    [InlineData("questions: [who?]\n", "", ":1: 'questions' has none")]
    [InlineData("undo: nothing", "undo: ''", ":8: 'response' has none, or one without 'do' or 'undo'")]
    [InlineData("fields: [CommandLine]", "fields: []", ":6: 'look' has none, or one without 'log' or 'fields'")]
    [InlineData("references: [T1059.003]", "references: [https://example.org]", ":10: 'references' are ids")]
    [InlineData("meaning: it ran", "meaning: it ran\nseverity: high", ":4: Property 'severity' not found")]
    [InlineData("meaning: it ran", "meaning: it ran\nmeaning: again", ":4: ")]
    [InlineData("meaning: it ran", "meaning: [", ":")]
    public void What_is_missing_or_wrong_is_an_error_with_file_and_line(string part, string instead, string message)
    {
        string path = Write(Whole.ReplaceLineEndings("\n").Replace(part, instead, StringComparison.Ordinal));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Playbook.Load(path));
        Assert.StartsWith(path + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_any_size_is_not_read()
    {
        string path = Write(Whole + "\n#" + new string('x', 300_000));
        Assert.Throws<InvalidDataException>(() => Playbook.Load(path));
    }

    [Fact]
    public void A_part_is_found_under_the_technique_it_belongs_to()
    {
        Write(Whole);
        Write(Whole.Replace("T1059.003", "T1059", StringComparison.Ordinal), "T1059.yml");
        PlaybookShelf shelf = PlaybookShelf.Load(_folder);
        Assert.Equal("T1059.003", shelf.Find("t1059.003")?.Technique);
        Assert.Equal("T1059", shelf.Find("T1059.001")?.Technique);
        Assert.Null(shelf.Find("T1047"));
        Assert.Null(shelf.Find(""));
    }

    private string Write(string text, string name = "T1059.003.yml")
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
