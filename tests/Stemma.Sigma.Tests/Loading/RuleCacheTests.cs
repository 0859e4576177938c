using Stemma.Sigma.Rules;
using Stemma.Sigma.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>What rules were read as is kept, and a rule set that comes from there is the one that its files would give.</summary>
public sealed class RuleCacheTests : IDisposable
{
    private readonly RuleFolder _rules = new();
    private readonly string _cache = Path.Combine(TestData.TemporaryFolder(), "made", "when needed");

    private SigmaLoadOptions Options => new() { CacheFolder = _cache };

    private string[] Entries => Directory.Exists(_cache) ? Directory.GetFiles(_cache) : [];

    public void Dispose()
    {
        _rules.Dispose();
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(_cache))!, recursive: true);
    }

    [Fact]
    public void Each_kind_of_test_and_each_attribute_comes_back()
    {
        string text = """
            title: all of it
            id: 11111111-1111-1111-1111-111111111111
            name: whole
            status: test
            description: "two\nlines, \U0001F600 and é"
            author: someone
            level: critical
            tags: [attack.t1059.001, attack.execution]
            fields: [Image]
            falsepositives: [none]
            references: ['https://example.org']
            logsource: {product: windows, category: process_creation, service: sysmon}
            detection:
              a:
                Image|endswith: '\a.exe'
                CommandLine|contains|windash: ' -x'
                User|cased: Bob
                Path: 'c:\*\b?.exe'
                Note|re|i: 'a+b'
                Address|cidr: ['10.0.0.0/8', 'fe80::/10']
                Count|gte: 2.5
                Nothing: null
                There|exists: true
                Other|fieldref|endswith: Image
                Time|hour: 7
              b: [keyword]
              condition: a and not b or 1 of a*
            """;
        RuleFile file = RuleFile.Read(text, "a.yml", SigmaLoadOptions.Default);
        RuleFile? back = Assert.Single(RuleCacheReader.Read(RuleCacheWriter.Write([file]), ["a.yml"]));
        Assert.NotNull(back);
        Assert.Single(file.Rules);
        Assert.Equal(Written.Out(file.Rules), Written.Out(back.Rules));
        Assert.Equal(file.Problems, back.Problems);
    }

    [Fact]
    public void The_second_load_gives_what_the_first_gave()
    {
        _rules.Write("a.yml", RuleFolder.Text("a", "1") + "---\n" + RuleFolder.Text("b", "2"));
        _rules.Write("broken.yml", "title: [");
        _rules.Write("count.yml", "title: many\nid: '3'\ncorrelation:\n  type: event_count\n  rules: ['1']\n  timespan: 1m\n  condition: {gte: 3}\n");
        _rules.Write("filter.yml", "title: not here\nlogsource: {category: test}\nfilter:\n  rules: ['2']\n  s: {User: x}\n  condition: not s\n");
        string plain = Written.Out(_rules.Load()), first = Written.Out(_rules.Load(Options)), second = Written.Out(_rules.Load(Options));
        Assert.Equal(plain, first);
        Assert.Equal(plain, second);
        Assert.Single(Entries);
    }

    [Fact]
    public void A_file_that_changed_is_read_again()
    {
        _rules.Write("a.yml", RuleFolder.Text("before", "1"));
        _rules.Load(Options);
        _rules.Write("a.yml", RuleFolder.Text("afterw", "1"));
        Assert.Equal("afterw", Assert.Single(_rules.Load(Options).Rules).Title);
    }

    [Fact]
    public void Other_placeholders_are_other_rules()
    {
        _rules.Write("a.yml", RuleFolder.Text("a", "1").Replace("Image: a", "Image|expand: '%x%'", StringComparison.Ordinal));
        SigmaLoadOptions With(string value) => Options with { Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["x"] = [value] } };
        Assert.Single(_rules.Load(Options).Problems);
        Assert.NotEqual(Written.Out(_rules.Load(With("a")).Rules), Written.Out(_rules.Load(With("b")).Rules));
        Assert.Equal(3, Entries.Length);
    }

    [Fact]
    public void A_damaged_entry_is_as_none()
    {
        _rules.Write("a.yml", RuleFolder.Text("a", "1"));
        string plain = Written.Out(_rules.Load(Options));
        byte[] entry = File.ReadAllBytes(Assert.Single(Entries));
        for (int i = 0; i < entry.Length; i += 7)
        {
            byte[] damaged = [.. entry];
            damaged[i] ^= 0x41;
            File.WriteAllBytes(Entries[0], damaged);
            Assert.Equal(plain, Written.Out(_rules.Load(Options)));
            File.WriteAllBytes(Entries[0], entry[..i]);
            Assert.Equal(plain, Written.Out(_rules.Load(Options)));
        }

        Assert.Equal(entry, File.ReadAllBytes(Assert.Single(Entries)));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_costs_nothing_but_time()
    {
        string file = _rules.Write("a.yml", RuleFolder.Text("a", "1"));
        Assert.Single(_rules.Load(new SigmaLoadOptions { CacheFolder = Path.Combine(file, "below a file") }).Rules);
        Directory.CreateDirectory(_cache);
    }

    [Fact]
    public void Old_entries_go()
    {
        for (int i = 0; i < 20; i++)
        {
            _rules.Write("a.yml", RuleFolder.Text($"version {i}", "1"));
            _rules.Load(Options);
        }

        Assert.Equal(8, Entries.Length);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_rules_of_a_large_collection_come_back_whole()
    {
        string[] paths = [TestData.Shared("sigma")];
        SigmaRuleSet plain = SigmaRuleReader.Load(paths);
        SigmaRuleReader.Load(paths, Options);
        SigmaRuleSet kept = SigmaRuleReader.Load(paths, Options);
        Assert.Equal(plain.Problems, kept.Problems);
        Assert.Equal(plain.Rules.Count, kept.Rules.Count);
        foreach ((SigmaRule first, SigmaRule second) in plain.Rules.Zip(kept.Rules)) Assert.Equal(Written.Out(first), Written.Out(second));
    }
}
