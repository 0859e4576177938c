using System.Text;
using Stemma.Evtx;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Windows events as XML have the fields that the same records have in EVTX.</summary>
public class XmlLogTests
{
    private const string Start = """
        <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Sysmon" Guid="{5770385F}"/>
        <EventID>1</EventID><TimeCreated SystemTime="2024-05-01T10:00:00.1234567Z"/><EventRecordID>7</EventRecordID>
        <Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>WKS-1</Computer></System>
        <EventData><Data Name="Image">C:\whoami.exe</Data><Data Name="CommandLine">whoami /all &gt; &quot;x&quot;</Data><Data Name="Empty"></Data></EventData>
        <RenderingInfo Culture="en-US"><Channel>other</Channel><Message>Process Create</Message></RenderingInfo></Event>
        """;

    private static readonly SigmaRule Whoami = Scans.Rule("sel:\n  Image|endswith: \\whoami.exe\n  CommandLine|contains: '> \"x\"'\ncondition: sel");

    [Fact]
    public void An_event_has_its_envelope_and_its_data()
    {
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Xml, Start).Events);
        Assert.Equal(("Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", "WKS-1", 1, "2024-05-01T10:00:00.1234567Z"), (e.Channel, e.Provider, e.Host, e.EventId, e.Time));
        Assert.Equal(("C:\\whoami.exe", "Process Create"), (e["Image"], e["RenderingInfo_Message"]));
    }

    [Theory]
    [InlineData("{0}\n{0}\n")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<Events>{0}{0}</Events>")]
    [InlineData("<?xml version=\"1.0\"?>{0}<?xml version=\"1.0\"?>{0}")]
    public void Documents_and_rows_of_events_are_read(string form) =>
        Assert.Equal(2, TextLogs.Count(form.Replace("{0}", Start, StringComparison.Ordinal), "log.xml", Whoami));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Byte_order_marks_say_the_encoding(string name)
    {
        string folder = TestData.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, "log.xml"), $"<?xml version=\"1.0\"?><Events>{Start}</Events>", Encoding.GetEncoding(name));
        Assert.Equal(1, Scans.Run([folder], [Whoami]).Result.Detections);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_broken_event_costs_itself_and_is_located()
    {
        string broken = Start.Replace("</EventData>", "</Oops>", StringComparison.Ordinal);
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Xml, $"{Start}\n{broken}\n{Start}");
        Assert.Equal(2, reading.Events.Count);
        Assert.Equal(Start.Length + 1, Assert.Single(reading.Problems).Position);
    }

    [Fact]
    public void An_event_without_end_is_reported_and_the_next_is_read()
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Xml, $"{Start[..300]}\n{Start}\n{Start[..300]}");
        Assert.Equal((1, 2), (reading.Events.Count, reading.Problems.Count));
    }

    [Fact]
    public void Document_types_are_refused() =>
        Assert.Contains("not valid XML", Assert.Single(TextLogs.Read(LogFormat.Xml, "<Event ><!DOCTYPE x [<!ENTITY a \"b\">]>&a;</Event>").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_beyond_the_limit_is_reported()
    {
        string deep = Start.Replace("C:\\whoami.exe", string.Concat(Enumerable.Repeat("<a>", 500)) + string.Concat(Enumerable.Repeat("</a>", 500)), StringComparison.Ordinal);
        Assert.Contains("deeper", Assert.Single(TextLogs.Read(LogFormat.Xml, deep).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_the_samples_have_the_same_fields_as_in_their_EVTX()
    {
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(Scans.Samples, "*.evtx", SearchOption.AllDirectories))
        {
            using EvtxFile file = EvtxFile.Open(path);
            foreach (EvtxRecord record in file.ReadRecords())
            {
                TextLogs.Seen seen = Assert.Single(TextLogs.Read(LogFormat.Xml, record.ToXml()).Events);
                // XML leaves out an attribute that has no value.
                IEnumerable<string> expected = record.Fields().Where(field => field.Value is not null || field.Key.Section != EvtxSection.System).Select(field => $"{field.Key.Name}={field.Value}").Order(StringComparer.Ordinal);
                Assert.Equal(expected, seen.Own.Order(StringComparer.Ordinal));
                if (++compared % 400 == 0) break;
            }
        }

        Assert.True(compared > 100);
    }
}
