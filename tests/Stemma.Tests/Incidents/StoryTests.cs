using Stemma.Incidents;
using static Stemma.Tests.Support.Investigations;

namespace Stemma.Tests.Incidents;

/// <summary>What an incident tells beside its processes: timeline, indicators, impact, open questions.</summary>
public class StoryTests
{
    private const string Sysmon = "Microsoft-Windows-Sysmon/Operational";
    private const string Actor = """ "ProcessId":"10","Image":"C:\\x\\a.exe" """;

    private static readonly Incident Told = Assert.Single(Of([OnCommand("evil")],
    [
        Start(1, 10, @"C:\x\a.exe", 2, @"C:\Windows\explorer.exe", "a evil http://bad.example/p?q=1 10.1.2.3", user: @"CORP\\u"),
        Event(2, Sysmon, 3, $"{Actor},\"Initiated\":\"true\",\"DestinationIp\":\"203.0.113.9\",\"DestinationPort\":\"443\""),
        Event(3, Sysmon, 11, $"{Actor},\"TargetFilename\":\"C:\\\\Users\\\\u\\\\Documents\\\\loot.zip\""),
        Event(4, Sysmon, 13, $"{Actor},\"EventType\":\"SetValue\",\"TargetObject\":\"HKU\\\\S\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run\\\\x\",\"Details\":\"C:\\\\x\\\\a.exe\""),
        Event(5, Sysmon, 22, $"{Actor},\"QueryName\":\"bad.example\""),
        Event(6, Sysmon, 3, """ "ProcessId":"99","Image":"C:\\other.exe","Initiated":"true","DestinationIp":"198.51.100.1","DestinationPort":"80" """),
        Start(7, 11, @"C:\Windows\System32\net.exe", 10, @"C:\x\a.exe", "net user mallory secret /add"),
    ]).Incidents);

    [Fact]
    public void The_timeline_holds_what_its_processes_did_in_order_and_nothing_of_others()
    {
        Assert.Equal([ActivityKind.Process, ActivityKind.Detection, ActivityKind.Network, ActivityKind.File, ActivityKind.Registry, ActivityKind.Network, ActivityKind.Process], Told.Timeline.Select(moment => moment.Kind));
        Assert.DoesNotContain(Told.Timeline, moment => moment.Text.Contains("198.51.100.1", StringComparison.Ordinal));
    }

    [Fact]
    public void The_name_of_an_XML_vocabulary_is_no_indicator()
    {
        Incident told = Assert.Single(Of([OnCommand("evil")],
        [
            Start(1, 10, @"C:\x\a.exe", 2, @"C:\Windows\explorer.exe", "a evil <Task xmlns='http://schemas.example/task'> xmlns:x = 'http://other.example/x' href='http://bad.example/'", user: @"CORP\\u"),
        ]).Incidents);

        Assert.Equal(["bad.example"], told.Indicators.Where(indicator => indicator.Kind == IndicatorKind.Domain).Select(indicator => indicator.Value));
    }

    [Theory]
    [InlineData(IndicatorKind.Address, "203.0.113.9")]
    [InlineData(IndicatorKind.Address, "10.1.2.3")]
    [InlineData(IndicatorKind.Url, "http://bad.example/p?q=1")]
    [InlineData(IndicatorKind.Domain, "bad.example")]
    [InlineData(IndicatorKind.File, @"C:\x\a.exe")]
    [InlineData(IndicatorKind.File, @"C:\Users\u\Documents\loot.zip")]
    [InlineData(IndicatorKind.Registry, @"HKU\S\Software\Microsoft\Windows\CurrentVersion\Run\x = C:\x\a.exe")]
    [InlineData(IndicatorKind.Account, "mallory")]
    public void Indicators_are_what_to_look_for_elsewhere(IndicatorKind kind, string value) => Assert.Single(Told.Indicators, indicator => indicator.Kind == kind && indicator.Value == value);

    [Fact]
    public void Impact_names_accounts_files_and_where_data_may_have_gone()
    {
        Assert.Equal([@"CORP\u", "mallory (made or changed)"], Told.Impact.Accounts);
        Assert.Contains(Told.Impact.Resources, file => file.Contains("loot.zip", StringComparison.Ordinal));
        Assert.Contains(Told.Impact.Exposure, text => text.Contains("203.0.113.9", StringComparison.Ordinal) && text.Contains("is not in the logs", StringComparison.Ordinal));
    }

    [Fact]
    public void The_score_is_the_sum_of_its_terms() => Assert.Equal(Math.Clamp(Told.Terms.Sum(term => term.Points), 0, 100), Told.Score);

    [Fact]
    public void A_moment_that_repeats_is_one_with_a_count()
    {
        Incident incident = Assert.Single(Of([OnCommand("evil")], [Start(1, 10, @"C:\x\a.exe", 2, @"C:\Windows\explorer.exe", "a evil"),
            .. Enumerable.Range(2, 30).Select(second => Event(second, Sysmon, 22, $"{Actor},\"QueryName\":\"bad.example\""))]).Incidents);
        Assert.Equal(30, Assert.Single(incident.Timeline, moment => moment.Kind == ActivityKind.Network).Count);
    }
}
