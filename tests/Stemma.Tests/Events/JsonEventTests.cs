using Stemma.Detection;
using Stemma.Sigma;
using Stemma.Tests.Support;

namespace Stemma.Tests.Events;

/// <summary>JSON in the forms that tools write becomes events with Sigma's names.</summary>
public class JsonEventTests
{
    private static readonly SigmaRule Whoami = Scans.Rule("sel:\n  Image|endswith: \\whoami.exe\ncondition: sel");

    [Theory]
    [InlineData("""{"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"A"},"EventData":{"Image":"C:\\whoami.exe"}}}""")]
    [InlineData("""{"Event":{"System":{"EventID":{"#text":1,"#attributes":{"Qualifiers":0}},"Channel":"Microsoft-Windows-Sysmon/Operational"},"EventData":{"Image":"C:\\whoami.exe"}}}""")]
    [InlineData("""{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"A","Image":"C:\\whoami.exe"}""")]
    [InlineData("""{"EventID":"1","SourceName":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\whoami.exe"}""")]
    [InlineData("""{"EventID":4688,"Channel":"Security","NewProcessName":"C:\\whoami.exe"}""")]
    [InlineData("""{"logsource":{"product":"windows","category":"process_creation"},"Image":"C:\\whoami.exe"}""")]
    [InlineData("""{"Provider":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"EventData":"{\"ProcessId\":\"4\",\"Image\":\"C:\\\\whoami.exe\"}"}""")]
    public void One_rule_fires_on_every_form(string json) => Assert.Equal(1, Scans.RunText(json, [Whoami]).Result.Detections);

    [Theory]
    [InlineData("""{\"Image\":\"C:\\\\whoami.exe\" """)]
    [InlineData("""{\"Image\":\"C:\\\\whoami.exe\",}""")]
    [InlineData("""{\"a\":{\"Image\":\"C:\\\\whoami.exe\"}}""")]
    [InlineData("""Image: C:\\\\whoami.exe""")]
    public void Data_that_is_no_object_of_plain_values_has_no_fields(string data)
    {
        ScanResult result = Scans.RunText($$"""{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"EventData":"{{data}}"}""", [Whoami]).Result;
        Assert.Equal((1, 0, 0), (result.Records, result.Detections, result.Damaged));
    }

    [Fact]
    public void An_array_over_several_lines_is_read_like_lines()
    {
        const string one = """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\whoami.exe"}""";
        Assert.Equal(3, Scans.RunText($"[\n {one},\n{one}\n,\n{one}]", [Whoami]).Result.Detections);
    }

    [Fact]
    public void Objects_that_are_no_events_are_counted_and_nothing_else()
    {
        ScanResult result = Scans.RunText("""{"a":1} {"b":[1,2]} "text" 12 null""", [Whoami]).Result;
        Assert.Equal((0, 5, 0), (result.Records, result.Others, result.Damaged));
    }

    [Fact]
    public void A_broken_line_costs_itself_and_is_located()
    {
        const string good = """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\whoami.exe"}""";
        ScanResult result = Scans.RunText($"{good}\n{{\"EventID\": oops}}\n{good}\n", [Whoami]).Result;
        Assert.Equal((2, 1), (result.Detections, result.Damaged));
        Assert.InRange(Assert.Single(result.Problems).Position, good.Length, good.Length + 15);
    }

    [Fact]
    public void A_file_that_ends_within_a_value_is_reported() =>
        Assert.Equal(1, Scans.RunText("""{"EventID":1,"Channel":"x","a":[[[""", [Whoami]).Result.Damaged);

    [Fact]
    public void Nesting_beyond_the_limit_is_reported_and_ends_nothing_else()
    {
        const string good = """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\whoami.exe"}""";
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);
        ScanResult result = Scans.RunText($"{deep}\n{good}\n", [Whoami]).Result;
        Assert.Equal((1, 1), (result.Detections, result.Damaged));
    }

    [Fact]
    public void Values_of_a_list_are_one_field_joined_by_line_feeds()
    {
        var (_, output) = Scans.RunText("""{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\whoami.exe","Tags":["a","b"]}""", [Whoami]);
        Assert.Contains("\"Tags\":\"a\\nb\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_blank_lines_do_no_harm() =>
        Assert.Equal(1, Scans.RunText("\uFEFF\r\n\r\n{\"EventID\":1,\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Image\":\"\\\\whoami.exe\"}\r\n", [Whoami]).Result.Detections);

    [Fact]
    public void Escapes_and_characters_beyond_the_first_plane_arrive_as_text()
    {
        SigmaRule rule = Scans.Rule("sel:\n  CommandLine|contains: 'é😀\"'\ncondition: sel");
        Assert.Equal(1, Scans.RunText("""{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","CommandLine":"x \u00e9\ud83d\ude00\" y"}""", [rule]).Result.Detections);
    }
}
