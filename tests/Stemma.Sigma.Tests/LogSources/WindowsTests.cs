using Stemma.Sigma.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests.LogSources;

/// <summary>One rule fires on Sysmon's events and on Windows' own (content/logsources).</summary>
public sealed class WindowsTests
{
    private const string Sysmon = "Microsoft-Windows-Sysmon/Operational";
    private static readonly LogSourceMap Map = LogSourceMap.Load([Path.Combine(TestData.Root, "content", "logsources")]);

    [Fact]
    public void Process_creation_is_Sysmon_1_and_Security_4688()
    {
        SigmaRule rule = Read("{category: process_creation, product: windows}",
            @"{Image|endswith: '\cmd.exe', ParentImage|endswith: '\word.exe', User: joe, CommandLine|contains: '/c', ProcessId: 10, ParentProcessId: 20}");
        Assert.True(Fires(rule, Sysmon, 1, ("Image", @"C:\cmd.exe"), ("ParentImage", @"C:\word.exe"), ("User", "joe"), ("CommandLine", "cmd /c x"), ("ProcessId", "10"), ("ParentProcessId", "20")));
        Assert.True(Fires(rule, "Security", 4688, ("NewProcessName", @"C:\cmd.exe"), ("ParentProcessName", @"C:\word.exe"), ("SubjectUserName", "joe"), ("CommandLine", "cmd /c x"), ("NewProcessId", "0xa"), ("ProcessId", "0x14")));
        Assert.False(Fires(rule, "Security", 4688, ("NewProcessName", @"C:\cmd.exe"), ("ParentProcessName", @"C:\word.exe"), ("SubjectUserName", "joe"), ("CommandLine", "cmd /c x"), ("NewProcessId", "0x14"), ("ProcessId", "0xa")));
    }

    [Fact]
    public void Other_events_of_the_same_channels_are_not_process_creation()
    {
        SigmaRule rule = Read("{category: process_creation, product: windows}", @"{Image|endswith: '\cmd.exe'}");
        Assert.False(Fires(rule, Sysmon, 5, ("Image", @"C:\cmd.exe")));
        Assert.False(Fires(rule, "Security", 4689, ("ProcessName", @"C:\cmd.exe")));
        Assert.False(Fires(rule, "System", 1, ("Image", @"C:\cmd.exe")));
    }

    [Fact]
    public void A_field_still_answers_to_the_log_s_own_name()
    {
        SigmaRule rule = Read("{product: windows, service: security}", @"{EventID: 4688, NewProcessName|endswith: '\cmd.exe', SubjectUserName: joe}");
        Assert.True(Fires(rule, "Security", 4688, ("EventID", "4688"), ("NewProcessName", @"C:\cmd.exe"), ("SubjectUserName", "joe")));
    }

    [Fact]
    public void A_process_s_end_is_Sysmon_5_and_Security_4689()
    {
        SigmaRule rule = Read("{category: process_termination, product: windows}", @"{Image|endswith: '\cmd.exe'}");
        Assert.True(Fires(rule, Sysmon, 5, ("Image", @"C:\cmd.exe")));
        Assert.True(Fires(rule, "Security", 4689, ("ProcessName", @"C:\cmd.exe")));
    }

    [Fact]
    public void A_connection_is_Sysmon_3_and_Security_5156()
    {
        SigmaRule rule = Read("{category: network_connection, product: windows}", "{DestinationIp|cidr: 10.0.0.0/8, DestinationPort: 443}");
        Assert.True(Fires(rule, Sysmon, 3, ("DestinationIp", "10.1.1.1"), ("DestinationPort", "443")));
        Assert.True(Fires(rule, "Security", 5156, ("DestAddress", "10.1.1.1"), ("DestPort", "443")));
    }

    [Fact]
    public void Registry_add_is_a_key_that_is_created_and_nothing_else()
    {
        SigmaRule rule = Read("{category: registry_add, product: windows}", "{TargetObject|contains: '\\Run'}");
        Assert.True(Fires(rule, Sysmon, 12, ("EventType", "CreateKey"), ("TargetObject", @"HKU\Run\x")));
        Assert.True(Fires(rule, Sysmon, 12, ("EventType", "createkey"), ("TargetObject", @"HKU\Run\x")));
        Assert.False(Fires(rule, Sysmon, 12, ("EventType", "DeleteKey"), ("TargetObject", @"HKU\Run\x")));
        Assert.False(Fires(rule, Sysmon, 12, ("TargetObject", @"HKU\Run\x")));
        Assert.False(Fires(rule, Sysmon, 13, ("EventType", "CreateKey"), ("TargetObject", @"HKU\Run\x")));
    }

    [Theory]
    [InlineData("DeleteKey", true)]
    [InlineData("DeleteValue", true)]
    [InlineData("CreateKey", false)]
    public void Registry_delete_is_a_key_or_a_value(string type, bool fires) =>
        Assert.Equal(fires, Fires(Read("{category: registry_delete, product: windows}", "{TargetObject: '*'}"), Sysmon, 12, ("EventType", type), ("TargetObject", "x")));

    [Theory]
    [InlineData("%%1904", true)]
    [InlineData("%%1905", true)]
    [InlineData("%%1906", false)]
    public void A_registry_value_that_is_set_is_Security_4657_too(string operation, bool fires) =>
        Assert.Equal(fires, Fires(Read("{category: registry_set, product: windows}", "{TargetObject|contains: 'Run', Details|endswith: '.exe'}"),
            "Security", 4657, ("OperationType", operation), ("ObjectName", @"\REGISTRY\Run"), ("NewValue", "a.exe")));

    [Fact]
    public void A_registry_event_is_any_of_them()
    {
        SigmaRule rule = Read("{category: registry_event, product: windows}", "{TargetObject|contains: 'Run'}");
        foreach (int id in (int[])[12, 13, 14]) Assert.True(Fires(rule, Sysmon, id, ("TargetObject", "Run")));
        Assert.True(Fires(rule, "Security", 4657, ("OperationType", "%%1906"), ("ObjectName", "Run")));
    }

    [Theory]
    [InlineData("security")]
    [InlineData("SECURITY")]
    [InlineData("Security")]
    public void A_channel_in_another_case_is_the_same(string channel) =>
        Assert.True(Fires(Read("{product: windows, service: security}", "{A: b}"), channel, 4624, ("A", "b")));

    [Fact]
    public void An_unknown_channel_has_no_rules()
    {
        SigmaEngine engine = new([Read("{product: windows, service: security}", "{A: b}")], Map);
        Assert.False(engine.GetKind("Nobody/Knows", "", 1, ["A"]).HasRules);
        Assert.False(engine.GetKind("", "", 4624, ["A"]).HasRules);
    }

    [Fact]
    public void A_rule_without_restriction_is_about_every_known_channel()
    {
        SigmaRule rule = Read("{product: windows}", "{A: b}");
        Assert.True(Fires(rule, "System", 1, ("A", "b")));
        Assert.True(Fires(rule, Sysmon, 1, ("A", "b")));
    }

    [Fact]
    public void Names_with_blanks_answer_to_names_without_and_to_their_Sigma_names()
    {
        const string Defender = "Microsoft-Windows-Windows Defender/Operational";
        foreach (string name in (string[])["ThreatName", "'Threat Name'", "Signature"])
        {
            SigmaRule rule = Read("{product: windows, service: windefend}", $"{{{name}|contains: EICAR}}".Replace("'|contains", "|contains'", StringComparison.Ordinal));
            Assert.True(Fires(rule, Defender, 1116, ("Threat Name", "Virus:EICAR")), name);
        }

        Assert.True(Fires(Read("{category: antivirus}", "{Signature|contains: EICAR}"), Defender, 1116, ("Threat Name", "Virus:EICAR")));
        Assert.True(Fires(Read("{product: windows, service: windefend}", "{NewValue|contains: x}"), Defender, 5007, ("New Value", "x")));
    }

    [Fact]
    public void A_kind_names_its_fields_as_rules_do()
    {
        SigmaEngine engine = new([], Map);
        EventKind created = engine.GetKind("Security", "", 4688, ["NewProcessName", "NewProcessId", "ProcessId", "CommandLine"]);
        Assert.Equal(["Image", "ProcessId", "ParentProcessId", "CommandLine"], created.Names);
        Assert.Equal([1], created.Find("ProcessId").ToArray());
        Assert.Equal([2], created.Find("ParentProcessId").ToArray());
        Assert.Equal([1], created.Find("NewProcessId").ToArray());
        EventKind threat = engine.GetKind("Microsoft-Windows-Windows Defender/Operational", "", 1116, ["Threat Name", "Threat ID", "Path"]);
        Assert.Equal(["Signature", "ThreatID", "Filename"], threat.Names);
        Assert.Equal(["Threat Name", "Threat ID", "Path"], threat.OwnNames);
    }

    [Fact]
    public void A_rule_on_an_event_id_fires_on_it_alone()
    {
        SigmaRule rule = Read("{product: windows, service: security}", "{EventID: [4624, 4625], A: b}");
        Assert.True(Fires(rule, "Security", 4625, ("EventID", "4625"), ("A", "b")));
        Assert.False(Fires(rule, "Security", 4626, ("EventID", "4626"), ("A", "b")));
        SigmaRule range = Read("{product: windows, service: security}", "{EventID|gte: 4624, EventID|lt: 4626, A: b}");
        Assert.True(Fires(range, "Security", 4625, ("EventID", "4625"), ("A", "b")));
        Assert.False(Fires(range, "Security", 4626, ("EventID", "4626"), ("A", "b")));
        SigmaRule not = Read("{product: windows, service: security}", "{EventID|neq: 4624, A: b}");
        Assert.True(Fires(not, "Security", 4625, ("EventID", "4625"), ("A", "b")));
        Assert.False(Fires(not, "Security", 4624, ("EventID", "4624"), ("A", "b")));
    }

    private static SigmaRule Read(string logSource, string selection)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"title: x\nlogsource: {logSource}\ndetection:\n  s: {selection}\n  condition: s\n", "x.yml");
        Assert.Empty(set.Problems);
        return Assert.Single(set.Rules);
    }

    private static bool Fires(SigmaRule rule, string channel, int eventId, params (string, string?)[] fields)
    {
        SigmaEngine engine = new([rule], Map);
        return new SigmaMatcher().Match(TestEvent.Windows(engine, channel, eventId, fields)).Count > 0;
    }
}
