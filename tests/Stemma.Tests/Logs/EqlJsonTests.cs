using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Sysmon's fields without an envelope, and Endgame's schema.</summary>
public class EqlJsonTests
{
    private static readonly SigmaRule Cmd = Scans.Rule("sel:\n  Image|endswith: \\cmd.exe\n  CommandLine|contains: /c\n  ParentImage|endswith: \\powershell.exe\ncondition: sel");

    [Theory]
    [InlineData("""{"EventId":1,"UtcTime":"2018-12-04 00:36:42.427","Image":"C:\\cmd.exe","CommandLine":"cmd /c x","ParentImage":"C:\\powershell.exe"}""")]
    [InlineData("""{"event_type":"process","subtype":"create","timestamp":131883571822010000,"unique_pid":"{1}","process_path":"C:\\cmd.exe","command_line":"cmd /c x","parent_process_path":"C:\\powershell.exe"}""")]
    public void A_program_start_is_a_process(string text)
    {
        Assert.Equal(1, TextLogs.Count(text, "x.json", Cmd));
        Assert.StartsWith("2018-12-04T00:", Assert.Single(TextLogs.Read(LogFormat.Json, text).Events).Time, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sysmon-atomic-red-team.json.gz", 19882)]
    [InlineData("normalized-atomic-red-team.json.gz", 14786)]
    public void Every_object_of_the_samples_is_an_event(string name, int count)
    {
        var result = Scans.Run([TestData.Shared("eqllib/" + name)], [Cmd]).Result;
        Assert.Equal((count, 0), ((int)result.Records, (int)result.Others));
        Assert.True(result.Detections > 10);
    }
}
