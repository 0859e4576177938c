using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>Which files of a folder are rules, and in which order they come.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rules_below_a_folder_are_loaded_and_samples_are_not()
    {
        _folder.Write("a.yml", RuleFolder.Text("a", "1"));
        _folder.Write("deep/er/b.YAML", RuleFolder.Text("b", "2"));
        _folder.Write("a.test.yml", "rule: a\n");
        _folder.Write("deep/c.Test.Yml", "rule: c\n");
        _folder.Write("readme.md", "# no rule\n");
        _folder.Write("d.yml.txt", "[");
        SigmaRuleSet set = _folder.Load();
        Assert.Empty(set.Problems);
        Assert.Equal(["a", "b"], set.Rules.Select(rule => rule.Title));
    }

    [Fact]
    public void A_file_that_is_named_is_loaded_whatever_its_name()
    {
        string path = _folder.Write("a.sigma", RuleFolder.Text("a", "1"));
        Assert.Equal(path, Assert.Single(SigmaRuleReader.Load([path]).Rules).Path);
    }

    [Fact]
    public void Neither_the_order_of_paths_nor_their_spelling_changes_the_result()
    {
        string[] paths =
        [
            _folder.Write("b/x.yml", RuleFolder.Text("x", "1")),
            _folder.Write("a/y.yml", RuleFolder.Text("y", "1")),
            Path.Combine(_folder.Root, "b"),
            _folder.Root,
            Path.Combine(_folder.Root, ".", "a"),
            Path.Combine(_folder.Root, "missing"),
            _folder.Write("a/z.yml", "title: ["),
        ];
        SigmaRuleSet forward = SigmaRuleReader.Load(paths), backward = SigmaRuleReader.Load(paths.Reverse());
        Assert.Equal(2, forward.Rules.Count);
        Assert.Equal(forward.Rules.Select(rule => (rule.Path, rule.Title)), backward.Rules.Select(rule => (rule.Path, rule.Title)));
        Assert.Equal(forward.Problems, backward.Problems);
        Assert.Equal(forward.Problems.OrderBy(problem => problem.Path, StringComparer.Ordinal), forward.Problems);
    }

    [Fact]
    public void An_id_that_stands_twice_is_warned_of_and_both_rules_run()
    {
        string first = _folder.Write("a.yml", RuleFolder.Text("a", "same"));
        string second = _folder.Write("b.yml", RuleFolder.Text("b", "same"));
        SigmaRuleSet set = _folder.Load();
        Assert.Equal(2, set.Rules.Count);
        SigmaProblem problem = Assert.Single(set.Problems);
        Assert.Equal((second, false, "b"), (problem.Path, problem.IsError, problem.Title));
        Assert.Equal($"its id same is also that of {first}", problem.Message);
        Assert.Equal(0, set.Failed);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_an_error()
    {
        string missing = Path.Combine(_folder.Root, "missing");
        Assert.Equal($"{missing}:1: error: there is no such file or folder", Assert.Single(SigmaRuleReader.Load([missing]).Problems).ToString());
    }

    [Fact]
    public void A_folder_without_rules_is_an_error() =>
        Assert.Equal("no rule files (.yml) in this folder", Assert.Single(_folder.Load().Problems, problem => problem.IsError).Message);

    [Fact]
    public void A_huge_file_is_an_error()
    {
        string path = _folder.Write("a.yml", RuleFolder.Text("a", "1") + new string('#', 5_000_000));
        SigmaRuleSet set = _folder.Load();
        Assert.Empty(set.Rules);
        SigmaProblem problem = Assert.Single(set.Problems);
        Assert.Equal((path, true), (problem.Path, problem.IsError));
        Assert.EndsWith("bytes; a rule file may have 4,194,304", problem.Message, StringComparison.Ordinal);
        Assert.Single(_folder.Load(new SigmaLoadOptions { MaxFileSize = 6_000_000 }).Rules);
    }

    [Fact]
    public void A_path_may_be_named_otherwise()
    {
        _folder.Write("a.yml", RuleFolder.Text("a", "1"));
        _folder.Write("b.yml", "title: [");
        SigmaRuleSet set = _folder.Load(new SigmaLoadOptions { PathName = path => $"content/{Path.GetFileName(path)}" });
        Assert.Equal("content/a.yml", Assert.Single(set.Rules).Path);
        Assert.Equal("content/b.yml", Assert.Single(set.Problems).Path);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_reason_to_stop()
    {
        _folder.Write("a.yml", RuleFolder.Text("a", "1"));
        byte[] noise = new byte[5000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(_folder.Root, "b.yml"), noise);
        SigmaRuleSet set = _folder.Load();
        Assert.Single(set.Rules);
        Assert.NotEmpty(set.Problems);
    }

    [Fact]
    public void A_loop_of_links_is_not_followed()
    {
        _folder.Write("a/x.yml", RuleFolder.Text("x", "1"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "a", "loop"), _folder.Root);
        Assert.Single(_folder.Load().Rules);
    }

    [Fact]
    public void A_link_is_not_followed_and_is_reported()
    {
        string rule = _folder.Write("a/x.yml", RuleFolder.Text("x", "1"));
        string file = Path.Combine(_folder.Root, "link.yml"), folder = Path.Combine(_folder.Root, "a", "loop");
        File.CreateSymbolicLink(file, rule);
        Directory.CreateSymbolicLink(folder, _folder.Root);
        SigmaRuleSet set = _folder.Load();
        Assert.Equal(rule, Assert.Single(set.Rules).Path);
        Assert.Equal([folder, file], set.Problems.Select(problem => problem.Path));
        Assert.All(set.Problems, problem => Assert.Equal((false, "a symbolic link, not followed: name the file or folder that it leads to"), (problem.IsError, problem.Message)));
    }
}
