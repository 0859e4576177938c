using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Pipelines;

/// <summary>Transformations of values and the conditions on them.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("A: cat", "dog", true)]
    [InlineData("A|contains: cat", "a dog b", true)]
    [InlineData("A|startswith: 'cat\\'", @"dog\x", true)]
    [InlineData("A|endswith: '\\cat'", @"C:\dog", true)]
    [InlineData("A|re: cat", "dog", false)]
    [InlineData("A|contains|all: [cat, x]", "dog x", true)]
    [InlineData("A|contains|all: [cat, x]", "dog", false)]
    public void Strings_are_replaced(string detection, string value, bool fires) =>
        Assert.Equal(fires, Piped.Fires("{type: replace_string, regex: cat, replacement: dog}", detection, ("A", value)));

    [Fact]
    public void A_replacement_may_refer_to_groups() =>
        Assert.True(Piped.Fires(@"{type: replace_string, regex: '(\w+)-(\w+)', replacement: '\2$\g<1>'}", "A: one-two", ("A", "two$one")));

    [Theory]
    [InlineData("", "a:x:c", true)]
    [InlineData(", skip_special: true", "a:x:c", true)]
    public void Wildcards_survive_a_replacement(string more, string value, bool fires) =>
        Assert.Equal(fires, Piped.Fires($"{{type: replace_string, regex: '/', replacement: ':'{more}}}", "A: a/*/c", ("A", value)));

    [Theory]
    [InlineData("u", true)]
    [InlineData("v", true)]
    [InlineData("w", true)]
    [InlineData("x", false)]
    public void Strings_are_mapped_to_one_or_several(string value, bool fires) =>
        Assert.Equal(fires, Piped.Fires("{type: map_string, mapping: {x: [u, v], y: w}}", "A: [x, y]", ("A", value)));

    [Theory]
    [InlineData("{type: set_value, value: z}", "z")]
    [InlineData("{type: set_value, value: 7, force_type: str}", "7")]
    [InlineData("{type: set_value, value: '0x10', force_type: num}", "16")]
    public void A_value_is_set(string transformation, string value) => Assert.True(Piped.Fires(transformation, "A|contains: x", ("A", value)));

    [Fact]
    public void Types_are_converted()
    {
        Assert.IsType<SigmaTest.Number>(Test("{type: convert_type, target_type: num}", "A: '42'"));
        Assert.IsType<SigmaTest.Literal>(Test("{type: convert_type, target_type: str}", "A: 42"));
        Assert.IsType<SigmaTest.Null>(Test("{type: convert_type, target_type: str}", "A: null"));
        Assert.Contains("'x' is none", Piped.Refusal("{type: convert_type, target_type: num}", "A: x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "Ab", false)]
    [InlineData("plain", "aB", true)]
    [InlineData("ignore_case_flag", "AB", true)]
    [InlineData("ignore_case_brackets", "xAB", false)]
    public void A_string_becomes_a_regular_expression_of_the_same_meaning(string method, string value, bool fires) =>
        Assert.Equal(fires, Piped.Fires($"{{type: regex, method: {method}}}", "A: aB", ("A", value)));

    [Theory]
    [InlineData("lower", "abcdef")]
    [InlineData("upper", "ABCDEF")]
    [InlineData("snake_case", "abc_def")]
    public void Case_is_changed(string method, string value) =>
        Assert.True(Piped.Fires($"{{type: case, method: {method}}}", "A|cased: abcDef", ("A", value)));

    [Theory]
    [InlineData("FileMD5", "0123456789abcdef0123456789abcdef", true)]
    [InlineData("FileSHA1", "aa", true)]
    [InlineData("FileSHA1", "0123456789abcdef0123456789abcdef", false)]
    public void Hashes_become_a_field_each(string field, string value, bool fires) =>
        Assert.Equal(fires, Piped.Fires("{type: hashes_fields, valid_hash_algos: [MD5, SHA1], field_prefix: File}", "Hashes|contains: [SHA1=aa, 0123456789abcdef0123456789abcdef]", (field, value)));

    [Fact]
    public void A_hash_of_another_kind_is_refused() =>
        Assert.Contains("no hash of the kinds MD5", Piped.Refusal("{type: hashes_fields, valid_hash_algos: [MD5]}", "Hashes: SHA1=aa"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{type: match_string, pattern: b}", "dropped")]
    [InlineData("{type: match_string, pattern: '[ab]', cond: all}", "dropped")]
    [InlineData("{type: match_string, pattern: b, cond: all}", "kept")]
    [InlineData("{type: match_string, pattern: z, negate: true}", "dropped")]
    [InlineData("{type: match_value, value: a}", "dropped")]
    [InlineData("{type: match_value, value: z}", "kept")]
    [InlineData("{type: contains_wildcard}", "kept")]
    [InlineData("{type: is_null}", "kept")]
    public void A_detection_item_is_chosen_by_its_values(string condition, string outcome) =>
        Assert.Equal(outcome == "dropped", Piped.Fires($"{{type: drop_detection_item, detection_item_conditions: [{condition}], field_name_conditions: [{{type: include_fields, fields: [A]}}]}}", "A: [a, b]\nB: 1", ("B", "1")));

    [Fact]
    public void A_null_and_a_wildcard_are_recognised()
    {
        Assert.True(Piped.Fires("{type: drop_detection_item, detection_item_conditions: [{type: is_null}]}", "A: null\nB: 1", ("A", "x"), ("B", "1")));
        Assert.True(Piped.Fires("{type: drop_detection_item, detection_item_conditions: [{type: contains_wildcard}]}", "A: x*\nB: 1", ("B", "1")));
    }

    [Fact]
    public void An_item_remembers_what_changed_it() =>
        Assert.True(Piped.Fires("{id: one, type: field_name_mapping, mapping: {A: X}, field_name_conditions: [{type: include_fields, fields: [A]}]}\n"
            + "{type: set_value, value: 9, detection_item_conditions: [{type: processing_item_applied, processing_item_id: one}]}", "A: 1\nB: 2", ("X", "9"), ("B", "2")));

    [Fact]
    public void A_selection_that_is_dropped_leaves_the_condition() =>
        Assert.True(Piped.Fires("{type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [B]}]}",
            "s: {A: 1}\nf: {B: 2}\ncondition: s and not f", ("A", "1"), ("B", "2")));

    [Fact]
    public void A_rule_of_which_nothing_is_left_is_refused() =>
        Assert.Contains("left nothing", Piped.Refusal("{type: drop_detection_item}", "A: 1"), StringComparison.Ordinal);

    private static SigmaTest Test(string transformation, string detection) =>
        Assert.IsType<SigmaExpression.Leaf>(Piped.Read(transformation, detection).Condition).Value;
}
