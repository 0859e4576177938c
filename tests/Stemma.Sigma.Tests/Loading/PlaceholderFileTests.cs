using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>The values of placeholders, from a file.</summary>
public sealed class PlaceholderFileTests : IDisposable
{
    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_gives_each_name_its_values()
    {
        string path = _folder.Write("placeholders.yml", "admins: [root, 'admin*']\n'%hosts%': a\nports: [22, 0x1F]\nnone: []\n");
        IReadOnlyDictionary<string, IReadOnlyList<string>> values = SigmaPlaceholders.Load(path);
        Assert.Equal(["root", "admin*"], values["admins"]);
        Assert.Equal(["a"], values["hosts"]);
        Assert.Equal(["22", "0x1F"], values["ports"]);
        Assert.Empty(values["none"]);
        SigmaRule rule = Rule.Read("User|expand: '%admins%@%hosts%'", new SigmaLoadOptions { Placeholders = values });
        Assert.True(Rule.Fires(rule, ("User", "Administrator@a")));
        Assert.False(Rule.Fires(rule, ("User", "joe@a")));
    }

    [Theory]
    [InlineData("", 1, "one map")]
    [InlineData("- a\n", 1, "one map")]
    [InlineData("a: b\n---\nc: d\n", 1, "one map")]
    [InlineData("a: [\n", 2, "not valid YAML")]
    [InlineData("a: b\na: c\n", 2, "stands twice")]
    [InlineData("a: b\n'%a%': c\n", 2, "'a' stands twice")]
    [InlineData("a:\n  b: c\n", 2, "the values of 'a' must be plain values")]
    [InlineData("a:\n  - b\n  - [c]\n", 2, "the values of 'a' must be plain values")]
    [InlineData("a:\n  - b\n  - null\n", 2, "the values of 'a' must be plain values")]
    public void What_is_no_such_map_is_an_error_that_names_file_and_line(string text, int line, string reason)
    {
        string path = _folder.Write("placeholders.yml", text);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => SigmaPlaceholders.Load(path));
        Assert.StartsWith($"{path}:{line}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_exception() =>
        Assert.Throws<FileNotFoundException>(() => SigmaPlaceholders.Load(Path.Combine(_folder.Root, "missing.yml")));
}
