using Stemma.Incidents;
using static Stemma.Tests.Support.Investigations;

namespace Stemma.Tests.Incidents;

/// <summary>Where an incident began, and how sure that is.</summary>
public class RootCauseTests
{
    private const string Explorer = @"C:\Windows\explorer.exe", Shell = @"C:\Windows\System32\cmd.exe";

    [Theory]
    [InlineData(@"C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE", InitialVector.Mail)]
    [InlineData(@"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE", InitialVector.Document)]
    [InlineData(@"C:\Program Files\Google\Chrome\Application\chrome.exe", InitialVector.Browser)]
    [InlineData(@"C:\Windows\System32\inetsrv\w3wp.exe", InitialVector.Server)]
    [InlineData(@"C:\Windows\System32\wsmprovhost.exe", InitialVector.RemoteLogon)]
    [InlineData(@"C:\Windows\System32\wbem\WmiPrvSE.exe", InitialVector.RemoteLogon)]
    [InlineData("/usr/sbin/sshd", InitialVector.RemoteLogon)]
    [InlineData(@"C:\Windows\System32\services.exe", InitialVector.Persistence)]
    [InlineData(Explorer, InitialVector.LocalSession)]
    [InlineData(@"C:\Tools\own.exe", InitialVector.Unknown)]
    public void The_parent_tells(string parent, InitialVector vector)
    {
        RootCause root = One(Start(1, 10, @"C:\a.exe", 2, parent, "a evil"));
        Assert.Equal((vector, vector == InitialVector.Unknown), (root.Vector, root.Confidence == 0));
    }

    [Fact]
    public void A_file_that_a_browser_wrote_and_that_ran_is_a_download()
    {
        RootCause root = One(Event(1, "Microsoft-Windows-Sysmon/Operational", 11, """ "ProcessId":"5","Image":"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe","TargetFilename":"C:\\x\\a.exe" """), Start(2, 10, @"C:\x\a.exe", 2, Explorer, "a evil"));
        Assert.Equal((InitialVector.Download, 0.9), (root.Vector, root.Confidence));
        Assert.Equal(2, root.Evidence.Count);
    }

    [Theory]
    [InlineData(@"C:\Users\u\Downloads\a.exe", InitialVector.Download)]
    [InlineData(@"C:\Users\u\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\AB\a.exe", InitialVector.Mail)]
    [InlineData(@"E:\a.exe", InitialVector.RemovableMedia)]
    public void Where_the_file_lies_tells_less(string image, InitialVector vector)
    {
        RootCause root = One(Start(1, 10, image, 2, Explorer, "a evil"));
        Assert.Equal(vector, root.Vector);
        Assert.InRange(root.Confidence, 0.3, 0.75);
    }

    [Fact]
    public void A_session_that_came_over_the_network_tells()
    {
        RootCause root = One(
            Event(1, "Security", 4624, """ "TargetUserName":"u","TargetDomainName":"CORP","TargetLogonId":"0x77","LogonType":"10","IpAddress":"192.0.2.9","IpPort":"5000" """),
            Start(2, 10, Shell, 2, Explorer, "cmd evil").Replace("\"ProcessId\"", "\"LogonId\":\"0x77\",\"ProcessId\"", StringComparison.Ordinal));
        Assert.Equal(InitialVector.RemoteLogon, root.Vector);
        Assert.Contains("192.0.2.9", root.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_unknown_says_which_log_would_tell() => Assert.Contains("would tell", One(Start(1, 10, @"C:\a.exe", 2, @"C:\Tools\own.exe", "a evil")).Why, StringComparison.Ordinal);

    private static RootCause One(params string[] lines) => Assert.Single(Of([OnCommand("evil")], lines).Incidents).Root;
}
