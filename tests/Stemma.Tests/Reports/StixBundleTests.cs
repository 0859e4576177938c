using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Stemma.Incidents;
using Stemma.Reports;
using Stemma.Reports.Stix;

namespace Stemma.Tests.Reports;

/// <summary>A bundle keeps the rules of STIX 2.1 (OASIS Standard, 10 June 2021) as far as they can be checked object by object.</summary>
public partial class StixBundleTests
{
    private static readonly string[] Domain = ["identity", "incident", "attack-pattern", "observed-data", "indicator", "grouping", "relationship"];

    // Properties that must be there, beside type, spec_version, id and, of domain and relationship objects, created and modified.
    private static readonly Dictionary<string, string[]> Required = new()
    {
        ["identity"] = ["name"],
        ["incident"] = ["name"],
        ["attack-pattern"] = ["name"],
        ["observed-data"] = ["first_observed", "last_observed", "number_observed", "object_refs"],
        ["indicator"] = ["pattern", "pattern_type", "valid_from"],
        ["grouping"] = ["context", "object_refs"],
        ["relationship"] = ["relationship_type", "source_ref", "target_ref"],
        ["process"] = [],
        ["file"] = [],
        ["directory"] = ["path"],
        ["ipv4-addr"] = ["value"],
        ["ipv6-addr"] = ["value"],
        ["domain-name"] = ["value"],
        ["url"] = ["value"],
        ["user-account"] = [],
        ["windows-registry-key"] = [],
    };

    public static TheoryData<string> All => ["TwoHosts", "OfHostileText", "Many"];

    [Theory]
    [MemberData(nameof(All))]
    public void Objects_have_what_is_required_of_their_type_and_names_that_can_be_read(string which)
    {
        JsonElement[] objects = Objects(which);
        string[] ids = [.. objects.Select(Id)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(objects, it =>
        {
            string type = Text(it, "type");
            Assert.True(Required.TryGetValue(type, out string[]? required), type);
            Assert.Equal("2.1", Text(it, "spec_version"));
            Assert.Matches($"^{type}--[0-9a-f]{{8}}-[0-9a-f]{{4}}-5[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$", Id(it));
            Assert.All(required!, name => Assert.True(it.TryGetProperty(name, out _), $"{type} without {name}"));
            Assert.Equal(Domain.Contains(type), it.TryGetProperty("created", out _) && it.TryGetProperty("modified", out _));
            Assert.True(type != "file" || it.TryGetProperty("hashes", out _) || it.TryGetProperty("name", out _));
            Assert.True(it.EnumerateObject().Count() > 3, $"{type} says nothing");
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_property_is_null_or_an_empty_list_or_has_a_name_of_another_form(string which) => Assert.All(Objects(which).SelectMany(it => it.EnumerateObject()), property =>
    {
        Assert.Matches("^[a-z0-9_]{3,250}$", property.Name == "id" ? "id_" : property.Name);
        Assert.NotEqual(JsonValueKind.Null, property.Value.ValueKind);
        if (property.Value.ValueKind == JsonValueKind.Array) Assert.NotEqual(0, property.Value.GetArrayLength());
    });

    [Theory]
    [MemberData(nameof(All))]
    public void References_lead_to_objects_of_the_bundle_that_may_stand_there(string which)
    {
        JsonElement[] objects = Objects(which);
        HashSet<string> ids = [.. objects.Select(Id)];
        foreach (JsonElement it in objects)
        {
            foreach (JsonProperty property in it.EnumerateObject())
            {
                if (property.Name.EndsWith("_ref", StringComparison.Ordinal)) Assert.Contains(property.Value.GetString()!, ids);
                if (property.Name.EndsWith("_refs", StringComparison.Ordinal)) Assert.All(property.Value.EnumerateArray(), reference => Assert.Contains(reference.GetString()!, ids));
            }

            if (Text(it, "type") == "process" && it.TryGetProperty("image_ref", out JsonElement image)) Assert.StartsWith("file--", image.GetString()!, StringComparison.Ordinal);
            if (Text(it, "type") == "process" && it.TryGetProperty("parent_ref", out JsonElement parent)) Assert.StartsWith("process--", parent.GetString()!, StringComparison.Ordinal);
            if (Text(it, "type") == "observed-data") Assert.All(it.GetProperty("object_refs").EnumerateArray(), seen => Assert.DoesNotContain(seen.GetString()!.Split("--")[0], Domain));
            if (Text(it, "type") == "relationship" && Text(it, "relationship_type") == "based-on") Assert.StartsWith("observed-data--", Text(it, "target_ref"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Times_are_UTC_with_milliseconds_and_in_order(string which) => Assert.All(Objects(which), it =>
    {
        string[] times = [.. new[] { "created", "modified", "first_observed", "last_observed", "valid_from", "created_time" }.Where(name => it.TryGetProperty(name, out _)).Select(name => Text(it, name))];
        Assert.All(times, time => Assert.True(DateTime.TryParseExact(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), time));
        if (it.TryGetProperty("first_observed", out _)) Assert.True(string.CompareOrdinal(Text(it, "first_observed"), Text(it, "last_observed")) <= 0);
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Patterns_are_one_comparison_or_two_whose_texts_end_where_they_should(string which) =>
        Assert.All(Objects(which).Where(it => Text(it, "type") == "indicator"), it => Assert.Matches(PatternForm(), Text(it, "pattern")));

    [Theory]
    [InlineData(IndicatorKind.Hash, "SHA256=", "[file:hashes.'SHA-256' = '")]
    [InlineData(IndicatorKind.Address, "203.0.113.7", "[ipv4-addr:value = '203.0.113.7']")]
    [InlineData(IndicatorKind.Address, "2001:db8::1", "[ipv6-addr:value = '2001:db8::1']")]
    [InlineData(IndicatorKind.File, @"C:\Windows\it's.exe", @"[file:name = 'it\'s.exe' AND file:parent_directory_ref.path = 'C:\\Windows']")]
    [InlineData(IndicatorKind.Registry, @"HKLM\Software\Run", @"[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\Software\\Run']")]
    [InlineData(IndicatorKind.Service, @"Updater: C:\upd.exe", "[process:extensions.'windows-service-ext'.service_name = 'Updater']")]
    [InlineData(IndicatorKind.Task, "Cleaner", null)]
    [InlineData(IndicatorKind.Address, "fileserver", null)]
    [InlineData(IndicatorKind.Hash, "IMPHASH=00112233445566778899aabbccddeeff", null)]
    public void An_indicator_is_a_pattern_where_STIX_has_words_for_it(IndicatorKind kind, string value, string? pattern)
    {
        if (value == "SHA256=") (value, pattern) = (value + new string('A', 64), pattern + new string('a', 64) + "']");
        Assert.Equal(pattern, StixPattern.Of(new Indicator(kind, value, "", default)));
    }

    [Fact]
    public void Observables_have_the_ids_that_every_producer_gives_them() // computed with Python's uuid.uuid5 over the canonical JSON
    {
        Assert.Equal("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4", StixId.Observable("ipv4-addr", ("value", StixId.Canonical("198.51.100.3"))));
        Assert.Equal("\"a\\\\\\\"\\n\\u001f/é\"", StixId.Canonical("a\\\"\n\u001f/é"));
    }

    [Fact]
    public void What_was_found_is_there()
    {
        JsonElement[] objects = Objects("TwoHosts");
        JsonElement technique = objects.Single(it => Text(it, "type") == "attack-pattern" && Text(it, "name") == "T1059.001");
        Assert.Equal(("mitre-attack", "T1059.001", "https://attack.mitre.org/techniques/T1059/001/"), (Text(technique.GetProperty("external_references")[0], "source_name"), Text(technique.GetProperty("external_references")[0], "external_id"), Text(technique.GetProperty("external_references")[0], "url")));
        JsonElement shell = objects.Single(it => Text(it, "type") == "process" && it.GetProperty("pid").GetInt32() == 30);
        JsonElement word = objects.Single(it => Text(it, "type") == "process" && it.GetProperty("pid").GetInt32() == 20);
        Assert.Equal(Id(word), Text(shell, "parent_ref"));
        Assert.Equal("2026-03-02T12:00:20.000Z", Text(shell, "created_time"));
        string grouping = objects.Single(it => Text(it, "type") == "grouping").GetProperty("object_refs").ToString();
        Assert.All(objects.Where(it => Text(it, "type") is not ("identity" or "grouping")), it => Assert.Contains(Id(it), grouping, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_investigation_gives_the_same_bytes() => Assert.Equal(Write(Investigations.TwoHosts), Write(Investigations.TwoHosts));

    [GeneratedRegex(@"^\[[a-z0-9-]+:[a-z_.'A-Z0-9-]+ = '(?:[^'\\\p{Cc}]|\\['\\])+'(?: AND file:parent_directory_ref\.path = '(?:[^'\\\p{Cc}]|\\['\\])+')?\]$", RegexOptions.CultureInvariant)]
    private static partial Regex PatternForm();

    private static string Text(JsonElement it, string name) => it.GetProperty(name).GetString()!;

    private static string Id(JsonElement it) => Text(it, "id");

    private static JsonElement[] Objects(string which)
    {
        JsonElement bundle = JsonDocument.Parse(Write(which switch { "TwoHosts" => Investigations.TwoHosts, "Many" => Investigations.Many(2, 20), _ => Investigations.OfHostileText })).RootElement;
        Assert.Equal(["type", "id", "objects"], bundle.EnumerateObject().Select(property => property.Name));
        Assert.StartsWith("bundle--", Id(bundle), StringComparison.Ordinal);
        return [.. bundle.GetProperty("objects").EnumerateArray()];
    }

    private static string Write(Investigation investigation)
    {
        using MemoryStream output = new();
        StixBundle.Write(investigation, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
