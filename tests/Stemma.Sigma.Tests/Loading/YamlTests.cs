using CsCheck;
using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>YAML that is broken, hostile or merely unusual.</summary>
public sealed class YamlTests
{
    private const string Good = "title: good\nlogsource: {category: test}\ndetection:\n  s: {A: b}\n  condition: s\n";

    [Theory]
    [InlineData("title: [a\n")]
    [InlineData("title: 'a\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a: {x: [? b : c, - d]}\n")]
    [InlineData("title: x\n  bad: indent\n")]
    [InlineData("a: *nowhere\n")]
    [InlineData("? [complex]\n: a\n")]
    [InlineData("a: %x\n")]
    [InlineData("a: \"\\q\"\n")]
    [InlineData("%YAML 9.9\n---\na: b\n")]
    public void Broken_YAML_is_an_error(string text) =>
        Assert.StartsWith("not valid YAML", Fault(text, out _), StringComparison.Ordinal);

    [Fact]
    public void An_error_names_the_line_where_reading_ended()
    {
        Assert.NotEmpty(Fault("title: x\nlogsource: {category: a}\ndetection: [\n", out int line));
        Assert.InRange(line, 3, 4);
    }

    [Fact]
    public void Documents_before_a_broken_one_are_kept()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"{Good}---\na: [\n", "x.yml");
        Assert.Single(set.Rules);
        Assert.Single(set.Problems, problem => problem.IsError);
    }

    [Fact]
    public void A_key_that_stands_twice_is_an_error()
    {
        string message = Fault("title: x\nlogsource: {category: a}\ndetection:\n  s:\n    A: b\n    B: c\n    A: d\n  condition: s\n", out int line);
        Assert.Contains("key 'A' stands twice in one map", message, StringComparison.Ordinal);
        Assert.Equal(7, line);
    }

    [Fact]
    public void Lists_too_deep_are_an_error() =>
        Assert.Contains("nested deeper than 64", Fault(string.Concat(Enumerable.Repeat("[", 20_000)), out _), StringComparison.Ordinal);

    [Fact]
    public void Maps_too_deep_are_an_error() =>
        Assert.Contains("nested deeper than 64", Fault(string.Concat(Enumerable.Repeat("{a: ", 20_000)), out _), StringComparison.Ordinal);

    [Fact]
    public void Aliases_count_as_what_they_stand_for()
    {
        string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(i =>
            $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("more than 500,000 nodes", Fault(bomb, out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(5000, true)]
    public void Aliases_of_aliases_count_as_what_they_stand_for_too(int length, bool tooLong)
    {
        string chain = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, length).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));
        SigmaRuleSet set = SigmaRuleReader.Parse($"{chain}title: x\nlogsource: {{category: a}}\ndetection:\n  s: *a{length}\n  condition: s\n", "x.yml");
        Assert.Equal(tooLong ? 0 : 1, set.Rules.Count);
        Assert.Equal(tooLong ? ["not valid YAML: more than 500,000 nodes"] : [], set.Problems.Select(problem => problem.Message));
    }

    [Fact]
    public void An_alias_inside_its_own_anchor_is_an_error() =>
        Assert.StartsWith("not valid YAML: ", Fault("a: &a [*a]\n", out _), StringComparison.Ordinal);

    [Fact]
    public void An_alias_stands_for_what_is_anchored()
    {
        const string Detection = "one: &images\n  Image:\n    - a\n    - b\ntwo: *images\ncondition: two";
        Assert.True(Rule.Fires(Detection, ("Image", "b")));
        Assert.False(Rule.Fires(Detection, ("Image", "c")));
    }

    [Fact]
    public void An_anchor_ends_with_its_document() =>
        Assert.StartsWith("not valid YAML: ", Fault("a: &a b\n---\nc: *a\n", out _), StringComparison.Ordinal);

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_do_no_harm()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse("\uFEFF" + Good.ReplaceLineEndings("\r\n"), "x.yml");
        Assert.Empty(set.Problems);
        Assert.Single(set.Rules);
    }

    [Fact]
    public void Folded_and_literal_text_is_text()
    {
        Assert.True(Rule.Fires("Line|contains: |-\n  a\n  b", ("Line", "xa\nbx")));
        Assert.True(Rule.Fires("Port: >-\n  42", ("Port", "42")));
        Assert.False(Rule.Fires("Port: >-\n  42", ("Port", "0x2a")));
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_to_an_end_without_exception() => Mangle(iterations: 4000);

    [Fact, Trait("Speed", "slow")]
    public void Whatever_a_file_holds_it_is_read_to_an_end_without_exception_in_a_long_run() => Mangle(iterations: 200_000);

    private static void Mangle(int iterations)
    {
        string seed = $"""
            %YAML 1.1
            ---
            {Good}
              x: &a ["b", 'c', !!str 1, ~, 0x1F, 1e3, "\x41\u00e9"]
              y|re|i: *a
              "z|base64offset|contains": |-
                text
              '|all': [? a : b, - c]
              w|windash|contains|all: >
                -a /b
              v|cidr: 10.0.0.0/8
              u|expand: '%p%'
              t|fieldref: x
              r|hour|gt: 5
            ...
            """;
        string[] pieces = ["[", "]", "{", "}", ": ", "- ", "? ", "|", ">", "&a ", "*a ", "!!", "!<", "'", "\"", "\\", "\n", "\n  ", "\t", "#", "%", "@", "`", "\0", "\uFEFF", "\uD800", "\u0085", "---\n", "...\n", "<<: ", ",", "of them", "not ", "(", "condition: ", "|re", "1e999", "*", "?"];
        Gen<string> piece = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
        Gen.Select(Gen.Int[0, seed.Length], Gen.Int[0, 12], piece).Array[1, 8].Sample(changes =>
        {
            string text = seed;
            foreach ((int at, int removed, string added) in changes)
            {
                int start = Math.Min(at, text.Length);
                text = string.Concat(text.AsSpan(0, start), added, text.AsSpan(Math.Min(text.Length, start + removed)));
            }

            int lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
            SigmaRuleSet set = SigmaRuleReader.Parse(text, "x.yml");
            return set.Problems.All(problem => problem.Line >= 1 && problem.Line <= lines && problem.Message.Length > 0);
        }, iter: iterations);
    }

    private static string Fault(string text, out int line)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(text, "x.yml");
        SigmaProblem problem = Assert.Single(set.Problems, problem => problem.IsError);
        line = problem.Line;
        return problem.Message;
    }
}
