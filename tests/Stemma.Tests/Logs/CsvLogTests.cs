using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Events that tools export as tables.</summary>
public class CsvLogTests
{
    private const string Ecmd = "RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,ProcessId,ThreadId,Computer,UserId,MapDescription,PayloadData1,Payload\r\n"
        + "1,1,2024-05-01 10:00:00.1234567,1,Info,Microsoft-Windows-Sysmon,Microsoft-Windows-Sysmon/Operational,44,55,WKS-1,,Process creation,\"a, b\","
        + "\"{\"\"EventData\"\":{\"\"Data\"\":[{\"\"@Name\"\":\"\"Image\"\",\"\"#text\"\":\"\"C:\\\\whoami.exe\"\"},{\"\"@Name\"\":\"\"ProcessId\"\",\"\"#text\"\":\"\"9\"\"},{\"\"@Name\"\":\"\"User\"\"}]}}\"\r\n";

    private const string Viewer = "Level,Date and Time,Source,Event ID,Task Category\n"
        + "Information,5/1/2024 10:00:00 AM,Microsoft-Windows-Sysmon,1,Process Create (rule: ProcessCreate),\"Process Create:\nRuleName: -\nUtcTime: 2024-05-01 10:00:00.123\nImage: C:\\whoami.exe\nCommandLine: \"\"whoami\"\" /all\"\n"
        + "Information,5/1/2024 10:00:01 AM,Microsoft-Windows-Security-Auditing,4688,Process Creation,\"A new process has been created.\n\nCreator Subject:\n\tAccount Name:\t\tbob\n\nProcess Information:\n\tNew Process Name:\tC:\\whoami.exe\n\tProcess Command Line:\twhoami /all\"\n";

    private static readonly SigmaRule Whoami = Scans.Rule("sel:\n  Image|endswith: \\whoami.exe\ncondition: sel");

    [Fact]
    public void EvtxECmd_has_the_data_in_its_payload()
    {
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Csv, Ecmd).Events);
        Assert.Equal(("2024-05-01T10:00:00.1234567Z", "WKS-1", 1), (e.Time, e.Host, e.EventId));
        Assert.Equal(("C:\\whoami.exe", "9", "44", "a, b"), (e["Image"], e["ProcessId"], e["Execution_ProcessID"], e["PayloadData1"]));
    }

    [Fact]
    public void Event_Viewer_has_the_data_in_its_message()
    {
        List<TextLogs.Seen> events = TextLogs.Read(LogFormat.Csv, Viewer).Events;
        Assert.Equal(("\"whoami\" /all", "Microsoft-Windows-Sysmon/Operational"), (events[0]["CommandLine"], events[0].Channel));
        Assert.Equal(("whoami /all", "bob", "Security"), (events[1]["CommandLine"], events[1]["User"], events[1].Channel));
        Assert.Equal(2, TextLogs.Count(Viewer, "x.csv", Whoami));
    }

    [Fact]
    public void A_scan_knows_the_table_by_its_header() => Assert.Equal(1, TextLogs.Count(Ecmd, "x.txt", Whoami));

    [Fact]
    public void Semicolons_and_tabs_separate_as_well() => Assert.Equal(1,
        TextLogs.Count("EventID;Channel;Image;TimeCreated\n1;Microsoft-Windows-Sysmon/Operational;C:\\whoami.exe;2024-05-01 10:00:00\n", "x.csv", Whoami));

    [Theory]
    [InlineData("EventID,Channel,CommandLine", true)]
    [InlineData("Id,LogName,MachineName,Message", true)]
    [InlineData("TimeGenerated;EventID;Source", true)]
    [InlineData("Channel,EventID,EventTitle", false)]
    [InlineData("id,name,source,date", false)]
    [InlineData("path,technique,label,source,note", false)]
    public void A_table_of_events_says_when_where_or_what_and_one_about_events_does_not(string header, bool isLog) =>
        Assert.Equal(isLog, CsvLog.IsHeader(header.Split(',', ';')));

    [Fact]
    public void Program_starts_without_a_time_are_events() => Assert.Equal(1,
        TextLogs.Count("EventID,Channel,Image\n1,Microsoft-Windows-Sysmon/Operational,C:\\whoami.exe\n", "x.csv", Whoami));

    [Fact]
    public void A_quote_that_never_closes_is_reported() =>
        Assert.Contains(TextLogs.Read(LogFormat.Csv, Ecmd + "2,2,2024,1,\"x").Problems, problem => problem.Message == "a quoted value does not end");

    [Fact]
    public void A_record_that_is_too_short_is_reported() =>
        Assert.Equal(Ecmd.Length, Assert.Single(TextLogs.Read(LogFormat.Csv, Ecmd + "2\r\n").Problems).Position);
}
