using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>JSON that journald and macOS write.</summary>
public class JournalAndMacTests
{
    private const string Entry = """{"__REALTIME_TIMESTAMP":"1767258301000000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sshd","_PID":"77","MESSAGE":"Failed password"}""";
    private const string Exec = """
        {"schema_version":1,"mach_time":1,"event_type":9,"time":"2026-03-01T09:05:01.5Z","process":{"executable":{"path":"/bin/zsh"},"ppid":1},
         "event":{"exec":{"target":{"executable":{"path":"/usr/bin/osascript"},"ppid":50,"audit_token":{"pid":51,"euid":501}},"args":["osascript","-e","do shell script"],"cwd":{"path":"/tmp"}}}}
        """;

    [Fact]
    public void An_entry_of_the_journal_is_a_line_of_its_program()
    {
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Json, Entry).Events);
        Assert.Equal(("2026-01-01T09:05:01.0000000Z", "web1", "syslog", "sshd", "Failed password"), (e.Time, e.Host, e.Channel, e.Provider, e["MESSAGE"]));
        Assert.Equal(1, TextLogs.Count(Entry, "x.json", Scans.Rule("keywords: [Failed]\ncondition: keywords", "{product: linux, service: sshd}")));
    }

    [Fact]
    public void A_message_as_a_list_of_bytes_is_text() => Assert.Equal(
        "hé\u001b", TextLogs.Read(LogFormat.Json, Entry.Replace("\"Failed password\"", "[104,195,169,27]", StringComparison.Ordinal)).Events[0]["MESSAGE"]);

    [Fact]
    public void Records_of_the_audit_transport_are_audit_events()
    {
        const string call = """{"__REALTIME_TIMESTAMP":"1492037291036000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"audit","_TRANSPORT":"audit","_AUDIT_ID":"59","_AUDIT_TYPE_NAME":"SYSCALL","MESSAGE":"SYSCALL arch=c000003e syscall=59 success=yes ppid=1 pid=2 uid=0 exe=\"/usr/bin/id\""}""";
        const string words = """{"__REALTIME_TIMESTAMP":"1492037291036000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"audit","_TRANSPORT":"audit","_AUDIT_ID":"59","_AUDIT_TYPE_NAME":"EXECVE","MESSAGE":"EXECVE argc=2 a0=\"id\" a1=2D75"}""";
        TextLogs.Seen e = TextLogs.Read(LogFormat.Json, $"{call}\n{words}\n{Entry}").Events.Single(e => e["type"] == "EXECVE");
        Assert.Equal(("id -u", "/usr/bin/id", "web1", "2017-04-12T22:48:11.0360000Z"), (e["CommandLine"], e["Image"], e.Host, e.Time));
    }

    [Fact]
    public void Kernel_messages_with_audit_records_are_audit_events()
    {
        const string text = """{"_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"kernel","MESSAGE":"audit: type=1400 audit(1492037291.036:59): apparmor=\"DENIED\" operation=\"exec\""}""";
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Json, text).Events);
        Assert.Equal(("AVC", "DENIED", "web1"), (e["type"], e["apparmor"], e.Host));
    }

    [Fact]
    public void A_program_start_of_Endpoint_Security_is_a_process()
    {
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Json, Exec).Events);
        Assert.Equal(("/usr/bin/osascript", "osascript -e do shell script", "/bin/zsh", "51", "50", "501", "/tmp"),
            (e["Image"], e["CommandLine"], e["ParentImage"], e["ProcessId"], e["ParentProcessId"], e["User"], e["CurrentDirectory"]));
        SigmaRule rule = Scans.Rule("sel:\n  Image|endswith: /osascript\n  CommandLine|contains: ' -e '\ncondition: sel", "{product: macos, category: process_creation}");
        Assert.Equal(1, TextLogs.Count(Exec, "x.json", rule));
    }

    [Fact]
    public void An_entry_of_the_unified_log_is_an_event_of_its_program()
    {
        const string text = """[{"timestamp":"2026-03-01 10:05:01.250000+0100","processImagePath":"/usr/libexec/sandboxd","processID":9,"eventMessage":"deny","subsystem":"com.apple.sandbox"}]""";
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Json, text).Events);
        Assert.Equal(("2026-03-01T09:05:01.2500000Z", "UnifiedLog", "sandboxd", "deny"), (e.Time, e.Channel, e.Provider, e["eventMessage"]));
    }
}
